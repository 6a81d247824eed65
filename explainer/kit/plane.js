// The plane: a field as a shade, its ½ line, two clouds with different marks, arrows, a warped grid.

import { h } from "./dom.js";
import { diverging, Screen } from "./pixels.js";
import { role } from "./roles.js";

const SHADE = 0.62; // how much of a role's colour the field has at 0 and at 1
const WIDTH = 300; // of the canvas where the page has not laid it out yet

/**
 * Where a field (n × n, rows from below) crosses a level: segments [x0, y0, x1, y1] in cells, the
 * middle of the first cell being 0.
 */
export function crossings(field, n, level) {
  const found = [];
  const at = (x, y) => field[y * n + x] - level;
  const above = (i) => field[i] > level;
  for (let y = 0; y < n - 1; y++) {
    for (let x = 0, i = y * n; x < n - 1; x++, i++) {
      const first = above(i);
      if (first === above(i + 1) && first === above(i + n) && first === above(i + n + 1)) continue; // most cells
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
  }
  return found;
}

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Plane` */
export const plane = (context, spec) => new Plane(context, spec);

class Plane {
  constructor(context, spec) {
    this.section = context.section;
    this.spec = spec;
    this.canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": spec.label });
    this.ink = this.canvas.getContext("2d");
    this.root = h(
      "figure",
      { className: "dl-term dl-plane dl-smooth" },
      h("span", { className: "dl-holder" }, this.canvas),
      h("figcaption", { className: "dl-caption" }, spec.label),
    );
    this.keys = [...spec.sources.map((name) => `@${name}`), ...Object.values(spec.shows), spec.waits];
    this.small = new Screen(document.createElement("canvas"));
    this.still = document.createElement("canvas"); // the real points, which are the same in every frame
    this.stillReal = null; // the points that are drawn there
    /** the shade of each of 256 levels, in the present theme @type {Uint32Array | null} */
    this.table = null;
    this.width = 0;
    this.side = 0; // of the canvas, in its own pixels
    this.unit = 0; // its pixels, if the plane had WIDTH of them
    this.done = false; // set by the figure once the panel has painted
    const resized = new ResizeObserver(() => {
      this.width = this.canvas.clientWidth;
      if (this.done) context.repaint(this);
    });
    resized.observe(this.canvas);
  }

  px(x) {
    return ((x + this.spec.reach) / (2 * this.spec.reach)) * this.side;
  }

  py(y) {
    return this.side - this.px(y);
  }

  /** Whether the visitor wants to see a layer. */
  shows(layer) {
    const { section, spec } = this;
    return !(layer in spec.shows) || section.values[spec.shows[layer]];
  }

  paint() {
    const { section, spec, ink } = this;
    const points = section.dig(spec.points);
    const real = section.dig(spec.real);
    if (!points || !real || section.values[spec.waits] === "loading") return false;
    this.resize();
    ink.fillStyle = role("ground");
    ink.fillRect(0, 0, this.side, this.side);
    const field = section.dig(spec.field);
    if (field) this.paintField(field);
    const grid = section.dig(spec.grid);
    if (grid && this.shows("grid")) this.paintGrid(grid);
    if (this.shows("real")) this.paintReal(real);
    const arrows = section.dig(spec.arrows);
    if (arrows && this.shows("arrows")) this.paintArrows(points, arrows);
    if (this.shows("points")) this.paintPoints(points);
    return true;
  }

  resize() {
    this.width ||= this.canvas.clientWidth; // read once per size: reading it in a frame would lay the page out again
    this.side = Math.round((this.width || WIDTH) * Math.min(2, devicePixelRatio || 1));
    if (this.canvas.width !== this.side) Object.assign(this.canvas, { width: this.side, height: this.side });
    this.unit = this.side / WIDTH;
  }

  /** The field (n × n, in bytes or from 0 to 1) as a shade, and where it is ½. */
  paintField(field) {
    const { spec, ink, small, side } = this;
    const n = field.shape[0];
    const bytes = field instanceof Uint8Array;
    if (this.shows("field")) {
      this.table ??= diverging(spec.low, spec.high, (level) => (SHADE * Math.abs(level - 127.5)) / 127.5);
      small.showField(field, n, this.table, bytes ? 1 : 255);
      ink.imageSmoothingEnabled = true;
      ink.drawImage(small.canvas, 0, 0, side, side);
    }
    if (this.shows("half")) this.paintHalf(crossings(field, n, bytes ? 127.5 : 0.5), side / n);
  }

  paintHalf(segments, cell) {
    const { ink, side, unit } = this;
    ink.strokeStyle = role("text");
    ink.lineWidth = 1.6 * unit;
    ink.beginPath();
    for (const [x0, y0, x1, y1] of segments) {
      ink.moveTo((x0 + 0.5) * cell, side - (y0 + 0.5) * cell);
      ink.lineTo((x1 + 0.5) * cell, side - (y1 + 0.5) * cell);
    }
    ink.stroke();
  }

  paintGrid(grid) {
    const { ink, unit } = this;
    const [a, b] = grid.shape.length === 3 ? grid.shape : [1, grid.shape[0]];
    ink.strokeStyle = role(this.spec.low);
    ink.globalAlpha = 0.55;
    ink.lineWidth = 0.8 * unit;
    ink.beginPath();
    for (let i = 0; i < a; i++) this.gridLine(grid, b, i * b, 1);
    if (a > 1) for (let k = 0; k < b; k++) this.gridLine(grid, a, k, b);
    ink.stroke();
    ink.globalAlpha = 1;
  }

  /** The line through every `step`-th of the grid's points from the `first` on. */
  gridLine(grid, count, first, step) {
    const { ink } = this;
    for (let i = 0; i < count; i++) {
      const at = 2 * (first + i * step);
      const x = this.px(grid[at]);
      const y = this.py(grid[at + 1]);
      if (i) ink.lineTo(x, y);
      else ink.moveTo(x, y);
    }
  }

  /** The real points as circles, drawn once per size and theme. */
  paintReal(real) {
    const { ink, still, side, unit } = this;
    if (this.stillReal !== real || still.width !== side) {
      Object.assign(still, { width: side, height: side });
      const pen = still.getContext("2d");
      pen.strokeStyle = role(this.spec.high);
      pen.lineWidth = 1.2 * unit;
      pen.beginPath();
      for (let i = 0; i < real.length; i += 2) {
        const [x, y] = [this.px(real[i]), this.py(real[i + 1])];
        pen.moveTo(x + 2.6 * unit, y);
        pen.arc(x, y, 2.6 * unit, 0, 2 * Math.PI);
      }
      pen.stroke();
      this.stillReal = real;
    }
    ink.drawImage(still, 0, 0);
  }

  paintArrows(points, arrows) {
    const { ink, unit } = this;
    ink.strokeStyle = role("text");
    ink.lineWidth = 0.9 * unit;
    ink.globalAlpha = 0.75;
    ink.beginPath();
    for (let i = 0; i < points.length; i += 2) {
      ink.moveTo(this.px(points[i]), this.py(points[i + 1]));
      ink.lineTo(this.px(points[i] + arrows[i]), this.py(points[i + 1] + arrows[i + 1]));
    }
    ink.stroke();
    ink.globalAlpha = 1;
  }

  /** The made points as squares. */
  paintPoints(points) {
    const { ink, unit } = this;
    const size = 3.6 * unit;
    ink.fillStyle = role(this.spec.low);
    ink.beginPath();
    for (let i = 0; i < points.length; i += 2) {
      ink.rect(this.px(points[i]) - size / 2, this.py(points[i + 1]) - size / 2, size, size);
    }
    ink.fill();
  }

  refresh() {
    this.table = this.stillReal = null;
    this.paint();
  }
}
