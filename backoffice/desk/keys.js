// Keys of the desk: one an act, only while the desk has the focus. None of them reaches Jupyter's command mode.

const WRITES = "input, textarea, select, [contenteditable=true]";
const PRESSES = "button, a, summary, label";

function render({ model, el }) {
  const legend = document.createElement("div");
  legend.className = "legend";
  legend.setAttribute("role", "note");
  el.append(legend);
  let desk = null;

  function show() {
    const items = model.get("acts").map(([key, label]) => {
      const item = document.createElement("span");
      const cap = document.createElement("kbd");
      cap.textContent = key;
      item.append(cap, ` ${label}`);
      return item;
    });
    legend.replaceChildren(...items);
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = event.target.closest(WRITES);
    if (writing && event.key === "Escape") desk.focus({ preventScroll: true });
    if (writing) return;
    if (event.key === "Enter" && event.target.closest(`${PRESSES}, tr`)) return;
    const known = model.get("acts").some(([key]) => key === event.key);
    if (event.key.length === 1) event.stopPropagation();
    if (!known || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ press: event.key });
  }

  function focus({ anew, letter }) {
    const lost = !document.activeElement || document.activeElement === document.body;
    if (!desk || !(lost || desk.contains(document.activeElement))) return;
    desk.focus({ preventScroll: true });
    if (anew) desk.scrollIntoView({ block: "start" });
    if (letter) setTimeout(() => desk.querySelector("iframe")?.scrollIntoView({ block: "center" }), 200);
  }

  function settle() {
    desk = el.closest(".mesa");
    if (!desk) return requestAnimationFrame(settle);
    desk.tabIndex = -1;
    desk.setAttribute("data-lm-suppress-shortcuts", "true");
    desk.addEventListener("keydown", pressed, true);
  }

  model.on("change:acts", show);
  model.on("msg:custom", (message) => message.focus && requestAnimationFrame(() => focus(message)));
  show();
  settle();
  return () => desk?.removeEventListener("keydown", pressed, true);
}

export default { render };
