// A curve drawn by hand, written as text into another control: heights over evenly spaced points.

import { ARROWS, h, onDrag, shareOf } from "./dom.js";
import { button, padDialog } from "./pad.js";
import { role } from "./roles.js";

const WIDTH = 560;
const HEIGHT = 240;
const STEP = 0.05; // of the height, per arrow key

/**
 * The heights after a straight stroke from one position on the pad to the next.
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

/** @type {import("./controls.js").Maker} of `kit.controls.Sketch` */
export const sketch = (section, spec, id) => new Sketch(section, spec, id);

class Sketch {
  /** @param {import("./section.js").Section} section @param {Kit.Control} spec @param {string} id */
  constructor(section, spec, id) {
    this.section = section;
    this.spec = spec;
    this.at = Math.floor(spec.points / 2); // where the arrow keys stand
    /** @type {number[]} */
    this.heights = new Array(spec.points).fill(0);
    this.last = null;
    this.pad = h("canvas", {
      width: WIDTH,
      height: HEIGHT,
      className: "dl-pad dl-sketch-pad",
      tabindex: "0",
      role: "application",
      "aria-label": `${spec.label}: draw with mouse, pen or finger, or with the arrow keys`,
      onkeydown: (event) => this.key(event),
      onfocus: () => this.paint(),
      onblur: () => this.paint(),
    });
    onDrag(this.pad, {
      press: (event) => {
        this.last = null;
        this.stroke(event);
      },
      move: (event) => this.stroke(event),
    });
    const use = h("button", { type: "button", className: "dl-primary", onclick: () => this.take() }, "Use the drawing");
    const ends = h("p", { className: "dl-ends" }, h("span", {}, `x = ${spec.low}`), h("span", {}, `${spec.high}`));
    const { dialog, native } = padDialog(spec, id, {
      content: [this.pad, ends],
      buttons: [use, button("Clear", () => this.clear())],
      open: () => this.paint(),
    });
    this.dialog = dialog;
    this.native = native;
    this.extra = [dialog];
  }

  show = () => {};

  paint() {
    const { heights, pad } = this;
    const ink = pad.getContext("2d");
    const x = (i) => (i * WIDTH) / (heights.length - 1);
    ink.fillStyle = role("raised");
    ink.fillRect(0, 0, WIDTH, HEIGHT);
    ink.beginPath();
    ink.moveTo(0, HEIGHT);
    heights.forEach((y, i) => ink.lineTo(x(i), HEIGHT * (1 - y)));
    ink.lineTo(WIDTH, HEIGHT);
    ink.fillStyle = role(this.spec.color);
    ink.fill();
    if (document.activeElement !== pad) return;
    ink.fillStyle = role("accent");
    ink.fillRect(x(this.at) - 1, 0, 2, HEIGHT);
  }

  key(event) {
    const direction = ARROWS[event.key];
    if (!direction) return;
    const [right, up] = direction;
    event.preventDefault();
    this.at = Math.min(this.spec.points - 1, Math.max(0, this.at + right));
    this.heights[this.at] = Math.min(1, Math.max(0, this.heights[this.at] + STEP * up));
    this.paint();
  }

  stroke(event) {
    const [x, y] = shareOf(event, this.pad);
    /** @type {[number, number]} */
    const next = [x, 1 - y];
    this.heights = stroked(this.heights, this.last ?? next, next);
    this.last = next;
    this.paint();
  }

  take() {
    const { section, spec } = this;
    const points = pointsOf(this.heights, spec.low, spec.high);
    if (points) section.set(spec.sets, spec.template.replace("{points}", points));
    this.dialog.close();
  }

  clear() {
    this.heights = this.heights.map(() => 0);
    this.paint();
  }
}
