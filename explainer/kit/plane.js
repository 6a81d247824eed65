// The plane: a field as a shade, its ½ line, two clouds with different marks, arrows, a warped grid.

import { h } from "./controls.js";
import { role } from "./roles.js";

const SHADE = 0.62; // how much of a role's colour the field has at 0 and at 1

/** [r, g, b] of a colour written #rrggbb. */
const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

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
      const one = above(i);
      if (one === above(i + 1) && one === above(i + n) && one === above(i + n + 1)) continue; // most cells
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

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Plane` */
export function plane(context, spec) {
  const { section } = context;
  const canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": spec.label });
  const root = h(
    "figure",
    { className: "dl-term dl-plane dl-smooth" },
    h("span", { className: "dl-holder" }, canvas),
    h("figcaption", { className: "dl-caption" }, spec.label),
  );
  const ink = canvas.getContext("2d");
  const small = document.createElement("canvas");
  const still = document.createElement("canvas"); // the real points, which are the same in every frame
  let wide = 0;
  let stands = null; // the points that are drawn there
  let table = null; // the shade of each of 256 levels, in the present theme

  const dig = (path) => {
    if (!path) return undefined;
    const [name, ...rest] = path.split(".");
    return rest.reduce((value, key) => value?.[key], section.sources.get(name)?.value);
  };
  const shown = (layer) => !(layer in spec.shows) || section.values[spec.shows[layer]];

  function themed() {
    const [ground, low, high] = ["ground", spec.low, spec.high].map((one) => rgb(role(one)));
    table = new Uint32Array(256);
    for (let i = 0; i < 256; i++) {
      const share = (SHADE * Math.abs(i - 127.5)) / 127.5;
      const [r, g, b] = ground.map((from, k) => Math.round(from + share * ((i < 127.5 ? low : high)[k] - from)));
      table[i] = 0xff000000 | (b << 16) | (g << 8) | r;
    }
  }

  function shade(field, n, bytes) {
    Object.assign(small, { width: n, height: n });
    const pen = small.getContext("2d");
    const image = pen.createImageData(n, n);
    const words = new Uint32Array(image.data.buffer);
    for (let y = 0; y < n; y++) {
      for (let x = 0; x < n; x++) {
        const value = field[y * n + x] * (bytes ? 1 : 255);
        words[(n - 1 - y) * n + x] = table[Math.max(0, Math.min(255, Math.round(value)))];
      }
    }
    pen.putImageData(image, 0, 0);
    ink.imageSmoothingEnabled = true;
    ink.drawImage(small, 0, 0, canvas.width, canvas.height);
  }

  function paint() {
    const points = dig(spec.points);
    const real = dig(spec.real);
    const field = dig(spec.field);
    if (!points || !real || section.values[spec.waits] === "loading") return false;
    if (!table) themed();
    wide ||= canvas.clientWidth; // read once a size: a frame that reads it lays the page out once more
    const side = Math.round((wide || 300) * Math.min(2, devicePixelRatio || 1));
    if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
    const unit = side / 300;
    const px = (x) => ((x + spec.reach) / (2 * spec.reach)) * side;
    const py = (y) => side - px(y);
    ink.fillStyle = role("ground");
    ink.fillRect(0, 0, side, side);
    if (field) {
      const n = field.shape[0];
      const bytes = field instanceof Uint8Array;
      if (shown("field")) shade(field, n, bytes);
      if (shown("half")) half(crossings(field, n, bytes ? 127.5 : 0.5), side / n, side, unit);
    }
    const grid = dig(spec.grid);
    if (grid && shown("grid")) warped(grid, px, py, unit);
    if (shown("real")) {
      if (stands !== real || still.width !== side) circles(real, side, px, py, unit);
      ink.drawImage(still, 0, 0);
    }
    const arrows = dig(spec.arrows);
    if (arrows && shown("arrows")) pulls(points, arrows, px, py, unit);
    if (shown("points")) squares(points, px, py, unit);
    return true;
  }

  function half(segments, cell, side, unit) {
    ink.strokeStyle = role("text");
    ink.lineWidth = 1.6 * unit;
    ink.beginPath();
    for (const [x0, y0, x1, y1] of segments) {
      ink.moveTo((x0 + 0.5) * cell, side - (y0 + 0.5) * cell);
      ink.lineTo((x1 + 0.5) * cell, side - (y1 + 0.5) * cell);
    }
    ink.stroke();
  }

  function warped(grid, px, py, unit) {
    const [a, b] = grid.shape.length === 3 ? grid.shape : [1, grid.shape[0]];
    ink.strokeStyle = role(spec.low);
    ink.globalAlpha = 0.55;
    ink.lineWidth = 0.8 * unit;
    ink.beginPath();
    const line = (count, index) => {
      for (let i = 0; i < count; i++) {
        const at = 2 * index(i);
        if (i) ink.lineTo(px(grid[at]), py(grid[at + 1]));
        else ink.moveTo(px(grid[at]), py(grid[at + 1]));
      }
    };
    for (let i = 0; i < a; i++) line(b, (k) => i * b + k);
    if (a > 1) for (let k = 0; k < b; k++) line(a, (i) => i * b + k);
    ink.stroke();
    ink.globalAlpha = 1;
  }

  function circles(real, side, px, py, unit) {
    Object.assign(still, { width: side, height: side });
    const pen = still.getContext("2d");
    pen.strokeStyle = role(spec.high);
    pen.lineWidth = 1.2 * unit;
    pen.beginPath();
    for (let i = 0; i < real.length; i += 2) {
      const [x, y] = [px(real[i]), py(real[i + 1])];
      pen.moveTo(x + 2.6 * unit, y);
      pen.arc(x, y, 2.6 * unit, 0, 2 * Math.PI);
    }
    pen.stroke();
    stands = real;
  }

  function pulls(points, arrows, px, py, unit) {
    ink.strokeStyle = role("text");
    ink.lineWidth = 0.9 * unit;
    ink.globalAlpha = 0.75;
    ink.beginPath();
    for (let i = 0; i < points.length; i += 2) {
      ink.moveTo(px(points[i]), py(points[i + 1]));
      ink.lineTo(px(points[i] + arrows[i]), py(points[i + 1] + arrows[i + 1]));
    }
    ink.stroke();
    ink.globalAlpha = 1;
  }

  function squares(points, px, py, unit) {
    ink.fillStyle = role(spec.low);
    const size = 3.6 * unit;
    ink.beginPath();
    for (let i = 0; i < points.length; i += 2) ink.rect(px(points[i]) - size / 2, py(points[i + 1]) - size / 2, size, size);
    ink.fill();
  }

  const panel = {
    root,
    keys: [...spec.sources.map((name) => `@${name}`), ...Object.values(spec.shows), spec.waits],
    paint,
    refresh() {
      table = stands = null;
      paint();
    },
    stop: () => resized.disconnect(),
  };
  const resized = new ResizeObserver(() => {
    wide = canvas.clientWidth;
    if (panel.done) context.repaint(panel);
  });
  resized.observe(canvas);
  return panel;
}
