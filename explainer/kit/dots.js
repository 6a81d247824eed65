// Points drawn by hand: sprayed with mouse, pen or finger, or set one by one with the keyboard.

import { ARROWS, h, onDrag, setText, shareOf } from "./dom.js";
import { button, padDialog } from "./pad.js";
import { role } from "./roles.js";

const SIZE = 320; // of the pad in its own pixels; a point is a share of its width, right and up
const GAP = 0.025; // between two points of a stroke
const STEP = 0.02; // of the cursor, per arrow key

/** Where a stroke from one point to another leaves points, `gap` apart; the first has its own already. */
export function sprayed(from, to, gap = GAP) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const count = Math.floor(Math.hypot(dx, dy) / gap + 1e-9);
  const share = count ? gap / Math.hypot(dx, dy) : 0;
  return Array.from({ length: count }, (_, i) => [from[0] + (i + 1) * share * dx, from[1] + (i + 1) * share * dy]);
}

/** Points as lines of text, each "x, y" over −1…1. */
export function written(points) {
  return points.map((point) => point.map((share) => (2 * share - 1).toFixed(4)).join(", ")).join("\n");
}

const inside = ([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1;

/** @type {import("./controls.js").Maker} of `kit.controls.Dots` */
export const dots = (section, spec, id) => new Dots(section, spec, id);

class Dots {
  /** @param {import("./section.js").Section} section @param {Kit.Control} spec @param {string} id */
  constructor(section, spec, id) {
    this.section = section;
    this.spec = spec;
    this.points = [];
    this.strokes = []; // how many points there were before each stroke, for undo
    this.last = null;
    this.cursor = [0.5, 0.5];
    this.status = h("p", { role: "status" });
    this.use = h("button", { id: `${id}-use`, type: "button", className: "dl-primary", onclick: () => this.take() }, "Use the points");
    this.pad = h("canvas", {
      id: `${id}-pad`,
      width: SIZE,
      height: SIZE,
      className: "dl-pad",
      tabindex: "0",
      role: "application",
      "aria-label": `${spec.label}: with mouse, pen or finger; arrow keys move, space sets a point, Backspace takes it back`,
      onkeydown: (event) => this.key(event),
      onfocus: () => this.paint(),
      onblur: () => this.paint(),
    });
    this.listen();
    const { dialog, native } = padDialog(spec, id, {
      content: [this.pad, this.status],
      buttons: [this.use, button("Undo", () => this.undo()), button("Clear", () => this.clear())],
      open: () => {
        this.pad.focus();
        this.paint();
      },
    });
    this.dialog = dialog;
    this.native = native;
    this.extra = [dialog];
  }

  show = () => {};

  listen() {
    const at = (event) => {
      const [x, y] = shareOf(event, this.pad);
      return [x, 1 - y];
    };
    onDrag(this.pad, {
      press: (event) => {
        this.last = at(event);
        this.strokes.push(this.points.length);
        this.add([this.last]);
      },
      move: (event) => {
        const more = sprayed(this.last, at(event));
        if (!more.length) return;
        this.last = more[more.length - 1];
        this.add(more);
      },
    });
  }

  paint() {
    const { points, spec } = this;
    const ink = this.pad.getContext("2d");
    ink.fillStyle = role("raised");
    ink.fillRect(0, 0, SIZE, SIZE);
    ink.fillStyle = role("data");
    for (const [x, y] of points) ink.fillRect(x * SIZE - 2, (1 - y) * SIZE - 2, 4, 4);
    const few = points.length < spec.fewest;
    this.use.disabled = few;
    const count = few ? `${points.length} of at least ${spec.fewest} points` : `${points.length} points`;
    setText(this.status, points.length < spec.most ? count : `${count}, which is all there is room for`);
    if (document.activeElement === this.pad) this.paintCursor(ink);
  }

  paintCursor(ink) {
    const [x, y] = [this.cursor[0] * SIZE, (1 - this.cursor[1]) * SIZE];
    ink.strokeStyle = role("accent");
    ink.lineWidth = 2;
    ink.beginPath();
    ink.moveTo(x - 9, y);
    ink.lineTo(x + 9, y);
    ink.moveTo(x, y - 9);
    ink.lineTo(x, y + 9);
    ink.stroke();
  }

  add(more) {
    this.points.push(...more.filter(inside).slice(0, this.spec.most - this.points.length));
    this.paint();
  }

  key(event) {
    const direction = ARROWS[event.key];
    if (direction) {
      const far = event.shiftKey ? 5 * STEP : STEP;
      this.cursor = this.cursor.map((at, i) => Math.min(1, Math.max(0, at + far * direction[i])));
      this.paint();
    } else if (event.key === " " || event.key === "Enter") {
      this.strokes.push(this.points.length);
      this.add([this.cursor]);
    } else if (event.key === "Backspace" || event.key === "Delete") this.undo();
    else return;
    event.preventDefault();
  }

  undo() {
    this.points = this.points.slice(0, this.strokes.pop() ?? 0);
    this.paint();
  }

  clear() {
    [this.points, this.strokes] = [[], []];
    this.paint();
  }

  take() {
    const { section, spec } = this;
    this.dialog.close();
    section.fail(spec.sets[0], "");
    section.set(spec.key, btoa(written(this.points)));
    section.set(spec.sets[0], spec.sets[1]);
  }
}
