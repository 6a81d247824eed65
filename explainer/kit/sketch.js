// A curve drawn by hand, written as text into another control: heights over evenly spaced places.

import { h } from "./controls.js";
import { role } from "./roles.js";

/**
 * The heights after a stroke from one place of the pad to the next; between two the line is straight.
 * @param {number[]} heights @param {[number, number]} from @param {[number, number]} to each (share of the width, height)
 */
export function stroked(heights, from, to) {
  const last = heights.length - 1;
  const [a, b] = from[0] <= to[0] ? [from, to] : [to, from];
  return heights.map((height, i) => {
    const x = i / last;
    const near = Math.abs(x - to[0]) <= 0.5 / last;
    if (!near && (x < a[0] || x > b[0])) return height;
    const share = b[0] > a[0] ? Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0]))) : 1;
    return Math.min(1, Math.max(0, a[1] + share * (b[1] - a[1])));
  });
}

/** The points of a drawing as text: what is 0 beyond its ends is left out; "" if nothing is drawn. */
export function pointsOf(heights, low, high) {
  const rounded = heights.map((height) => Number(height.toFixed(3)));
  const first = rounded.findIndex((height) => height > 0);
  if (first < 0) return "";
  const last = rounded.findLastIndex((height) => height > 0);
  const at = (i) => Number((low + ((high - low) * i) / (heights.length - 1)).toPrecision(6));
  return rounded
    .map((height, i) => (i < first - 1 || i > last + 1 ? "" : `[${at(i)}, ${height}]`))
    .filter(Boolean)
    .join(", ");
}

/** @param {import("./section.js").Section} section @param {any} spec of `kit.controls.Sketch` */
export function sketch(section, spec, id) {
  const width = 560;
  const height = 240;
  const pad = h("canvas", {
    width,
    height,
    className: "dl-pad dl-sketch-pad",
    tabindex: "0",
    role: "application",
    "aria-label": `${spec.label}: draw with mouse, pen or finger, or with the arrow keys`,
    onkeydown: (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] }[event.key];
      if (!way) return;
      event.preventDefault();
      at = Math.min(spec.points - 1, Math.max(0, at + way[0]));
      heights[at] = Math.min(1, Math.max(0, heights[at] + way[1]));
      paint();
    },
    onfocus: () => paint(),
    onblur: () => paint(),
  });
  let at = Math.floor(spec.points / 2); // where the arrow keys stand
  let heights = new Array(spec.points).fill(0);
  let last = null;
  const paint = () => {
    const ink = pad.getContext("2d");
    ink.fillStyle = role("raised");
    ink.fillRect(0, 0, width, height);
    ink.beginPath();
    ink.moveTo(0, height);
    heights.forEach((y, i) => ink.lineTo((i * width) / (heights.length - 1), height * (1 - y)));
    ink.lineTo(width, height);
    ink.fillStyle = role(spec.color);
    ink.fill();
    if (document.activeElement !== pad) return;
    ink.fillStyle = role("accent");
    ink.fillRect((at * width) / (heights.length - 1) - 1, 0, 2, height);
  };
  const place = (event) => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
  };
  const stroke = (event) => {
    const next = place(event);
    heights = stroked(heights, last ?? next, next);
    last = next;
    paint();
  };
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    last = null;
    stroke(event);
  });
  pad.addEventListener("pointermove", (event) => last && stroke(event));
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (last = null));
  const use = () => {
    const points = pointsOf(heights, spec.low, spec.high);
    if (points) section.set(spec.sets, spec.template.replace("{points}", points));
    dialog.close();
  };
  const clear = () => {
    heights = heights.map(() => 0);
    paint();
  };
  const dialog = h(
    "dialog",
    { className: "dl-dialog", "aria-label": spec.label },
    h("p", {}, spec.help),
    pad,
    h("p", { className: "dl-ends" }, h("span", {}, `x = ${spec.low}`), h("span", {}, `${spec.high}`)),
    h(
      "div",
      { className: "dl-buttons" },
      h("button", { type: "button", className: "dl-primary", onclick: use }, "Use the drawing"),
      h("button", { type: "button", onclick: clear }, "Clear"),
      h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
    ),
  );
  const open = () => {
    paint();
    dialog.showModal();
  };
  const native = h("button", { id, type: "button", onclick: open }, spec.label);
  return { native, extra: [dialog], show: () => {} };
}
