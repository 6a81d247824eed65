// Small pictures out of a table of bytes, at the row nearest to t: grey, or zero between two colours.

import { cellOf, h, setAttribute } from "./dom.js";
import { diverging, GREYS, Screen } from "./pixels.js";
import { setWords } from "./words.js";

/** The row whose knot is nearest to t. @param {ArrayLike<number>} knots */
export function nearest(knots, t) {
  let best = 0;
  for (let i = 1; i < knots.length; i++) if (Math.abs(knots[i] - t) < Math.abs(knots[best] - t)) best = i;
  return best;
}

/** The pictures of a table at an index along each of its first axes: bytes and shape (n, height, width). */
export function cut(table, index) {
  const shape = table.shape.slice(index.length);
  const size = shape.reduce((a, b) => a * b, 1);
  const at = index.reduce((sum, along, i) => sum * table.shape[i] + along, 0);
  return { bytes: table.subarray(at * size, (at + 1) * size), shape };
}

/** Colours of signed numbers in bytes: 0 is at 128, ±1 lies 112 from it. */
export const signedColours = () => diverging("data", "model", (byte) => Math.min(1, Math.abs(byte - 128) / 112));

/** The keys that a path names as {key}. @param {string} path */
const keysIn = (path) => path.split(".").filter((part) => part[0] === "{").map((part) => part.slice(1, -1));

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Tiles` */
export const tiles = (context, spec) => new Tiles(context, spec);

class Tiles {
  constructor({ section }, spec) {
    this.section = section;
    this.spec = spec;
    this.heads = h("div", { className: "dl-heads" });
    this.cross = h("span", { className: "dl-cross", hidden: true });
    this.parts = spec.parts.map(([path, label], i) => this.part(path, label, i === 0));
    this.root = h(
      "div",
      { className: "dl-tiles", style: `--size:${spec.size}` },
      ...this.parts.map((part) => part.root),
    );
    /** @type {Uint32Array | null} */
    this.colours = null;
    this.painted = []; // the tables and the indices that stand on the canvases
    const paths = [spec.knots, spec.above, ...spec.parts.map(([path]) => path)].filter(Boolean);
    const sources = new Set(paths.map((path) => `@${path.split(".")[0]}`));
    this.keys = [spec.t, ...spec.index, ...(spec.pick ?? []), ...paths.flatMap(keysIn), ...sources];
    if (spec.pick) this.listen();
  }

  part(path, label, first) {
    const canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": label });
    const caption = h("figcaption", { className: "dl-caption" }, label);
    const holder = h("span", { className: "dl-holder" }, canvas, ...(first ? [this.cross] : []));
    const above = first && this.spec.above ? [this.heads] : [];
    return { path, label, screen: new Screen(canvas), caption, root: h("figure", { className: "dl-term" }, ...above, holder, caption) };
  }

  listen() {
    const { section, spec } = this;
    const { canvas } = this.parts[0].screen;
    canvas.classList.add("dl-pickable");
    canvas.addEventListener("click", (event) => {
      const cell = cellOf(event, canvas, spec.cells, spec.cells);
      spec.pick.forEach((key, i) => section.set(key, cell[i]));
    });
  }

  paint() {
    const { section, spec, parts } = this;
    const knots = section.dig(spec.knots);
    if (spec.knots && !knots) return false;
    const row = knots ? nearest(knots, section.values[spec.t]) : null;
    const index = [...(knots ? [row] : []), ...spec.index.map((key) => section.values[key])];
    const tables = parts.map((part) => section.dig(part.path));
    if (!tables.every(Boolean)) return false;
    const now = [...tables, ...index];
    const same = this.colours && now.length === this.painted.length && now.every((part, i) => part === this.painted[i]);
    this.painted = now;
    this.colours ??= spec.signed ? signedColours() : GREYS;
    if (!same) this.paintParts(tables, index, knots?.[row]);
    if (!same && spec.above) this.heads.replaceChildren(...section.dig(spec.above).map((head) => h("span", {}, head)));
    if (spec.pick) this.mark();
    return true;
  }

  paintParts(tables, index, knot) {
    const { spec, colours, section } = this;
    const control = section.controls.get(spec.t);
    const symbol = control?.symbol ?? control?.label ?? spec.t;
    this.parts.forEach(({ label, screen, caption }, i) => {
      const pictures = cut(tables[i], index);
      screen.showTiles(pictures, spec.columns, colours, pictures.shape[0] > 1 ? 1 : 0);
      const text = knot === undefined ? label : `${label} at ${symbol} = ${knot}`;
      setWords(caption, text);
      setAttribute(screen.canvas, "aria-label", text);
    });
  }

  mark() {
    const { section, spec, cross } = this;
    const [top, left] = spec.pick.map((key) => (section.values[key] / spec.cells) * 100);
    cross.hidden = false;
    cross.style.cssText = `left:${left}%;top:${top}%;width:${100 / spec.cells}%;height:${100 / spec.cells}%`;
  }

  refresh() {
    this.colours = null;
    this.paint();
  }
}
