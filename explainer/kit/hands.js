// What a hand does on a map: it drags the dots of the map, moves them with arrow keys, or draws a stroke.

import { pairOf, pairRead, pairText } from "./atlas.js";
import { ARROWS, h, onDrag, shareOf } from "./dom.js";
import { role } from "./roles.js";

const STROKE = 120; // points of a stroke, at most

/** Keys that a hand holds now: several maps of a section can have the same hand. @type {WeakMap<any, Set<string>>} */
const heldBySection = new WeakMap();

/** The dots of one map, and the stroke that is drawn on it. */
export class Hands {
  /** @param {import("./map.js").MapPanel} map */
  constructor(map) {
    this.map = map;
    this.section = map.section;
    /** @type {any[]} */
    this.specs = map.spec.hands;
    this.grabbed = -1; // which one a hand has
    /** the points of a stroke under way @type {number[][] | null} */
    this.stroke = null;
    if (!heldBySection.has(this.section)) heldBySection.set(this.section, new Set());
    this.held = heldBySection.get(this.section);
    this.knobs = this.specs.map((spec, i) => this.knob(spec, i));
    map.holder.append(...this.knobs);
    for (const { key, rest } of this.specs) if (rest) this.section.values[rest] ??= this.section.values[key];
    this.specs.forEach(({ key }, i) => this.section.on([key], () => this.settle(i)));
    onDrag(map.holder, {
      press: (event) => this.press(event),
      move: (event) => this.move(event),
      release: () => this.release(),
    });
  }

  knob(spec, i) {
    return h("div", {
      className: "dl-knob",
      role: "slider",
      tabindex: "0",
      title: spec.label,
      "aria-label": spec.label,
      onkeydown: (event) => this.key(event, i),
    });
  }

  set(i, pair) {
    const { key } = this.specs[i];
    this.section.fail(key, "");
    this.section.set(key, pairText(pair));
  }

  /** What is asked of Python follows the hand once it has let go. */
  settle(i) {
    const { key, rest } = this.specs[i];
    if (rest && !this.held.has(key)) this.section.set(rest, this.section.values[key]);
  }

  key(event, i) {
    const { map } = this;
    const direction = ARROWS[event.key];
    const pair = pairOf(this.section.values[this.specs[i].key]);
    const answer = map.answer();
    if (!direction || !pair || !answer) return;
    event.preventDefault();
    const far = map.spec.step * (event.shiftKey ? 10 : 1);
    const [low, high] = map.spec.unit ? [[-1, -1], [1, 1]] : [answer.low, answer.high];
    this.set(i, pair.map((at, k) => Math.min(high[k], Math.max(low[k], at + far * direction[k]))));
  }

  press(event) {
    const { map } = this;
    const { draws } = map.spec;
    if (event.button || !map.view || !(this.specs.length || draws)) return false;
    event.preventDefault();
    if (draws && this.section.values[draws[1]] === draws[2]) {
      this.stroke = [];
    } else if (this.specs.length) {
      this.grabbed = this.nearest(event);
      this.held.add(this.specs[this.grabbed].key);
      this.knobs[this.grabbed].focus({ preventScroll: true });
    } else return false;
    this.move(event);
    return true;
  }

  nearest(event) {
    const far = (knob) => {
      const box = knob.getBoundingClientRect();
      return Math.hypot(box.left + box.width / 2 - event.clientX, box.top + box.height / 2 - event.clientY);
    };
    return this.knobs.reduce((best, knob, i) => (far(knob) < far(this.knobs[best]) ? i : best), 0);
  }

  /** Take the dot, or the stroke, to the pointer, kept inside the map. */
  move(event) {
    const { map } = this;
    const { canvas, view } = map;
    const [right, down] = shareOf(event, canvas).map((share) => Math.min(1, Math.max(0, share)));
    const point = [view.x(right * canvas.width), view.y(down * canvas.height)];
    if (!this.stroke) return this.set(this.grabbed, map.toPair(map.answer(), point));
    this.stroke.push(point);
    map.again();
  }

  release() {
    const { draws } = this.map.spec;
    const { stroke, grabbed } = this;
    this.grabbed = -1;
    this.stroke = null;
    if (stroke) {
      const every = Math.max(1, Math.ceil(stroke.length / STROKE));
      const points = stroke.filter((_, i) => i % every === 0 || i === stroke.length - 1);
      this.section.set(draws[0], points.map(pairText).join(" "));
    } else if (grabbed >= 0) {
      this.held.delete(this.specs[grabbed].key);
      this.settle(grabbed);
    }
  }

  paint(answer, side, unit) {
    this.specs.forEach((spec, i) => this.paintHand(spec, this.knobs[i], answer, side, unit));
  }

  paintHand(spec, knob, answer, side, unit) {
    const { map, section } = this;
    const pair = pairOf(section.values[spec.key]);
    knob.hidden = !pair;
    if (!pair) return;
    const point = map.toPlane(answer, pair);
    const [x, y] = [map.view.px(point[0]), map.view.py(point[1])];
    map.dot(x, y, 8 * unit, spec.color, unit);
    if (spec.text) this.letter(spec.text, x, y, unit);
    const css = map.cssWidth() / side;
    knob.style.transform = `translate(${x * css}px, ${y * css}px)`;
    knob.setAttribute("aria-valuenow", String(pair[0]));
    knob.setAttribute("aria-valuetext", pairRead(point));
  }

  letter(text, x, y, unit) {
    const { ink } = this.map;
    ink.fillStyle = role("ground");
    ink.font = `700 ${11 * unit}px system-ui, sans-serif`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.fillText(text, x, y);
  }
}
