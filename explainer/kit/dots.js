// Points drawn by hand: sprayed with mouse, pen or finger, or set one by one with the keyboard.

import { h } from "./controls.js";
import { role } from "./roles.js";

const SIZE = 320; // of the pad's own pixels; a place is a share of its width, up and to the right
const GAP = 0.025; // between two points of a stroke
const STEP = 0.02; // of the cursor, at an arrow key

/** Where a stroke from one place to another leaves points, `gap` apart; the first place has its own already. */
export function sprayed(from, to, gap = GAP) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const count = Math.floor(Math.hypot(dx, dy) / gap + 1e-9);
  const share = count ? gap / Math.hypot(dx, dy) : 0;
  return Array.from({ length: count }, (_, i) => [from[0] + (i + 1) * share * dx, from[1] + (i + 1) * share * dy]);
}

/** Points as lines of text, each "x, y" over −1…1. */
export function written(points) {
  return points.map((place) => place.map((share) => (2 * share - 1).toFixed(4)).join(", ")).join("\n");
}

const inside = ([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1;

/** @param {import("./section.js").Section} section @param {any} spec of `kit.controls.Dots` */
export function dots(section, spec, id) {
  let points = [];
  let strokes = []; // how many points there were before each stroke, for undo
  let last = null;
  let cursor = [0.5, 0.5];
  const told = h("p", { role: "status" });
  const use = h("button", { id: `${id}-use`, type: "button", className: "dl-primary", onclick: take }, "Use the points");
  const pad = h("canvas", {
    id: `${id}-pad`,
    width: SIZE,
    height: SIZE,
    className: "dl-pad",
    tabindex: "0",
    role: "application",
    "aria-label": `${spec.label}: with mouse, pen or finger; arrow keys move, space sets a point, Backspace takes it back`,
    onkeydown: key,
    onfocus: paint,
    onblur: paint,
  });

  function paint() {
    const ink = pad.getContext("2d");
    ink.fillStyle = role("raised");
    ink.fillRect(0, 0, SIZE, SIZE);
    ink.fillStyle = role("data");
    for (const [x, y] of points) ink.fillRect(x * SIZE - 2, (1 - y) * SIZE - 2, 4, 4);
    const few = points.length < spec.fewest;
    use.disabled = few;
    told.textContent = few
      ? `${points.length} of at least ${spec.fewest} points`
      : `${points.length} points${points.length >= spec.most ? ", which is all there is room for" : ""}`;
    if (document.activeElement !== pad) return;
    ink.strokeStyle = role("accent");
    ink.lineWidth = 2;
    const [x, y] = [cursor[0] * SIZE, (1 - cursor[1]) * SIZE];
    ink.beginPath();
    ink.moveTo(x - 9, y);
    ink.lineTo(x + 9, y);
    ink.moveTo(x, y - 9);
    ink.lineTo(x, y + 9);
    ink.stroke();
  }

  function add(more) {
    points.push(...more.filter(inside).slice(0, spec.most - points.length));
    paint();
  }

  function key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (way) {
      const far = event.shiftKey ? 5 * STEP : STEP;
      cursor = cursor.map((at, i) => Math.min(1, Math.max(0, at + far * way[i])));
      paint();
    } else if (event.key === " " || event.key === "Enter") {
      strokes.push(points.length);
      add([cursor]);
    } else if (event.key === "Backspace" || event.key === "Delete") undo();
    else return;
    event.preventDefault();
  }

  function undo() {
    points = points.slice(0, strokes.pop() ?? 0);
    paint();
  }

  function clear() {
    [points, strokes] = [[], []];
    paint();
  }

  function take() {
    dialog.close();
    section.fail(spec.sets[0], "");
    section.set(spec.key, btoa(written(points)));
    section.set(spec.sets[0], spec.sets[1]);
  }

  const place = (event) => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
  };
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    last = place(event);
    strokes.push(points.length);
    add([last]);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!last) return;
    const more = sprayed(last, place(event));
    if (!more.length) return;
    last = more[more.length - 1];
    add(more);
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (last = null));

  const dialog = h(
    "dialog",
    { className: "dl-dialog", "aria-label": spec.label },
    h("p", {}, spec.help),
    pad,
    told,
    h(
      "div",
      { className: "dl-buttons" },
      use,
      h("button", { type: "button", onclick: undo }, "Undo"),
      h("button", { type: "button", onclick: clear }, "Clear"),
      h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
    ),
  );
  const open = () => {
    dialog.showModal();
    pad.focus();
    paint();
  };
  const native = h("button", { id, type: "button", onclick: open }, spec.label);
  return { native, extra: [dialog], show: () => {} };
}
