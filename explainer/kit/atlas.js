// An atlas: pictures at the nodes of a grid, blended at a place between them in the next frame.

import { signed } from "./check.js";
import { h } from "./controls.js";

/** "0.5,-1.2" → [0.5, -1.2]; null where it is no pair. */
export function pairOf(text) {
  const parts = String(text ?? "").split(",").map(Number);
  return parts.length === 2 && parts.every(Number.isFinite) ? parts : null;
}

/** A pair as it is kept: three decimals, no more. */
export function pairText([x, y]) {
  return `${Number(x.toFixed(3))},${Number(y.toFixed(3))}`;
}

/** The interval of a rising axis that holds a place, and the place's share of it; the ends are held. */
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

/** The picture at (x, y) into `out`, grey levels 0 … 255. @param {{xs: any, ys: any, pictures: Uint8Array}} atlas */
export function blend(out, { xs, ys, pictures }, x, y) {
  const size = out.length;
  const [i, a] = between(xs, x);
  const [j, b] = between(ys, y);
  const at = (row, column) => (row * xs.length + column) * size;
  const [p, q, r, s] = [at(j, i), at(j, i + 1), at(j + 1, i), at(j + 1, i + 1)];
  for (let k = 0; k < size; k++) {
    const low = pictures[p + k] + a * (pictures[q + k] - pictures[p + k]);
    const high = pictures[r + k] + a * (pictures[s + k] - pictures[r + k]);
    out[k] = low + b * (high - low);
  }
}

/** Bytes of a zlib stream. @param {Uint8Array} bytes */
export async function inflate(bytes) {
  const flow = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(flow).arrayBuffer());
}

/** Differences to the left neighbour summed up, in place: rows of `columns` pictures of `size` bytes. */
export function summed(steps, columns, size) {
  const row = columns * size;
  for (let from = 0; from < steps.length; from += row) {
    for (let k = from + size; k < from + row; k++) steps[k] += steps[k - size];
  }
  return steps;
}

/** Atlases that are open or being opened, by the answer that brought them. @type {WeakMap<any, any>} */
const open = new WeakMap();
const SIZE = 28 * 28;

/** The atlas of an answer once its bytes are there: null until then, and `ready` is told. */
export function opened(answer, ready) {
  if (!answer) return null;
  if (!open.has(answer)) {
    const entry = { atlas: null, waiting: new Set() };
    open.set(answer, entry);
    inflate(answer.deflated).then((bytes) => {
      entry.atlas = { xs: answer.xs, ys: answer.ys, pictures: summed(bytes, answer.xs.length, SIZE) };
      for (const tell of entry.waiting) tell();
      entry.waiting.clear();
    });
  }
  const entry = open.get(answer);
  if (!entry.atlas) entry.waiting.add(ready);
  return entry.atlas;
}

/** Grey levels into a canvas of their own size. */
export function showGrey(canvas, levels, width = 28, height = 28) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  for (let k = 0; k < words.length; k++) words[k] = 0xff000000 | (Math.round(levels[k]) * 0x010101);
  pen.putImageData(image, 0, 0);
}

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Decoded` */
export function decoded(context, spec) {
  const { section } = context;
  const canvas = h("canvas", { id: spec.canvas ?? undefined, className: "dl-screen", role: "img", "aria-label": spec.label, width: 28, height: 28 });
  const caption = h("figcaption", { className: "dl-caption" }, spec.label);
  const said = h("p", { className: "dl-said" });
  const root = h(
    "figure",
    { className: "dl-term dl-decoded", style: `--size:${spec.size}` },
    h("span", { className: "dl-holder" }, canvas),
    caption,
    ...(spec.exact ? [said] : []),
  );
  const levels = new Float32Array(SIZE);
  const answer = (name) => name && section.sources.get(name)?.value;

  /** Where the hand is, in the map's own units. */
  function place(atlas) {
    if (spec.along) {
      const [path, key] = spec.along;
      const [name, part] = path.split(".");
      const way = answer(name)?.[part];
      const row = Math.min(section.values[key], way ? way.length / 2 - 1 : 0);
      return way && [way[2 * row], way[2 * row + 1]];
    }
    const pair = pairOf(section.values[spec.at]);
    if (!pair || !spec.unit) return pair;
    return pair.map((share, k) => {
      const axis = k ? atlas.ys : atlas.xs;
      const [low, high] = [axis[0], axis[axis.length - 1]];
      return (low + high) / 2 + (share * (high - low)) / 2;
    });
  }

  const panel = {
    root,
    keys: [spec.at, spec.along?.[1], `@${spec.atlas}`, spec.exact && `@${spec.exact}`, spec.along && `@${spec.along[0].split(".")[0]}`].filter(Boolean),
    data: /** @type {Record<string, string>} */ ({}),
    paint() {
      const atlas = opened(answer(spec.atlas), () => context.repaint(panel));
      const at = atlas && place(atlas);
      if (!at) return false;
      const exact = answer(spec.exact);
      const known = exact && exact.place === section.values[spec.at] && exact.of === answer(spec.atlas).of;
      blend(levels, atlas, ...at);
      showGrey(canvas, known ? exact.pixels : levels);
      if (spec.exact) panel.data = { shown: known ? "network" : "blend" };
      const text = `${spec.label} at (${at.map((one) => signed(one.toFixed(2))).join(", ")})`;
      if (caption.textContent !== text) caption.textContent = text;
      const words = known ? exact.said : "blended from the atlas in the page";
      if (said.textContent !== words) said.textContent = words;
      canvas.setAttribute("aria-label", text);
      return true;
    },
  };
  return panel;
}
