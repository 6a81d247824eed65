// Small pictures out of a table of bytes, at the row nearest to t: grey, or zero between two colours.

import { h } from "./controls.js";
import { role } from "./roles.js";

/** The row whose knot is nearest to t. @param {ArrayLike<number>} knots */
export function nearest(knots, t) {
  let best = 0;
  for (let i = 1; i < knots.length; i++) if (Math.abs(knots[i] - t) < Math.abs(knots[best] - t)) best = i;
  return best;
}

/** What a path leads to: "source.part.{key}", where {key} is the value of that name. */
export function follow(section, path) {
  const [name, ...rest] = path.split(".").map((part) => (part[0] === "{" ? section.values[part.slice(1, -1)] : part));
  return rest.reduce((value, part) => value?.[part], section.sources.get(name)?.value);
}

/** The pictures of a table at `places` along its first axes: bytes and shape (n, height, width). */
export function cut(table, places) {
  const shape = table.shape.slice(places.length);
  const size = shape.reduce((a, b) => a * b, 1);
  const at = places.reduce((sum, place, i) => sum * table.shape[i] + place, 0);
  return { bytes: table.subarray(at * size, (at + 1) * size), shape };
}

/** Colours of the 256 bytes as the canvas wants them. @param {boolean} signed */
export function shades(signed) {
  const table = new Uint32Array(256);
  const rgb = (name) => [1, 3, 5].map((i) => parseInt(role(name).slice(i, i + 2), 16) || 0);
  const [ground, less, more] = signed ? ["ground", "data", "model"].map(rgb) : [];
  for (let byte = 0; byte < 256; byte++) {
    const share = Math.min(1, Math.abs(byte - 128) / 112);
    const end = byte < 128 ? less : more;
    const [r, g, b] = signed ? ground.map((from, i) => Math.round(from + share * (end[i] - from))) : [byte, byte, byte];
    table[byte] = 0xff000000 | (b << 16) | (g << 8) | r;
  }
  return table;
}

/** Paint pictures side by side, a line of the ground between them where there are several. */
export function paintTiles(canvas, { bytes, shape: [n, height, width] }, columns, colours) {
  const gap = n > 1 ? 1 : 0;
  const across = Math.min(columns, n);
  const rows = Math.ceil(n / across);
  const size = [across * (width + gap) - gap, rows * (height + gap) - gap];
  if (canvas.width !== size[0] || canvas.height !== size[1]) {
    [canvas.width, canvas.height] = size;
    canvas.style.aspectRatio = `${size[0]} / ${size[1]}`;
  }
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(...size);
  const words = new Uint32Array(image.data.buffer);
  for (let i = 0, k = 0; i < n; i++) {
    const left = (i % across) * (width + gap);
    const top = Math.floor(i / across) * (height + gap);
    for (let y = 0; y < height; y++) {
      let o = (top + y) * size[0] + left;
      for (let x = 0; x < width; x++) words[o++] = colours[bytes[k++]];
    }
  }
  pen.putImageData(image, 0, 0);
}

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Tiles` */
export function tiles(context, spec) {
  const { section } = context;
  const cross = h("span", { className: "dl-cross", hidden: true });
  const parts = spec.parts.map(([path, label], i) => {
    const canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": label });
    const caption = h("figcaption", { className: "dl-caption" }, label);
    const holder = h("span", { className: "dl-holder" }, canvas, ...(i ? [] : [cross]));
    return { path, label, canvas, caption, root: h("figure", { className: "dl-term" }, holder, caption) };
  });
  const root = h("div", { className: "dl-tiles", style: `--size:${spec.size}` }, ...parts.map((part) => part.root));
  let colours = null;
  let painted = []; // the tables and places that stand on the canvases

  function paint() {
    const knots = spec.knots && follow(section, spec.knots);
    if (spec.knots && !knots) return false;
    const row = knots ? nearest(knots, section.values[spec.t]) : null;
    const places = [...(knots ? [row] : []), ...spec.index.map((key) => section.values[key])];
    const tables = parts.map((part) => follow(section, part.path));
    if (!tables.every(Boolean)) return false;
    const now = [...tables, ...places];
    const same = colours && now.length === painted.length && now.every((one, i) => one === painted[i]);
    painted = now;
    colours ??= shades(spec.signed);
    parts.forEach(({ label, canvas, caption }, i) => {
      if (same) return;
      paintTiles(canvas, cut(tables[i], places), spec.columns, colours);
      const text = knots ? `${label} at ${spec.t} = ${knots[row]}` : label;
      if (caption.textContent !== text) caption.textContent = text;
      canvas.setAttribute("aria-label", text);
    });
    if (spec.pick) {
      const [top, left] = spec.pick.map((key) => (section.values[key] / spec.cells) * 100);
      cross.hidden = false;
      cross.style.cssText = `left:${left}%;top:${top}%;width:${100 / spec.cells}%;height:${100 / spec.cells}%`;
    }
    return true;
  }

  if (spec.pick) {
    const { canvas } = parts[0];
    canvas.classList.add("dl-pickable");
    canvas.addEventListener("click", (event) => {
      const box = canvas.getBoundingClientRect();
      const cell = (share) => Math.min(spec.cells - 1, Math.max(0, Math.floor(share * spec.cells)));
      section.set(spec.pick[0], cell((event.clientY - box.top) / box.height));
      section.set(spec.pick[1], cell((event.clientX - box.left) / box.width));
    });
  }
  const paths = [spec.knots, ...spec.parts.map(([path]) => path)].filter(Boolean).map((path) => path.split("."));
  const named = paths.flat().filter((part) => part[0] === "{").map((part) => part.slice(1, -1));
  return {
    root,
    keys: [spec.t, ...spec.index, ...(spec.pick ?? []), ...named, ...new Set(paths.map(([name]) => `@${name}`))],
    paint,
    refresh() {
      colours = null;
      paint();
    },
  };
}
