// A square of the plane on a canvas in device pixels: what `field.js` and `plane.js` paint on.

import { h, onWidth } from "./dom.js";
import { Screen } from "./pixels.js";

const WIDTH = 300; // of the canvas where the page has not laid it out yet

/**
 * Where a field (n × n, rows from below) crosses a level: segments [x0, y0, x1, y1] in cells, the
 * middle of the first cell being 0.
 */
export function crossings(field, n, level) {
  /** @type {number[][]} */
  const found = [];
  for (let y = 0; y < n - 1; y++) {
    let i = y * n;
    let low = field[i] > level;
    let high = field[i + n] > level;
    for (let x = 0; x < n - 1; x++, i++) {
      const lowNext = field[i + 1] > level;
      const highNext = field[i + n + 1] > level;
      if (low !== lowNext || low !== high || low !== highNext) crossed(field, n, level, x, y, found); // few cells
      low = lowNext;
      high = highNext;
    }
  }
  return found;
}

/** Add the segments of one cell that a level crosses. */
function crossed(field, n, level, x, y, found) {
  const at = (x, y) => field[y * n + x] - level;
  const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
  const ends = [];
  for (let side = 0; side < 4; side++) {
    const a = corners[side];
    const b = corners[(side + 1) % 4];
    if (a > 0 === b > 0) continue;
    const share = a / (a - b);
    ends.push(
      side === 0 ? [x + share, y] : side === 1 ? [x + 1, y + share] : side === 2 ? [x + 1 - share, y + 1] : [x, y + 1 - share],
    );
  }
  for (let i = 0; i + 1 < ends.length; i += 2) found.push([...ends[i], ...ends[i + 1]]);
}

/** `spec.reach` is the distance from the middle to an edge; `spec.label` names the picture. */
export class Square {
  /** @param {Kit.Context} context @param {Kit.Spec} spec @param {string} [look] more classes @param {string} [style] */
  constructor(context, spec, look = "", style = "") {
    this.section = context.section;
    this.spec = spec;
    this.canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": spec.label });
    this.ink = this.canvas.getContext("2d");
    this.root = h(
      "figure",
      { className: `dl-term dl-plane dl-smooth ${look}`, style },
      h("span", { className: "dl-holder" }, this.canvas),
      h("figcaption", { className: "dl-caption" }, spec.label),
    );
    /** what it is repainted for @type {string[]} */
    this.keys = [];
    this.small = new Screen(document.createElement("canvas"));
    /** the colour of each of 256 levels, in the present theme @type {Uint32Array | null} */
    this.table = null;
    this.width = 0;
    this.side = 0; // of the canvas, in its own pixels
    this.unit = 0; // its pixels, if it had WIDTH of them
    this.done = false; // set by the figure once the panel has painted
    onWidth(this.canvas, (width) => {
      this.width = width;
      if (this.done) context.repaint(this);
    });
  }

  /** Paint it all; false while something is missing. */
  paint() {
    return false;
  }

  px(x) {
    return ((x + this.spec.reach) / (2 * this.spec.reach)) * this.side;
  }

  py(y) {
    return this.side - this.px(y);
  }

  resize() {
    this.width ||= this.canvas.clientWidth; // read once per size: reading it in a frame would lay the page out again
    this.side = Math.round((this.width || WIDTH) * Math.min(2, devicePixelRatio || 1));
    if (this.canvas.width !== this.side) Object.assign(this.canvas, { width: this.side, height: this.side });
    this.unit = this.side / WIDTH;
  }

  /** Put the small screen's picture on the whole square. */
  spread() {
    this.ink.imageSmoothingEnabled = true;
    this.ink.drawImage(this.small.canvas, 0, 0, this.side, this.side);
  }

  /** Add the line where a field (n × n) crosses a level to the present path. */
  outline(field, n, level) {
    const { ink, side } = this;
    const cell = side / n;
    for (const [x0, y0, x1, y1] of crossings(field, n, level)) {
      ink.moveTo((x0 + 0.5) * cell, side - (y0 + 0.5) * cell);
      ink.lineTo((x1 + 0.5) * cell, side - (y1 + 0.5) * cell);
    }
  }
}
