// The field: a density as a shade with contours, clouds of points, arrows and lines, at one value.
//
// Python supplied each table at some knots of the value; what lies between is blended here, and nothing asked.

import { rgb } from "./pixels.js";
import { role } from "./roles.js";
import { Square } from "./square.js";

const SHADE = 0.75; // how much of the role's colour the densest place has

/** The knots round a value, and how far it is from the first to the second. @returns {[number, number, number]} */
export function around(knots, value) {
  const last = knots.length - 1;
  let low = 0;
  while (low < last - 1 && knots[low + 1] <= value) low++;
  const high = Math.min(last, low + 1);
  const gap = knots[high] - knots[low];
  const share = gap ? (value - knots[low]) / gap : 0;
  return [low, high, Math.max(0, Math.min(1, share))];
}

/** A table's row (of `size` numbers) between two knots, into `out`. */
export function mixed(table, size, [low, high, share], out) {
  const a = low * size;
  const b = high * size;
  for (let i = 0; i < size; i++) out[i] = table[a + i] + share * (table[b + i] - table[a + i]);
  return out;
}

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Field` */
export const field = (context, spec) => new Field(context, spec);

class Field extends Square {
  constructor(context, spec) {
    super(context, spec, "dl-field", `--size:${spec.size}`);
    this.keys = [...spec.keys, ...spec.sources.map((name) => `@${name}`)];
    /** rows that are blended anew in each frame, by what they hold @type {Map<string, Float32Array>} */
    this.rows = new Map();
  }

  /** Whether a layer with this key is to be seen. */
  shown(key, when = null) {
    const { values } = this.section;
    return (!key || values[key] !== false) && (!when || values[when[0]] === when[1]);
  }

  /** A row that lives from frame to frame. @param {string} name @param {number} size */
  row(name, size) {
    if (this.rows.get(name)?.length !== size) this.rows.set(name, new Float32Array(size));
    return this.rows.get(name);
  }

  /** @override */
  paint() {
    const { section, spec, ink } = this;
    const knots = section.dig(spec.knots);
    if (!knots) return false;
    this.resize();
    const at = section.values[spec.at];
    const place = around(knots, at);
    ink.fillStyle = role("ground");
    ink.fillRect(0, 0, this.side, this.side);
    const shade = section.dig(spec.shade);
    if (shade && this.shown(spec.show_shade)) this.paintShade(shade, place);
    for (const [i, cloud] of spec.clouds.entries()) this.paintCloud(cloud, i, at, place);
    const arrows = section.dig(spec.arrows);
    if (arrows && this.shown(spec.show_arrows)) this.paintArrows(section.dig(spec.anchors), arrows, place);
    return true;
  }

  /** The shades from the ground to the role's colour. */
  shades() {
    const ground = rgb("ground");
    const full = rgb(this.spec.color);
    return Uint32Array.from({ length: 256 }, (_, byte) => {
      const [r, g, b] = ground.map((from, i) => Math.round(from + ((SHADE * byte) / 255) * (full[i] - from)));
      return 0xff000000 | (b << 16) | (g << 8) | r;
    });
  }

  paintShade(shade, place) {
    const { ink, small, spec, unit } = this;
    const n = shade.shape[1];
    const now = mixed(shade, n * n, place, this.row("shade", n * n));
    this.table ??= this.shades();
    small.showField(now, n, this.table);
    this.spread();
    ink.strokeStyle = role("text");
    ink.globalAlpha = 0.55;
    ink.lineWidth = 0.8 * unit;
    ink.beginPath();
    for (const level of spec.levels) this.outline(now, n, level);
    ink.stroke();
    ink.globalAlpha = 1;
  }

  /** A cloud's points now, or undefined while an answer is missing or belongs to other data. */
  now(cloud, name, at, place) {
    const { section, spec } = this;
    const points = section.dig(cloud.points);
    if (!points) return undefined;
    if (points.shape.length === 3) {
      const size = points.shape[1] * 2;
      return mixed(points, size, place, this.row(name, size));
    }
    if (!cloud.noise) return points;
    const noise = section.dig(cloud.noise);
    const signal = section.dig(spec.signal)?.[at];
    const sigma = section.dig(spec.sigma)?.[at];
    if (signal === undefined || sigma === undefined || noise?.length !== points.length) return undefined;
    const out = this.row(name, points.length);
    for (let i = 0; i < out.length; i++) out[i] = signal * points[i] + sigma * noise[i];
    return out;
  }

  paintCloud(cloud, i, at, place) {
    if (!this.shown(cloud.show, cloud.when)) return;
    const points = this.now(cloud, `cloud ${i}`, at, place);
    if (!points) return;
    const lines = this.section.dig(cloud.lines);
    if (lines && this.shown(cloud.show_lines)) this.paintLines(points, lines, `lines ${i}`, place);
    const { ink, unit } = this;
    const size = cloud.size * unit;
    ink.fillStyle = role(cloud.color);
    // rectangles one by one: a path of thousands takes far longer to fill
    for (let k = 0; k < points.length; k += 2) {
      const x = this.px(points[k]);
      const y = this.py(points[k + 1]);
      if (cloud.mark === "cross") {
        ink.fillRect(x - size, y - size / 4, 2 * size, size / 2);
        ink.fillRect(x - size / 4, y - size, size / 2, 2 * size);
      } else ink.fillRect(x - size / 2, y - size / 2, size, size);
    }
  }

  paintLines(points, lines, name, place) {
    const { ink, unit } = this;
    const size = lines.shape[1] * 2;
    const ends = mixed(lines, size, place, this.row(name, size));
    ink.strokeStyle = role("right");
    ink.lineWidth = 0.9 * unit;
    ink.globalAlpha = 0.8;
    ink.beginPath();
    for (let k = 0; k < Math.min(size, points.length); k += 2) {
      ink.moveTo(this.px(points[k]), this.py(points[k + 1]));
      ink.lineTo(this.px(ends[k]), this.py(ends[k + 1]));
    }
    ink.stroke();
    ink.globalAlpha = 1;
  }

  paintArrows(anchors, arrows, place) {
    const { ink, unit } = this;
    const now = mixed(arrows, anchors.length, place, this.row("arrows", anchors.length));
    ink.strokeStyle = ink.fillStyle = role("text");
    ink.lineWidth = 1.1 * unit;
    ink.globalAlpha = 0.9;
    ink.beginPath();
    for (let i = 0; i < anchors.length; i += 2) {
      const [x, y] = [this.px(anchors[i]), this.py(anchors[i + 1])];
      const [dx, dy] = [this.px(anchors[i] + now[i]) - x, this.py(anchors[i + 1] + now[i + 1]) - y];
      ink.moveTo(x, y);
      ink.lineTo(x + dx, y + dy);
      ink.lineTo(x + 0.68 * dx - 0.18 * dy, y + 0.68 * dy + 0.18 * dx);
      ink.moveTo(x + dx, y + dy);
      ink.lineTo(x + 0.68 * dx + 0.18 * dy, y + 0.68 * dy - 0.18 * dx);
    }
    ink.stroke();
    ink.globalAlpha = 1;
  }

  refresh() {
    this.table = null;
    this.paint();
  }
}
