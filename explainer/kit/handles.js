// What a hand drags on a plot: dots over the canvas, moved by mouse, finger or arrow keys.
//
// A handle knows no formula: it stands at origin + scale · value, and a drag solves that for the value.

import { readable } from "./check.js";
import { ARROWS, h, setAttribute } from "./dom.js";
import { Held, numbers, settled } from "./held.js";
import { role } from "./roles.js";

/** @typedef {import("./axes.js").Drawing} Drawing */

const ABOVE = 30; // pixels above the plot, where a dropped point is taken away

/**
 * The handles of a plot: `keys` are what moves them, `paint` puts them where they belong.
 * @param {HTMLElement} root of the plot
 * @param {import("./section.js").Section} section
 * @param {any[]} specs of `kit/handles.py`
 */
export function handles(root, section, specs) {
  const layers = specs.map((spec) => new (spec.kind === "points" ? Points : Handle)(root, section, spec));
  return {
    keys: specs.flatMap((spec) => [...spec.keys, ...spec.sources.map((name) => `@${name}`)]),
    /** @param {CanvasRenderingContext2D} ink @param {Drawing} drawing */
    paint(ink, drawing) {
      for (const layer of layers) layer.paint(ink, drawing);
    },
  };
}

/** A dot that sets one value or two (`kit.Handle`). */
class Handle extends Held {
  constructor(root, section, spec) {
    super(root, section, spec);
    /** the axes along which it moves @type {("x" | "y")[]} */
    this.bound = /** @type {("x" | "y")[]} */ (["x", "y"]).filter((axis) => spec[axis]);
    this.knob = h("div", {
      className: `dl-knob dl-knob-${this.bound.join("")}${spec.line ? " dl-knob-line" : ""}`,
      ...(spec.elem_id && { id: spec.elem_id }),
      hidden: true, // until it has its place, and with it a value
      role: "slider",
      tabindex: "0",
      title: spec.label,
      "aria-label": spec.label,
      onkeydown: (event) => this.key(event),
    });
    root.append(this.knob);
    this.draggable(this.knob, (x, y) => {
      this.take("x", this.x.value(x));
      this.take("y", this.y.value(y));
    });
  }

  /** The limits that a value on an axis is kept to. @param {"x" | "y"} axis */
  limits(axis) {
    const key = this.spec[axis];
    const control = this.section.controls.get(key);
    return {
      minimum: control?.minimum,
      maximum: this.section.limit(key),
      step: this.spec.step ?? control?.step,
      log: this[axis].isLog,
    };
  }

  /** Set the value of an axis from a position along it, in the axis' own units. @param {"x" | "y"} axis */
  take(axis, position) {
    const key = this.spec[axis];
    if (!key || !Number.isFinite(position)) return;
    const origin = this.solve(this.spec[`${axis}_from`]);
    const scale = this.solve(this.spec[`${axis}_scale`]);
    const value = settled((position - origin) / scale, this.limits(axis));
    this.section.fail(key, "");
    this.section.set(key, value);
  }

  key(event) {
    const direction = ARROWS[event.key];
    if (!direction || !this.x) return;
    event.preventDefault();
    const [right, up] = direction;
    // a handle that moves along one axis answers all four arrows
    const along = { x: right || (this.spec.y ? 0 : up), y: up || (this.spec.x ? 0 : right) };
    for (const axis of this.bound) if (along[axis]) this.step(axis, along[axis], event.shiftKey ? 10 : 1);
  }

  /** Move the value of an axis by some steps. @param {"x" | "y"} axis */
  step(axis, direction, times) {
    const { section, spec } = this;
    const key = spec[axis];
    const now = section.values[key];
    const limits = this.limits(axis);
    const sign = Math.sign(this.solve(spec[`${axis}_scale`]) || 1);
    const next = limits.log ? now * 1.05 ** direction : now + direction * (limits.step ?? 0.01) * times * sign;
    section.set(key, settled(next, limits));
  }

  /** Where it stands along an axis, in the axis' own units. @param {"x" | "y"} axis */
  position(axis) {
    const { section, spec } = this;
    if (!spec[axis]) return this.solve(spec[`at_${axis}`]);
    const value = section.values[spec[axis]];
    if (value === null || value === undefined) return undefined;
    return this.solve(spec[`${axis}_from`]) + this.solve(spec[`${axis}_scale`]) * value;
  }

  /** @param {CanvasRenderingContext2D} ink @param {Drawing} drawing */
  paint(ink, drawing) {
    const { section, spec, knob } = this;
    knob.hidden = !this.look(drawing) || this.hidden();
    if (knob.hidden) return;
    const { x: xAxis, y: yAxis } = this;
    const x = xAxis.pixel(this.position("x"));
    const y = spec.line ? yAxis.start + 12 : yAxis.pixel(this.position("y"));
    knob.hidden = !(Number.isFinite(x) && Number.isFinite(y) && x >= xAxis.start - 1 && x <= xAxis.end + 1);
    if (knob.hidden) return;
    const inside = Math.min(yAxis.end, Math.max(yAxis.start, y));
    knob.style.transform = `translate(${x}px, ${spec.line ? yAxis.start : inside}px)`;
    if (spec.line) this.line(ink, x);
    this.dot(ink, x, inside);
    const values = this.bound.map((axis) => section.values[spec[axis]]);
    knob.setAttribute("aria-valuenow", String(values[0]));
    knob.setAttribute("aria-valuetext", values.map(readable).join(", "));
  }

  line(ink, x) {
    const { start, end, length } = this.y;
    this.knob.style.height = `${length}px`;
    ink.strokeStyle = role(this.spec.color);
    ink.lineWidth = 2;
    ink.beginPath();
    ink.moveTo(x, start);
    ink.lineTo(x, end);
    ink.stroke();
  }
}

/** Dots along x whose positions are the numbers of a text (`kit.Points`). */
class Points extends Held {
  constructor(root, section, spec) {
    super(root, section, spec);
    /** @type {HTMLElement[]} */
    this.knobs = [];
    this.last = { at: 0, x: 0, y: 0 };
    root.addEventListener("pointerdown", (event) => this.press(event));
  }

  now() {
    return numbers(this.section.values[this.spec.key]);
  }

  write(list) {
    this.section.fail(this.spec.key, "");
    this.section.set(this.spec.key, list.join(", "));
  }

  /** The value at a pixel, kept to the axis. */
  along(pixel) {
    const [minimum, maximum] = this.x.span;
    return settled(this.x.value(pixel), { minimum, maximum, step: this.spec.step });
  }

  put(i, value) {
    this.write(this.now().map((old, k) => (k === i ? value : old)));
  }

  remove(i) {
    const list = this.now();
    if (list.length > this.spec.fewest) this.write(list.filter((_, k) => k !== i));
  }

  knob(i) {
    if (this.knobs[i]) return this.knobs[i];
    const knob = h("div", {
      className: "dl-knob dl-knob-x",
      role: "slider",
      tabindex: "0",
      title: this.spec.label,
      onkeydown: (event) => this.key(event, i),
    });
    this.draggable(knob, (x) => this.put(i, this.along(x)), (_, y) => y < this.y.start - ABOVE && this.remove(i));
    this.knobs[i] = knob;
    this.root.append(knob);
    return knob;
  }

  key(event, i) {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.remove(i);
      return;
    }
    const [right, up] = ARROWS[event.key] ?? [0, 0];
    if (!right && !up) return;
    event.preventDefault();
    const { step } = this.spec;
    this.put(i, settled(this.now()[i] + (right || up) * step * (event.shiftKey ? 100 : 10), { step }));
  }

  /** Add a point at a double press. Plotly covers the page while a button is down, so no dblclick comes. */
  press(event) {
    const { last, x: axis, spec } = this;
    const again =
      event.timeStamp - last.at < 450 && Math.hypot(event.clientX - last.x, event.clientY - last.y) < 12;
    this.last = { at: again ? 0 : event.timeStamp, x: event.clientX, y: event.clientY };
    if (!again || !axis || this.hidden() || this.now().length >= spec.most) return;
    const x = event.clientX - this.root.getBoundingClientRect().left;
    if (x < axis.start || x > axis.end) return;
    this.write([...this.now(), this.along(x)]);
  }

  /** @param {CanvasRenderingContext2D} ink @param {Drawing} drawing */
  paint(ink, drawing) {
    const list = this.look(drawing) && !this.hidden() ? this.now() : [];
    list.forEach((value, i) => {
      const knob = this.knob(i);
      const x = this.x.pixel(value);
      const y = this.y.pixel(this.solve(this.spec.at_y));
      knob.hidden = !Number.isFinite(x) || !Number.isFinite(y);
      if (knob.hidden) return;
      knob.style.transform = `translate(${x}px, ${y}px)`;
      setAttribute(knob, "aria-label", `${this.spec.label} ${i + 1} of ${list.length}`);
      knob.setAttribute("aria-valuenow", String(value));
      this.dot(ink, x, y);
    });
    this.knobs.slice(list.length).forEach((knob) => (knob.hidden = true));
  }
}
