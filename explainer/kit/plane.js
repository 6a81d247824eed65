// The plane: a field as a shade, its ½ line, two clouds with different marks, arrows, a warped grid.

import { diverging } from "./pixels.js";
import { role } from "./roles.js";
import { Square } from "./square.js";

const SHADE = 0.62; // how much of a role's colour the field has at 0 and at 1

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Plane` */
export const plane = (context, spec) => new Plane(context, spec);

class Plane extends Square {
  constructor(context, spec) {
    super(context, spec);
    this.keys = [...spec.sources.map((name) => `@${name}`), ...Object.values(spec.shows), spec.waits];
    this.still = document.createElement("canvas"); // the real points, which are the same in every frame
    this.stillReal = null; // the points that are drawn there
  }

  /** Whether the visitor wants to see a layer. */
  shows(layer) {
    const { section, spec } = this;
    return !(layer in spec.shows) || section.values[spec.shows[layer]];
  }

  /** @override */
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

  /** The field (n × n, in bytes or from 0 to 1) as a shade, and where it is ½. */
  paintField(field) {
    const { spec, ink, small } = this;
    const n = field.shape[0];
    const bytes = field instanceof Uint8Array;
    if (this.shows("field")) {
      this.table ??= diverging(spec.low, spec.high, (level) => (SHADE * Math.abs(level - 127.5)) / 127.5);
      small.showField(field, n, this.table, bytes ? 1 : 255);
      this.spread();
    }
    if (!this.shows("half")) return;
    ink.strokeStyle = role("text");
    ink.lineWidth = 1.6 * this.unit;
    ink.beginPath();
    this.outline(field, n, bytes ? 127.5 : 0.5);
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
