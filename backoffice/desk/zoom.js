// A picture of the case, large over the page: bigger and smaller, moved by dragging, away with Escape or a click beside.

const STEP = 1.25;
const [LEAST, MOST] = [0.1, 8];

function made(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  if (text) element.textContent = text;
  return element;
}

function button(label, said, pressed) {
  const one = made("button", "", label);
  one.type = "button";
  one.setAttribute("aria-label", said);
  one.addEventListener("click", pressed);
  return one;
}

function large(picture) {
  const dialog = made("dialog", "mesa-zoom");
  const [bar, name] = [made("div", "bar"), made("span", "", picture.alt)];
  const [field, image] = [made("div", "field"), made("img", "")];
  let [scale, held] = [1, null];

  function show(wanted, at) {
    const before = scale;
    scale = Math.min(MOST, Math.max(LEAST, wanted));
    const place = at ?? { x: field.clientWidth / 2, y: field.clientHeight / 2 };
    const [left, top] = [field.scrollLeft + place.x, field.scrollTop + place.y];
    image.style.width = `${Math.round(image.naturalWidth * scale)}px`;
    field.scrollTo(left * (scale / before) - place.x, top * (scale / before) - place.y);
    dialog.dataset.scale = scale.toFixed(3);
  }

  const whole = () => show(Math.min(1, field.clientWidth / image.naturalWidth, field.clientHeight / image.naturalHeight));
  const acts = { "+": () => show(scale * STEP), "-": () => show(scale / STEP), 0: whole };

  function pressed(event) {
    event.stopPropagation(); // neither the desk nor Jupyter hears a key while a picture is open
    const act = acts[event.key === "=" ? "+" : event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  }

  function moved(event) {
    if (!held) return;
    field.scrollTo(held.left - event.clientX, held.top - event.clientY);
    held.moved ||= Math.abs(event.clientX - held.x) + Math.abs(event.clientY - held.y) > 4;
  }

  image.src = picture.src;
  image.alt = picture.alt;
  image.draggable = false;
  bar.append(name, button("+", "Más grande", acts["+"]), button("−", "Más chica", acts["-"]), button("Completa", "Completa", whole));
  bar.append(button("Cerrar", "Cerrar", () => dialog.close()));
  field.append(image);
  field.tabIndex = 0;
  dialog.append(bar, field);
  dialog.setAttribute("aria-label", picture.alt);
  dialog.setAttribute("data-lm-suppress-shortcuts", "true");
  dialog.addEventListener("keydown", pressed);
  dialog.addEventListener("keyup", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  field.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = field.getBoundingClientRect();
    show(event.deltaY < 0 ? scale * STEP : scale / STEP, { x: event.clientX - box.left, y: event.clientY - box.top });
  });
  field.addEventListener("pointerdown", (event) => {
    const [x, y] = [event.clientX, event.clientY];
    held = { x, y, left: field.scrollLeft + x, top: field.scrollTop + y, moved: false };
  });
  field.addEventListener("pointermove", moved);
  field.addEventListener("pointerleave", () => (held = null));
  field.addEventListener("click", () => {
    const dragged = held?.moved;
    held = null;
    if (!dragged) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal(); // the page behind is inert, and when it closes the focus goes back to where it was
  field.focus();
  image.decode().then(whole, () => {});
}

function render({ el }) {
  let desk = null;
  const opened = (event) => {
    const chosen = event.target.closest?.("button.zoomed");
    if (!chosen) return;
    chosen.focus();
    large(chosen.querySelector("img"));
  };
  function settle() {
    desk = el.closest(".mesa");
    if (!desk) return requestAnimationFrame(settle);
    desk.addEventListener("click", opened);
  }
  settle();
  return () => desk?.removeEventListener("click", opened);
}

export default { render };
