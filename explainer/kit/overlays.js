// What follows the hand over a plot, drawn from arrays that Python supplied.
//
// Each takes the 2-D context, its spec (`kit/plot.py`) and the view of its axes.

import { role } from "./roles.js";
import { minus, widthOf, write } from "./tex.js";

/** Two axes of a plot in pixels, and the section whose values and answers are drawn over them. */
export class View {
  /**
   * @param {import("./section.js").Section} section
   * @param {Record<string, any>} panels the figure's other panels, by name
   */
  constructor(section, panels) {
    this.section = section;
    this.panels = panels;
    /** @type {import("./axes.js").Axis | null} */
    this.x = null;
    /** @type {import("./axes.js").Axis | null} */
    this.y = null;
    this.unit = 1; // how much larger than on the page type is
    this.above = 0; // pixels on the page that texts above the plot may take
    this.left = this.right = this.top = this.bottom = 0;
  }

  /** Look at a pair of axes as they stand now. @param {import("./axes.js").Axis} x @param {import("./axes.js").Axis} y */
  look(x, y) {
    this.x = x;
    this.y = y;
    this.left = x.start;
    this.right = x.end;
    this.top = y.start;
    this.bottom = y.end;
  }

  get values() {
    return this.section.values;
  }

  px(value) {
    return this.x.pixel(value);
  }

  py(value) {
    return this.y.pixel(value);
  }

  dig(path) {
    return this.section.dig(path);
  }
}

/** A vertical line at the value of `at`, and a dot on each curve there. */
function marker(ink, spec, view) {
  const at = view.values[spec.at];
  const x = view.px(at);
  ink.strokeStyle = role("accent");
  ink.lineWidth = 2 * view.unit;
  ink.beginPath();
  ink.moveTo(x, view.top);
  ink.lineTo(x, view.bottom);
  ink.stroke();
  for (const [path, color] of spec.curves) {
    const y = view.dig(path)?.[at];
    if (y === undefined || !Number.isFinite(y)) continue;
    ink.fillStyle = role(color);
    ink.strokeStyle = role("ground");
    ink.beginPath();
    ink.arc(x, view.py(y), 6 * view.unit, 0, 2 * Math.PI);
    ink.fill();
    ink.stroke();
  }
}

/**
 * The row of a table at the value of `at`: rows stand at the `knots`, between two they are mixed.
 * @returns {(column: number) => number}
 */
export function rowAt(table, knots, at) {
  const columns = table.shape[1];
  let high = knots.length - 1;
  while (high > 1 && knots[high - 1] >= at) high--;
  const low = Math.max(0, high - 1);
  const gap = knots[high] - knots[low];
  const mix = gap > 0 ? Math.min(1, Math.max(0, (at - knots[low]) / gap)) : 1;
  return (i) => (1 - mix) * table[low * columns + i] + mix * table[high * columns + i];
}

function row(ink, spec, view) {
  const table = view.dig(spec.table);
  const grid = view.dig(spec.grid);
  if (!table || !grid) return;
  const value = rowAt(table, view.dig(spec.knots), view.values[spec.at]);
  path(ink, spec, view, grid.length, (i) => [grid[i], value(i)]);
}

/** A curve of an answer's own arrays, so that an asked drag repaints lines and not the plot. */
function curve(ink, spec, view) {
  const xs = view.dig(spec.x);
  const ys = view.dig(spec.y);
  if (!xs?.length || !ys) return;
  const [middle, width, middleThen, widthThen] = moved(spec, view);
  const scale = width / widthThen;
  path(ink, spec, view, xs.length, (i) => [middle + (xs[i] - middleThen) * scale, ys[i] / scale]);
}

/** Middle and width of a bell now and in the answer: what the hand holds is moved at once and asked for later. */
function moved(spec, view) {
  if (!spec.moved) return [0, 1, 0, 1];
  const [middleKey, widthKey, middlePath, widthPath] = spec.moved;
  const then = [view.dig(middlePath), view.dig(widthPath)];
  const now = [view.values[middleKey], view.values[widthKey]];
  const known = [...now, ...then].every((value) => typeof value === "number");
  return known ? [...now, ...then] : [0, 1, 0, 1];
}

/** A dot on a curve at the point whose knot is nearest to the value of `at`. */
function spot(ink, spec, view) {
  const [xs, ys, knots] = [spec.x, spec.y, spec.knots].map((path) => view.dig(path));
  if (!xs || !ys || !knots) return;
  const at = view.values[spec.at];
  const gaps = Array.from(knots, (knot) => Math.abs(knot - at));
  const i = gaps.indexOf(Math.min(...gaps));
  ink.fillStyle = role(spec.color);
  ink.strokeStyle = role("ground");
  ink.lineWidth = 3;
  ink.beginPath();
  ink.arc(view.px(xs[i]), view.py(ys[i]), 9 * view.unit, 0, 2 * Math.PI);
  ink.fill();
  ink.stroke();
}

/** The font of this size, or of the largest below it in which no line is wider than `width`. */
function fitted(ink, lines, size, weight, width) {
  ink.font = `${weight}${size}px system-ui, sans-serif`;
  const widest = Math.max(...lines.map((line) => widthOf(ink, line)));
  if (widest > width) ink.font = `${weight}${Math.max(9, (size * width) / widest)}px system-ui, sans-serif`;
}

const LEADING = 1.3; // of a text's lines

/** Pixels on the page that texts above the plot need: no curve runs below them there. @param {Kit.Spec[]} overlays @param {View} view */
export function roomAbove(overlays, view) {
  const above = overlays.filter(({ kind }) => kind === "says");
  return Math.max(0, ...above.map(({ text, size }) => (view.dig(text)?.split("\n").length ?? 0) * size * LEADING));
}

/** An answer's text above the plot, at its left or right edge. */
function says(ink, spec, view) {
  const text = view.dig(spec.text);
  if (!text) return;
  const lines = minus(text).split("\n");
  const size = spec.size * view.unit;
  fitted(ink, lines, size, "", view.right - view.left);
  ink.textBaseline = "top";
  ink.textAlign = spec.right ? "right" : "left";
  ink.fillStyle = role(spec.color);
  ink.strokeStyle = role("ground"); // legible where a curve runs below
  ink.lineWidth = 5;
  ink.lineJoin = "round";
  const x = spec.right ? view.right : view.left;
  const high = size * LEADING;
  const top = view.top - (6 + view.above) * view.unit;
  lines.forEach((line, i) => write(ink, line, x, top + i * high, true));
}

/** A bar that goes on below is torn off. */
function tear(ink, x0, x1, y, unit) {
  const [teeth, high] = [Math.max(4, Math.round(Math.abs(x1 - x0) / (18 * unit))), 7 * unit];
  ink.beginPath();
  for (let i = 0; i <= 2 * teeth; i++) ink.lineTo(x0 + ((x1 - x0) * i) / (2 * teeth), y - (i % 2 ? 2 : 1) * high);
  ink.lineWidth = 4 * unit;
  ink.strokeStyle = role("ground");
  ink.stroke();
}

/** A part of a bar, with its number written in it, or above it where it is too low for that; of no width, the text alone. */
function box(ink, spec, view) {
  const number = (side) => (typeof side === "string" ? view.dig(side) : side);
  const [x0, x1] = [view.px(number(spec.x0)), view.px(number(spec.x1))];
  const clip = (y) => Math.min(view.bottom, Math.max(view.top, y));
  const [y0, y1] = [clip(view.py(number(spec.y0))), clip(view.py(number(spec.y1)))];
  if (![x0, x1, y0, y1].every(Number.isFinite)) return;
  const top = Math.min(y0, y1);
  const high = Math.abs(y1 - y0);
  ink.fillStyle = role(spec.color);
  ink.globalAlpha = spec.alpha;
  ink.fillRect(Math.min(x0, x1), top, Math.abs(x1 - x0), high);
  ink.globalAlpha = 1;
  if (spec.cut) tear(ink, x0, x1, Math.max(y0, y1), view.unit);
  const said = spec.text && view.dig(spec.text);
  if (!said) return;
  const text = minus(said);
  const within = high >= 24 * view.unit;
  const room = Math.abs(x1 - x0) || 2 * Math.min(x0 - view.left, view.right - x0); // without a width it is a label
  fitted(ink, [text], 15 * view.unit, "600 ", room);
  ink.textAlign = "center";
  ink.textBaseline = within ? "middle" : "bottom";
  ink.fillStyle = role(within ? "ground" : "text");
  write(ink, text, (x0 + x1) / 2, within ? top + high / 2 : top - 3);
}

/** A bar for each bin with the share of the numbers that a picture panel shows there. */
function counts(ink, spec, view) {
  const edges = view.dig(spec.edges);
  const numbers = view.panels[spec.panel].xt;
  if (!edges || !numbers.length) return;
  const heights = histogram(numbers, edges);
  ink.fillStyle = role(spec.color);
  ink.globalAlpha = 0.55;
  for (let i = 0; i < heights.length; i++) {
    const left = view.px(edges[i]);
    const top = view.py(heights[i]);
    ink.fillRect(left, top, view.px(edges[i + 1]) - left - 1, view.bottom - top);
  }
  ink.globalAlpha = 1;
}

/** Density of numbers over evenly spaced edges; what lies outside still counts in the total. */
export function histogram(numbers, edges) {
  const bins = edges.length - 1;
  const width = (edges[bins] - edges[0]) / bins;
  const heights = new Float64Array(bins);
  for (let i = 0; i < numbers.length; i++) {
    const bin = Math.floor((numbers[i] - edges[0]) / width);
    if (bin >= 0 && bin < bins) heights[bin] += 1;
  }
  return heights.map((count) => count / (numbers.length * width));
}

/** A unit bell moved to the picked pixel's signal[t] · x_0 and widened to sigma[t]. */
function bell(ink, spec, view) {
  const z = view.dig(spec.z);
  const density = view.dig(spec.density);
  const t = view.values[spec.at];
  const signal = view.dig(spec.signal)?.[t];
  const sigma = view.dig(spec.sigma)?.[t];
  if (!z || signal === undefined || !view.panels[spec.panel].xt.length) return;
  const mean = signal * view.panels[spec.panel].pixel();
  if (sigma > 0) {
    path(ink, spec, view, z.length, (i) => [mean + sigma * z[i], density[i] / sigma]);
  }
  ink.strokeStyle = role(spec.color);
  ink.setLineDash([5, 4]);
  ink.beginPath();
  ink.moveTo(view.px(mean), view.top);
  ink.lineTo(view.px(mean), view.bottom);
  ink.stroke();
  ink.setLineDash([]);
}

/**
 * The stretches of a curve between its gaps, in pixels: where there is no finite number there is no line.
 * @param {number} length @param {(i: number) => [number, number | null]} point @param {Pick<View, "px" | "py">} view
 * @returns {[number, number][][]}
 */
export function stretches(length, point, view) {
  const found = [];
  let open = false;
  for (let i = 0; i < length; i++) {
    const [x, y] = point(i);
    const known = y !== null && Number.isFinite(y);
    if (known && !open) found.push([]);
    if (known) found.at(-1).push([view.px(x), view.py(y)]);
    open = known;
  }
  return found;
}

function path(ink, spec, view, length, point) {
  const lines = stretches(length, point, view);
  const trace = (line) => line.forEach(([x, y], i) => (i ? ink.lineTo(x, y) : ink.moveTo(x, y)));
  ink.beginPath();
  lines.forEach(trace);
  ink.strokeStyle = role(spec.color);
  ink.lineWidth = 2.5 * view.unit;
  ink.setLineDash(spec.dash ? [7, 5] : []);
  ink.stroke();
  ink.setLineDash([]);
  if (!spec.fill) return;
  const ground = spec.ground === undefined || spec.ground === null ? view.bottom : view.py(spec.ground);
  ink.beginPath();
  for (const line of lines) {
    trace(line);
    ink.lineTo(line.at(-1)[0], ground);
    ink.lineTo(line[0][0], ground);
    ink.closePath();
  }
  ink.fillStyle = role(spec.color);
  ink.globalAlpha = 0.18;
  ink.fill();
  ink.globalAlpha = 1;
}

/** By the kind of `kit/plot.py`. @type {Record<string, (ink: CanvasRenderingContext2D, spec: Kit.Spec, view: View) => void>} */
export const OVERLAYS = { marker, row, curve, spot, says, box, counts, bell };
