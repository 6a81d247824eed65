// A map of a plane: what stands still is painted once, what the hand moves is painted above it.

import { fromShares, opened, pairRead, toShares } from "./atlas.js";
import { h, onWidth } from "./dom.js";
import { axes, densityShade, dotted, frame, mosaic, named, rowOf } from "./ground.js";
import { Hands } from "./hands.js";
import { role } from "./roles.js";

const WIDTH = 360; // of the canvas where the page has not laid it out yet
const UNITS = 380; // a map is drawn as if it had this many pixels, and scaled

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Map` */
export const map = (context, spec) => new MapPanel(context, spec);

export class MapPanel {
  constructor(context, spec) {
    this.context = context;
    this.section = context.section;
    this.spec = spec;
    this.canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": spec.label });
    this.ink = this.canvas.getContext("2d");
    this.still = document.createElement("canvas");
    this.drawn = null; // what `still` shows
    this.width = 0;
    this.theme = 0;
    this.done = false; // set by the figure once the panel has painted
    /** from data to canvas and back @type {ReturnType<typeof frame> | null} */
    this.view = null;
    this.holder = h("span", { className: "dl-holder" }, this.canvas);
    this.chips = h("div", { className: "dl-chips", role: "group", "aria-label": `Centres of the classes: ${spec.label}` });
    this.root = h(
      "figure",
      { className: "dl-term dl-map dl-smooth", style: `--size:${spec.size}` },
      h("div", { className: "dl-map-row" }, this.holder, ...(spec.chips ? [this.chips] : [])),
      h("figcaption", { className: "dl-caption" }, spec.label),
    );
    this.hands = new Hands(this);
    this.keys = [...spec.keys, ...spec.sources.map((name) => `@${name}`)];
    this.again = () => context.repaint(this);
    onWidth(this.canvas, (width) => {
      this.width = width;
      if (this.done) context.repaint(this);
    });
  }

  /** The width of the canvas in the page. */
  cssWidth() {
    return this.width || WIDTH;
  }

  answer() {
    return this.section.answer(this.spec.source);
  }

  /** The lower and the upper corner of what is shown. */
  corners(answer) {
    const { section, spec } = this;
    return spec.extent ? spec.extent.map((path) => section.dig(path)) : [answer.low, answer.high];
  }

  /** A value's pair as a point of the plane, and back. */
  toPlane(answer, pair) {
    return this.spec.unit ? fromShares(pair, answer.low, answer.high) : pair;
  }

  toPair(answer, point) {
    return this.spec.unit ? toShares(point, answer.low, answer.high) : point;
  }

  paint() {
    const answer = this.answer();
    if (!answer || !this.corners(answer).every(Boolean)) return false;
    this.width ||= this.canvas.clientWidth; // read once per size: reading it in a frame would lay the page out again
    const side = Math.round(this.cssWidth() * Math.min(2, devicePixelRatio || 1));
    if (this.canvas.width !== side) Object.assign(this.canvas, { width: side, height: side });
    const [low, high] = this.corners(answer);
    this.view = frame(low, high, side);
    const unit = side / UNITS;
    this.paintGround(answer, side, unit);
    this.ink.drawImage(this.still, 0, 0);
    this.paintPaths(unit);
    this.hands.paint(answer, side, unit);
    return true;
  }

  /** Everything that no hand moves, when something of it changes. */
  paintGround(answer, side, unit) {
    const { section, spec, still } = this;
    const kind = spec.ground ? section.values[spec.ground] : "points";
    const atlas = kind === "mosaic" ? opened(section.answer(spec.atlas), this.again) : null;
    const row = spec.pick ? section.values[spec.pick[0]] : 0;
    const now = [answer, kind, atlas, row, side, this.theme, String(this.corners(answer))];
    if (this.drawn && now.every((part, i) => part === this.drawn[i])) return;
    this.drawn = now;
    Object.assign(still, { width: side, height: side });
    const pen = still.getContext("2d");
    pen.fillStyle = role("ground");
    pen.fillRect(0, 0, side, side);
    if (kind === "density" && answer.density) densityShade(pen, answer.density, side);
    if (atlas) mosaic(pen, this.view, atlas, side);
    if (kind === "points" && !spec.extent) {
      const points = spec.pick ? rowOf(answer.points, section.dig(spec.pick[1]), row) : answer.points;
      dotted(pen, this.view, answer, points, unit);
    }
    if (kind !== "mosaic") axes(pen, this.view, spec.circles, unit, side);
    if (kind !== "mosaic" && spec.chips) named(pen, this.view, answer, unit);
    if (spec.chips && spec.hands.length) this.fillChips(answer);
  }

  /** A button per class: its mark, its colour, and the way to its centre. */
  fillChips(answer) {
    const chips = answer.marks.map((mark, i) => {
      const centre = [answer.centres[2 * i], answer.centres[2 * i + 1]];
      const title = `${answer.names[i]}: centre at (${pairRead(centre)})`;
      const text = answer.names[i] === mark ? mark : `${mark} ${answer.names[i]}`;
      const dot = h("i", { className: "dl-chip", style: `background:var(--dl-class${i})` });
      const onclick = () => this.hands.set(0, this.toPair(answer, centre));
      return h("button", { type: "button", title, "aria-label": `${text}, ${title}`, onclick }, dot, text);
    });
    this.chips.replaceChildren(...chips);
  }

  /** Paths and points of the answers, the position along a path, and a stroke under way. */
  paintPaths(unit) {
    const { section, spec, view } = this;
    for (const [path, color] of spec.lines) this.line(section.dig(path), color, unit);
    for (const [path, color] of spec.dots) this.dots(section.dig(path), color, unit);
    if (spec.along) {
      const way = section.dig(spec.along[0]);
      const row = Math.min(section.values[spec.along[1]], (way?.length ?? 0) / 2 - 1);
      if (row >= 0) this.dot(view.px(way[2 * row]), view.py(way[2 * row + 1]), 7 * unit, "accent", unit);
    }
    const { stroke } = this.hands;
    if (stroke) this.line(Float32Array.from(stroke.flat()), "accent", unit);
  }

  line(points, color, unit) {
    const { ink, view } = this;
    if (!points?.length) return;
    ink.beginPath();
    for (let i = 0; i < points.length; i += 2) ink.lineTo(view.px(points[i]), view.py(points[i + 1]));
    this.outline("ground", 6 * unit);
    this.outline(color, 2.5 * unit);
  }

  outline(color, width) {
    this.ink.strokeStyle = role(color);
    this.ink.lineWidth = width;
    this.ink.stroke();
  }

  dots(points, color, unit) {
    const { view } = this;
    const count = points?.length ?? 0;
    for (let i = 0; i < count; i += 2) this.dot(view.px(points[i]), view.py(points[i + 1]), 3.5 * unit, color, unit);
  }

  dot(x, y, radius, color, unit) {
    const { ink } = this;
    ink.beginPath();
    ink.arc(x, y, radius, 0, 2 * Math.PI);
    ink.fillStyle = role(color);
    ink.strokeStyle = role("ground");
    ink.lineWidth = 2 * unit;
    ink.fill();
    ink.stroke();
  }

  refresh() {
    this.theme++;
    this.paint();
  }
}
