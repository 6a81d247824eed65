// What stands still on a map: points by class, a density, pictures of an atlas; painted once.

import { blend } from "./atlas.js";
import { GREYS, rgb, Screen } from "./pixels.js";
import { role } from "./roles.js";

const ROUNDS = 200; // of making room
const TILES = 22; // pictures on each side of a mosaic

/** Data to canvas and back over a square from `low` to `high`, y upwards. */
export function frame(low, high, side) {
  const scale = [0, 1].map((k) => side / (high[k] - low[k]));
  return {
    px: (x) => (x - low[0]) * scale[0],
    py: (y) => side - (y - low[1]) * scale[1],
    x: (px) => low[0] + px / scale[0],
    y: (py) => low[1] + (side - py) / scale[1],
    radius: (r) => r * scale[0],
  };
}

/** The row of a table of points (rows, n, 2) at which `value` stands in `values`; (n, 2) as it is. */
export function rowOf(points, values, value) {
  if (points.shape.length === 2) return points;
  const found = Array.from(values).findIndex((known) => Math.abs(known - value) < 1e-6);
  const size = points.shape[1] * 2;
  return points.subarray(Math.max(0, found) * size, (Math.max(0, found) + 1) * size);
}

/** The frame, and circles round 0. */
export function axes(pen, view, circles, unit, side) {
  pen.strokeStyle = role("line");
  pen.lineWidth = unit;
  pen.strokeRect(0, 0, side, side);
  pen.strokeStyle = role("text");
  pen.setLineDash([4 * unit, 4 * unit]);
  for (const radius of circles) {
    pen.beginPath();
    pen.arc(view.px(0), view.py(0), view.radius(radius), 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** Every point as its class's mark in its class's colour. */
export function dotted(pen, view, answer, points, unit) {
  const size = Math.ceil(11 * unit);
  const stamps = answer.marks.map((mark, i) => {
    const stamp = Object.assign(document.createElement("canvas"), { width: size, height: size });
    const brush = stamp.getContext("2d");
    brush.font = `700 ${9 * unit}px system-ui, sans-serif`;
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.fillStyle = role(`class${i}`);
    brush.fillText(mark, size / 2, size / 2);
    return stamp;
  });
  pen.globalAlpha = 0.85;
  for (let i = 0; i < answer.labels.length; i++) {
    pen.drawImage(stamps[answer.labels[i]], view.px(points[2 * i]) - size / 2, view.py(points[2 * i + 1]) - size / 2);
  }
  pen.globalAlpha = 1;
}

/**
 * Points moved away from one another until no two are nearer than `gap`, by the smallest steps.
 * @param {number[][]} points @param {number} gap
 */
export function apart(points, gap) {
  const at = points.map((point) => [...point]);
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let i = 0; i < at.length; i++) {
      for (let j = 0; j < i; j++) {
        const [dx, dy] = [at[i][0] - at[j][0], at[i][1] - at[j][1]];
        const distance = Math.hypot(dx, dy);
        if (distance >= gap) continue;
        const share = (gap - distance) / 2 + 0.01;
        const [ux, uy] = distance ? [dx / distance, dy / distance] : [1, 0];
        at[i] = [at[i][0] + share * ux, at[i][1] + share * uy];
        at[j] = [at[j][0] - share * ux, at[j][1] - share * uy];
        moved = true;
      }
    }
    if (!moved) break;
  }
  return at;
}

/** The classes' marks at their centres, large; where two would touch they make room for each other. */
export function named(pen, view, answer, unit) {
  const centres = answer.marks.map((_, i) => [view.px(answer.centres[2 * i]), view.py(answer.centres[2 * i + 1])]);
  const places = apart(centres, 21 * unit);
  pen.font = `700 ${19 * unit}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineWidth = 4 * unit;
  pen.strokeStyle = role("ground");
  answer.marks.forEach((mark, i) => {
    const [x, y] = places[i];
    pen.strokeText(mark, x, y);
    pen.fillStyle = role(`class${i}`);
    pen.fillText(mark, x, y);
  });
}

/** A density, bytes, as a shade of one colour. */
export function densityShade(pen, density, side) {
  const [n] = density.shape;
  const small = new Screen(document.createElement("canvas"));
  const [r, g, b] = rgb("data");
  const table = Uint32Array.from({ length: 256 }, (_, level) => (level << 24) | (b << 16) | (g << 8) | r);
  small.showField(density, n, table);
  pen.imageSmoothingEnabled = true;
  pen.drawImage(small.canvas, 0, 0, side, side);
}

/** What the decoder makes of every point, side by side. @param {import("./atlas.js").Atlas} atlas */
export function mosaic(pen, view, atlas, side) {
  const size = atlas.side ** 2;
  const levels = new Float32Array(size);
  const bytes = new Uint8Array(TILES * TILES * size);
  for (let i = 0; i < TILES * TILES; i++) {
    const [row, column] = [Math.floor(i / TILES), i % TILES];
    blend(levels, atlas, view.x(((column + 0.5) / TILES) * side), view.y(((row + 0.5) / TILES) * side));
    for (let k = 0; k < size; k++) bytes[i * size + k] = Math.round(levels[k]);
  }
  const small = new Screen(document.createElement("canvas"));
  small.showTiles({ bytes, shape: [TILES * TILES, atlas.side, atlas.side] }, TILES, GREYS);
  pen.imageSmoothingEnabled = true;
  pen.drawImage(small.canvas, 0, 0, side, side);
}
