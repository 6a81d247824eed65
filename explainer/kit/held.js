// What a hand drags on a plot, whatever it sets: where its axes are, whether it shows, how it is caught.

import { onDrag } from "./dom.js";
import { role } from "./roles.js";

/** @typedef {import("./axes.js").Drawing} Drawing */

const RADIUS = 8; // of a dot

/** A dragged number as the control takes it: within the limits, on the step, without the noise of floats. */
export function settled(value, { minimum = -Infinity, maximum = Infinity, step = 0, log = false }) {
  const within = (number) => Math.min(maximum, Math.max(minimum, number));
  const inside = within(value);
  if (log) return within(Number(inside.toPrecision(3)));
  if (!step || inside === minimum || inside === maximum) return inside; // an end is always within reach
  const origin = Number.isFinite(minimum) && Number.isInteger(minimum / step) ? minimum : 0;
  return within(Number((origin + Math.round((inside - origin) / step) * step).toPrecision(12)));
}

/** The numbers of a text value: "1, 2.5" → [1, 2.5]; what is no number is left out. */
export function numbers(text) {
  const parts = String(text ?? "").split(",").map((part) => part.trim());
  return parts.filter(Boolean).map(Number).filter(Number.isFinite);
}

/** What a handle and a row of points have in common. */
export class Held {
  constructor(root, section, spec) {
    this.root = root;
    this.section = section;
    this.spec = spec;
    /** @type {import("./axes.js").Axis | null} */
    this.x = null;
    /** @type {import("./axes.js").Axis | null} */
    this.y = null;
  }

  /** Find the axes in what Plotly has drawn. @param {Drawing} drawing @returns {boolean} whether they are there */
  look(drawing) {
    this.x = drawing.axis(this.spec.xaxis);
    this.y = drawing.axis(this.spec.yaxis);
    if (!this.x || !this.y) this.x = this.y = null;
    return this.x !== null;
  }

  /** A number, the key of a value, or the path of a number in an answer. */
  solve(number) {
    if (typeof number !== "string") return number;
    return number.includes(".") ? this.section.dig(number) : this.section.values[number];
  }

  /** On a saved page nobody answers: a value that Python would have to follow has no handle there. */
  idle(key) {
    const { controls, sources } = this.section;
    if (!key) return false;
    return !controls.has(key) || [...sources.values()].some((source) => !source.latest && source.keys.includes(key));
  }

  hidden() {
    const { section, spec } = this;
    if (spec.when && section.values[spec.when[0]] !== spec.when[1]) return true;
    return this.idle(spec.x) || this.idle(spec.y) || this.idle(spec.key);
  }

  /**
   * Let a knob be dragged.
   * @param {HTMLElement} knob
   * @param {(x: number, y: number) => void} move gets the position in the plot, in pixels
   * @param {(x: number, y: number) => void} [end]
   */
  draggable(knob, move, end = () => {}) {
    const at = (event) => {
      const box = this.root.getBoundingClientRect();
      return /** @type {[number, number]} */ ([event.clientX - box.left, event.clientY - box.top]);
    };
    onDrag(knob, {
      press: (event) => {
        if (event.button) return false;
        event.stopPropagation(); // a plot that is itself pressed stays as it is
        event.preventDefault();
        knob.focus({ preventScroll: true });
        knob.classList.add("dl-held");
        return true;
      },
      move: (event) => this.x && move(...at(event)),
      release: (event) => {
        knob.classList.remove("dl-held");
        if (this.x) end(...at(event));
      },
    });
  }

  dot(ink, x, y) {
    ink.fillStyle = role(this.spec.color);
    ink.strokeStyle = role("ground");
    ink.lineWidth = 2.5;
    ink.beginPath();
    ink.arc(x, y, RADIUS, 0, 2 * Math.PI);
    ink.fill();
    ink.stroke();
  }
}
