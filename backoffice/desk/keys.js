// Keys of the desk: one an act, only while the desk has the focus. None of them reaches Jupyter's command mode.

const WRITES = "input, textarea, select, [contenteditable=true]";
const PRESSES = "button, a, summary, label";
const FRAMES = 60; // so long a field may take to be drawn: about a second
const MINUTE = 60_000;
const COPYING = 1_000; // the frame of a letter keeps the focus so long for a copy

function render({ model, el }) {
  const legend = document.createElement("div");
  legend.className = "legend";
  legend.setAttribute("role", "note");
  el.append(legend);
  let [desk, told, lent, letter] = [null, -MINUTE, false, null];

  function caps(keys) {
    const range = keys.length > 2 && keys.every((key) => /^\d$/.test(key));
    const shown = range ? [`${keys[0]}–${keys.at(-1)}`] : keys;
    return shown.map((key) => {
      const cap = document.createElement("kbd");
      cap.textContent = key === "Escape" ? "Esc" : key;
      return cap;
    });
  }

  function show() {
    const items = model.get("acts").map(([keys, label]) => {
      const item = document.createElement("span");
      item.append(...caps(keys.split(" ")), ` ${label}`);
      return item;
    });
    legend.replaceChildren(...items);
  }

  // Somebody is at work here: told at once, then once a minute at most.
  function alive() {
    if (performance.now() - told < MINUTE) return;
    told = performance.now();
    model.send({ alive: "yes" });
  }

  function pressed(event) {
    alive();
    lend(event);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const writing = event.target.closest(WRITES);
    if (writing && event.key === "Escape") desk.focus({ preventScroll: true });
    if (writing) return;
    if (event.key === "Enter" && event.target.closest(`${PRESSES}, tr`)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key; // Caps Lock changes nothing
    const known = model.get("acts").some(([keys]) => keys.split(" ").includes(key));
    if (event.key.length === 1) event.stopPropagation();
    if (!known || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ press: key });
  }

  function pointed() {
    alive();
    letter = null;
  }

  function clicked(event) {
    const opens = event.target.closest?.("button[data-opens]")?.dataset.opens;
    if (opens) model.send({ open: opens });
  }

  function focus({ anew, letter }) {
    const lost = !document.activeElement || document.activeElement === document.body;
    if (!desk || !(lost || desk.contains(document.activeElement))) return;
    desk.focus({ preventScroll: true });
    if (anew) desk.scrollIntoView({ block: "start" });
    if (letter) setTimeout(() => desk.querySelector("iframe")?.scrollIntoView({ block: "center" }), 200);
  }

  function lead(name, frames = FRAMES) {
    const place = desk?.querySelector(`.${CSS.escape(name)}`);
    const field = place?.matches(WRITES) ? place : place?.querySelector(WRITES);
    if (!field || field.disabled) return frames && requestAnimationFrame(() => lead(name, frames - 1));
    field.scrollIntoView({ block: "nearest" });
    field.focus({ preventScroll: true });
  }

  function sight(name) {
    desk?.querySelector(`.${CSS.escape(name)}`)?.scrollIntoView({ block: "start" });
  }

  // A click into a letter takes the focus into its frame, where no key is heard: the desk takes it back.
  function back() {
    const inside = document.activeElement;
    if (lent || inside?.tagName !== "IFRAME" || !desk?.contains(inside)) return;
    alive();
    letter = inside;
    desk.focus({ preventScroll: true });
  }

  // Control or Command after a click into a letter may copy what is selected there: its frame has the focus for a moment.
  function lend(event) {
    if (lent || !["Control", "Meta"].includes(event.key) || event.target !== desk || !letter?.isConnected) return;
    lent = true;
    letter.focus();
    setTimeout(() => {
      lent = false;
      back();
    }, COPYING);
  }

  const blurred = () => setTimeout(back);
  const heard = { keydown: pressed, click: clicked, input: alive, pointerdown: pointed, wheel: alive };

  function settle() {
    desk = el.closest(".mesa");
    if (!desk) return requestAnimationFrame(settle);
    desk.tabIndex = -1;
    desk.setAttribute("data-lm-suppress-shortcuts", "true");
    for (const [name, hears] of Object.entries(heard)) desk.addEventListener(name, hears, { capture: true, passive: name === "wheel" });
    window.addEventListener("blur", blurred);
  }

  model.on("change:acts", show);
  model.on("msg:custom", (message) => {
    if (message.focus) requestAnimationFrame(() => focus(message));
    if (message.lead) requestAnimationFrame(() => lead(message.lead));
    if (message.sight) requestAnimationFrame(() => sight(message.sight));
  });
  show();
  settle();
  return () => {
    for (const [name, hears] of Object.entries(heard)) desk?.removeEventListener(name, hears, true);
    window.removeEventListener("blur", blurred);
  };
}

export default { render };
