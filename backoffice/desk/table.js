// The table of backoffice.desk.table in the browser. Texts become text nodes, never markup. Of a long table only the
// rows in sight and some around them are in the page; search and order are about all of them.

const PLAIN = 200; // up to so many rows the whole table is in the page
const AROUND = 800; // pixels above and below those in sight that are drawn, too
const GUESS = 60; // pixels of a row before any was measured
const TALLEST = "70vh";

const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const collator = new Intl.Collator("es", { numeric: true });

function made(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function cell(column, content) {
  const td = made("td", column.figures ? "n" : column.fixed ? "fixed" : "");
  if (content.title) td.title = content.title;
  const tone = content.tone ? ` ${content.tone}` : "";
  td.append(made("bdi", (content.tag ? "tag" : "text") + tone, content.text));
  if (content.small) td.append(made("bdi", "small", content.small));
  return td;
}

function compared(left, right) {
  if (left.order !== null && right.order !== null) return left.order - right.order;
  return collator.compare(left.text, right.text);
}

function gap() {
  const part = made("tbody", "gap");
  part.setAttribute("aria-hidden", "true");
  const tr = made("tr", "");
  tr.append(made("td", ""));
  part.append(tr);
  return part;
}

function render({ model, el }) {
  const state = { column: -1, down: false, words: "" };
  const search = made("input", "search");
  const scroll = made("div", "scroll");
  const tableElement = made("table", "");
  const body = made("tbody", "");
  const [above, below] = [gap(), gap()];
  const count = made("div", "soft count");
  const texts = new WeakMap(); // a row → what is searched in it
  const heights = new Map(); // a row's key → its pixels, once it was drawn
  let shown = []; // the rows that fit the search, in order
  let drawn = [0, 0]; // the first of those in the page, and the one after the last
  let at = ""; // the key of the row that had the focus last
  let waits = 0;
  el.classList.add("mesa-table");
  el.setAttribute("data-lm-suppress-shortcuts", "true");

  const long = () => shown.length > PLAIN;

  function heading(column, index) {
    const th = made("th", column.figures ? "n" : "");
    th.scope = "col";
    if (column.width) th.style.width = `${column.width}px`;
    const button = made("button", "sort", column.label);
    button.type = "button";
    button.addEventListener("click", () => {
      state.down = state.column === index && !state.down;
      state.column = index;
      head();
      fill(true);
      tableElement.querySelectorAll("th .sort")[index].focus();
    });
    if (state.column === index) th.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    th.append(button);
    return th;
  }

  function head() {
    const row = made("tr", "");
    row.setAttribute("aria-rowindex", "1");
    row.append(...model.get("columns").map(heading));
    const thead = made("thead", "");
    thead.append(row);
    tableElement.querySelector("thead")?.remove();
    tableElement.querySelector("caption").after(thead);
  }

  function searched(row) {
    if (!texts.has(row)) texts.set(row, folded(row.cells.map((one) => `${one.text} ${one.small}`).join(" ")));
    return texts.get(row);
  }

  function fitting() {
    const words = folded(state.words);
    const rows = words ? model.get("rows").filter((row) => searched(row).includes(words)) : model.get("rows");
    if (state.column < 0) return rows;
    const sign = state.down ? -1 : 1;
    return [...rows].sort((a, b) => sign * compared(a.cells[state.column], b.cells[state.column]));
  }

  function choose(key) {
    if (model.get("opens")) el.closest(".mesa")?.scrollIntoView({ block: "start" });
    model.send({ choose: key });
  }

  function line(row, index) {
    const tr = made("tr", row.key === model.get("selected") ? "selected" : "");
    const columns = model.get("columns");
    tr.classList.toggle("struck", Boolean(row.struck));
    if (row.struck) tr.title = row.struck;
    tr.tabIndex = 0;
    tr.dataset.key = row.key;
    tr.setAttribute("aria-rowindex", String(index + 2));
    tr.append(...row.cells.map((content, place) => cell(columns[place], content)));
    tr.addEventListener("click", () => choose(row.key));
    return tr;
  }

  // Where each row begins, in pixels, and where the last one ends: measured, or guessed from those that were.
  function tops() {
    let known = 0;
    for (const height of heights.values()) known += height;
    const guess = heights.size ? known / heights.size : GUESS;
    const found = [0];
    for (const row of shown) found.push(found[found.length - 1] + (heights.get(row.key) ?? guess));
    return found;
  }

  function inSight(places) {
    if (!long()) return [0, shown.length];
    const high = scroll.clientHeight || 800;
    const [from, to] = [scroll.scrollTop - AROUND, scroll.scrollTop + high + AROUND];
    let first = places.findIndex((top) => top > from) - 1;
    if (first < -1) first = shown.length - 1;
    let last = places.findIndex((top) => top >= to);
    if (last < 0) last = shown.length;
    return [Math.max(first, 0), Math.min(Math.max(last, first + 1), shown.length)];
  }

  function spread(places) {
    above.rows[0].cells[0].style.height = `${places[drawn[0]]}px`;
    below.rows[0].cells[0].style.height = `${places[shown.length] - places[drawn[1]]}px`;
    above.hidden = drawn[0] === 0;
    below.hidden = drawn[1] === shown.length;
  }

  function draw(anew) {
    const before = tops();
    const wanted = inSight(before);
    if (!anew && wanted[0] >= drawn[0] && wanted[1] <= drawn[1]) return;
    const focused = body.contains(document.activeElement) ? document.activeElement.closest("tr") : null;
    drawn = wanted;
    const rows = shown.slice(...drawn).map((row, index) => line(row, drawn[0] + index));
    body.replaceChildren(...rows);
    spread(before);
    if (focused) hold(rows.find((tr) => tr.dataset.key === focused.dataset.key));
    if (long()) settle(before, rows);
  }

  function settle(before, rows) {
    for (const tr of rows) if (tr.offsetHeight) heights.set(tr.dataset.key, tr.offsetHeight);
    const after = tops();
    const seen = Math.max(before.findIndex((top) => top > scroll.scrollTop) - 1, 0);
    spread(after);
    if (scroll.scrollTop && after[seen] !== before[seen]) scroll.scrollTop += after[seen] - before[seen];
  }

  // The focus stays in the table, also where its row has gone out of the page.
  function hold(tr) {
    (tr ?? scroll).focus({ preventScroll: true });
  }

  function fill(fromTheTop) {
    shown = fitting();
    for (const part of [above, below]) if (!long()) part.remove();
    if (long()) body.before(above);
    if (long()) body.after(below);
    tableElement.classList.toggle("long", long());
    tableElement.setAttribute("aria-rowcount", String(shown.length + 1));
    const most = model.get("height");
    scroll.style.maxHeight = most ? `${most}px` : long() ? TALLEST : "";
    if (fromTheTop) scroll.scrollTop = 0;
    draw(true);
    const all = model.get("rows").length;
    count.textContent = shown.length < all ? `Se muestran ${shown.length} de ${all}` : "";
  }

  function mark() {
    for (const tr of body.children) tr.classList.toggle("selected", tr.dataset.key === model.get("selected"));
  }

  function go(index) {
    const row = shown[Math.max(0, Math.min(index, shown.length - 1))];
    if (!row) return;
    const place = shown.indexOf(row);
    if (place < drawn[0] || place >= drawn[1]) {
      scroll.scrollTop = tops()[place];
      draw(false);
    }
    body.querySelector(`tr[data-key="${CSS.escape(row.key)}"]`)?.focus();
  }

  function pressed(event) {
    event.stopPropagation();
    const tr = event.target.closest?.("tr[data-key]");
    if (!tr && event.target !== scroll) return;
    const place = shown.findIndex((row) => row.key === (tr ? tr.dataset.key : at));
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (next !== undefined) go(next);
    if (event.key === "Enter" && place >= 0) choose(shown[place].key);
    if (next !== undefined || event.key === "Enter") event.preventDefault();
  }

  function scrolled() {
    waits ||= requestAnimationFrame(() => {
      waits = 0;
      draw(false);
    });
  }

  search.type = "search";
  search.placeholder = model.get("search");
  search.setAttribute("aria-label", model.get("search"));
  search.addEventListener("input", () => {
    state.words = search.value;
    fill(true);
  });
  if (model.get("search")) el.append(search);
  scroll.tabIndex = -1;
  count.setAttribute("role", "status");
  tableElement.append(made("caption", "", model.get("caption")), body);
  scroll.append(tableElement);
  el.append(scroll, count);
  el.addEventListener("keydown", pressed);
  body.addEventListener("focusin", (event) => (at = event.target.closest("tr").dataset.key));
  scroll.addEventListener("scroll", scrolled, { passive: true });
  const sizes = new ResizeObserver(() => long() && scrolled());
  sizes.observe(scroll);
  const anew = () => fill(false);
  model.on("change:rows", anew);
  model.on("change:selected", mark);
  head();
  fill(false);
  return () => {
    sizes.disconnect();
    model.off("change:rows", anew);
    model.off("change:selected", mark);
  };
}

export default { render };
