// The table of backoffice.desk.table in the browser. Texts become text nodes, never markup.

// So many rows are drawn at once; the next ones come when the last is near. Search and order see all of them.
const STEP = 100;

const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

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

const words = (row) => (row.words ??= folded(row.cells.map((one) => `${one.text} ${one.small}`).join(" ")));

function compared(left, right) {
  if (left.order !== null && right.order !== null) return left.order - right.order;
  return left.text.localeCompare(right.text, "es", { numeric: true });
}

function render({ model, el }) {
  const state = { column: -1, down: false, words: "", rows: [] };
  const search = made("input", "search");
  const scroll = made("div", "scroll");
  const tableElement = made("table", "");
  const body = made("tbody", "");
  const count = made("div", "soft count");
  const end = made("div", "end");
  el.classList.add("mesa-table");
  el.setAttribute("data-lm-suppress-shortcuts", "true");

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
      fill();
      tell();
    });
    if (state.column === index) th.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    th.append(button);
    return th;
  }

  function head() {
    const row = made("tr", "");
    row.append(...model.get("columns").map(heading));
    const thead = made("thead", "");
    thead.append(row);
    tableElement.querySelector("thead")?.remove();
    body.before(thead);
  }

  function visible() {
    const wanted = folded(state.words);
    const rows = model.get("rows").filter((row) => words(row).includes(wanted));
    if (state.column < 0) return rows;
    const sign = state.down ? -1 : 1;
    return [...rows].sort((a, b) => sign * compared(a.cells[state.column], b.cells[state.column]));
  }

  // The order on the screen, for keys that go from row to row; a table that opens something has no such keys.
  function tell() {
    if (!model.get("opens")) model.send({ order: state.rows.map((row) => row.key) });
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
    tr.setAttribute("aria-rowindex", index + 2);
    tr.append(...row.cells.map((content, index) => cell(columns[index], content)));
    tr.addEventListener("click", () => choose(row.key));
    return tr;
  }

  function fill() {
    const focused = document.activeElement?.closest?.("tr")?.dataset.key;
    state.rows = visible();
    const reached = state.rows.findIndex((row) => row.key === (focused ?? model.get("selected")));
    body.replaceChildren();
    draw(reached + 1);
    if (focused) body.querySelector(`tr[data-key="${CSS.escape(focused)}"]`)?.focus();
    const all = model.get("rows").length;
    tableElement.setAttribute("aria-rowcount", state.rows.length + 1);
    const some = state.rows.length
      ? `Se muestran ${state.rows.length} de ${all}`
      : `Nada coincide con «${state.words.slice(0, 60)}». Borra la búsqueda para ver ${all === 1 ? "el renglón que hay" : `los ${all} renglones`}.`;
    count.textContent = state.rows.length < all ? some : model.get("count") || "";
  }

  function draw(least) {
    const from = body.children.length;
    const until = Math.ceil(Math.max(least, from + 1) / STEP) * STEP;
    body.append(...state.rows.slice(from, until).map((row, place) => line(row, from + place)));
    // Whoever watches is told again, for where the end is still in sight.
    watch.unobserve(end);
    if (body.children.length < state.rows.length) watch.observe(end);
  }

  // The chosen row comes into sight by the shortest way, in its box and on the page, also where it was not drawn yet.
  function mark() {
    const chosen = model.get("selected");
    const place = state.rows.findIndex((row) => row.key === chosen);
    if (place >= body.children.length) draw(place + 1);
    for (const tr of body.children) tr.classList.toggle("selected", tr.dataset.key === chosen);
    if (place >= 0) body.children[place].scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function pressed(event) {
    const tr = event.target.closest?.("tr[data-key]");
    event.stopPropagation();
    if (!tr) return;
    if (event.key === "ArrowDown" && !tr.nextElementSibling) draw(0);
    const next = { ArrowDown: tr.nextElementSibling, ArrowUp: tr.previousElementSibling }[event.key];
    if (next) next.focus();
    if (event.key === "Enter") choose(tr.dataset.key);
    if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) event.preventDefault();
  }

  const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && draw(0), {
    rootMargin: "600px",
  });

  search.type = "search";
  search.placeholder = model.get("search");
  search.setAttribute("aria-label", model.get("search"));
  search.addEventListener("input", () => {
    state.words = search.value;
    fill();
    tell();
  });
  if (model.get("search")) el.append(search);
  if (model.get("height")) scroll.style.maxHeight = `${model.get("height")}px`;
  tableElement.append(made("caption", "", model.get("caption")), body);
  scroll.append(tableElement, end);
  el.append(scroll, count);
  el.addEventListener("keydown", pressed);
  model.on("change:rows", () => {
    fill();
    if (state.column >= 0 || state.words) tell();
  });
  model.on("change:count", fill);
  model.on("change:selected", mark);
  head();
  fill();
  return () => watch.disconnect();
}

export default { render };
