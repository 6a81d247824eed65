// An atlas: pictures at the nodes of a grid, blended at a point between them in the next frame.

import { signed } from "./check.js";
import { h, setAttribute } from "./dom.js";
import { setWords } from "./words.js";
import { Screen } from "./pixels.js";

/** @typedef {{xs: ArrayLike<number>, ys: ArrayLike<number>, pictures: Uint8Array, side: number}} Atlas */

/** "0.5,-1.2" → [0.5, -1.2]; null where it is no pair. */
export function pairOf(text) {
  const parts = String(text ?? "").split(",").map(Number);
  return parts.length === 2 && parts.every(Number.isFinite) ? parts : null;
}

/** A pair as a value of the section: three decimals at most. */
export function pairText([x, y]) {
  return `${Number(x.toFixed(3))},${Number(y.toFixed(3))}`;
}

/** A pair for people to read: "(0.50, −1.20)". */
export const pairRead = (pair) => pair.map((number) => signed(number.toFixed(2))).join(", ");

/** A pair of shares of the half width, −1 … 1, as a point between the corners `low` and `high`. */
export const fromShares = (shares, low, high) =>
  shares.map((share, k) => (low[k] + high[k]) / 2 + (share * (high[k] - low[k])) / 2);

/** The inverse of `fromShares`. */
export const toShares = (point, low, high) => point.map((at, k) => (2 * at - low[k] - high[k]) / (high[k] - low[k]));

/** The interval of a rising axis that holds a number, and the number's share of it; beyond the ends, the end. */
export function between(axis, at) {
  let low = 0;
  let high = axis.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (axis[middle] <= at) low = middle;
    else high = middle;
  }
  return [low, Math.min(1, Math.max(0, (at - axis[low]) / (axis[low + 1] - axis[low])))];
}

/**
 * The picture at (x, y) into `out`, grey levels 0 … 255.
 * @param {Float32Array} out @param {Atlas} atlas @param {number} x @param {number} y
 */
export function blend(out, { xs, ys, pictures }, x, y) {
  const size = out.length;
  const [i, a] = between(xs, x);
  const [j, b] = between(ys, y);
  const node = (row, column) => (row * xs.length + column) * size;
  const [p, q, r, s] = [node(j, i), node(j, i + 1), node(j + 1, i), node(j + 1, i + 1)];
  for (let k = 0; k < size; k++) {
    const low = pictures[p + k] + a * (pictures[q + k] - pictures[p + k]);
    const high = pictures[r + k] + a * (pictures[s + k] - pictures[r + k]);
    out[k] = low + b * (high - low);
  }
}

/** Bytes of a zlib stream. @param {Uint8Array<ArrayBuffer>} bytes */
export async function inflate(bytes) {
  const flow = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(flow).arrayBuffer());
}

/** Differences to the left neighbour summed, in place: rows of `columns` pictures of `size` bytes. */
function summed(steps, columns, size) {
  const row = columns * size;
  for (let from = 0; from < steps.length; from += row) {
    for (let k = from + size; k < from + row; k++) steps[k] += steps[k - size];
  }
  return steps;
}

/** Atlases that are open or being opened, by the answer that brought them. @type {WeakMap<any, {atlas: Atlas | null, waiting: Set<() => void>}>} */
const open = new WeakMap();

/** The atlas of an answer. Null until its bytes are inflated; then `ready` is called. Its pictures are square. */
export function opened(answer, ready) {
  if (!answer) return null;
  if (!open.has(answer)) {
    const entry = { atlas: null, waiting: new Set() };
    open.set(answer, entry);
    inflate(answer.deflated).then((bytes) => {
      const { xs, ys } = answer;
      const size = bytes.length / (xs.length * ys.length);
      entry.atlas = { xs, ys, pictures: summed(bytes, xs.length, size), side: Math.sqrt(size) };
      for (const call of entry.waiting) call();
      entry.waiting.clear();
    });
  }
  const entry = open.get(answer);
  if (!entry.atlas) entry.waiting.add(ready);
  return entry.atlas;
}

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Decoded` */
export const decoded = (context, spec) => new Decoded(context, spec);

class Decoded {
  constructor(context, spec) {
    this.context = context;
    this.section = context.section;
    this.spec = spec;
    const canvas = h("canvas", { id: spec.canvas ?? undefined, className: "dl-screen", role: "img", "aria-label": spec.label, width: 1, height: 1 });
    this.screen = new Screen(canvas);
    this.caption = h("figcaption", { className: "dl-caption" }, spec.label);
    this.sentence = h("p", { className: "dl-said" });
    this.root = h(
      "figure",
      { className: "dl-term dl-decoded", style: `--size:${spec.size}` },
      h("span", { className: "dl-holder" }, canvas),
      this.caption,
      ...(spec.exact ? [this.sentence] : []),
    );
    this.levels = new Float32Array(0);
    const sources = [spec.atlas, spec.exact, spec.along?.[0].split(".")[0]].filter(Boolean);
    this.keys = [spec.at, spec.along?.[1], ...sources.map((name) => `@${name}`)].filter(Boolean);
    /** @type {Record<string, string>} */
    this.data = {};
    this.again = () => context.repaint(this);
  }

  /** The point under the hand, in the atlas' own units. @param {Atlas} atlas */
  point({ xs, ys }) {
    const { section, spec } = this;
    if (spec.along) {
      const [path, key] = spec.along;
      const way = section.dig(path);
      const row = Math.min(section.values[key], way ? way.length / 2 - 1 : 0);
      return way && [way[2 * row], way[2 * row + 1]];
    }
    const pair = pairOf(section.values[spec.at]);
    if (!pair || !spec.unit) return pair;
    return fromShares(pair, [xs[0], ys[0]], [xs[xs.length - 1], ys[ys.length - 1]]);
  }

  paint() {
    const { section, spec, screen } = this;
    const atlas = opened(section.answer(spec.atlas), this.again);
    const point = atlas && this.point(atlas);
    if (!point) return false;
    const exact = spec.exact && section.answer(spec.exact);
    const known = exact && exact.place === section.values[spec.at] && exact.of === section.answer(spec.atlas).of;
    const { side } = atlas;
    if (this.levels.length !== side * side) this.levels = new Float32Array(side * side);
    blend(this.levels, atlas, point[0], point[1]);
    screen.showGrey(known ? exact.pixels : this.levels, side, side);
    if (spec.exact) this.data = { shown: known ? "network" : "blend" };
    const text = `${spec.label} at (${pairRead(point)})`;
    setWords(this.caption, text);
    setWords(this.sentence, known ? exact.said : "blended from the atlas in the page");
    setAttribute(screen.canvas, "aria-label", text);
    return true;
  }
}
