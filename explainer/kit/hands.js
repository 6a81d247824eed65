// What a hand does on a map: it drags the dots of the map, moves them with arrow keys, or draws a stroke.

import { pairOf, pairRead, pairText } from "./atlas.js";
import { ARROWS, h, onDrag, shareOf } from "./dom.js";
import { role } from "./roles.js";

const STROKE = 120; // points of a stroke, at most
const REST_MS = 220; // a finger that rests so long means the map; one that moves up or down means the page
const SLOP = 8; // pixels that a resting finger may move

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
    /** a finger of which it is not yet known whether it means the map @type {{x: number, y: number, timer: number} | null} */
    this.finger = null;
    if (!heldBySection.has(this.section)) heldBySection.set(this.section, new Set());
    this.held = heldBySection.get(this.section);
    this.knobs = this.specs.map((spec, i) => this.knob(spec, i));
    map.holder.append(...this.knobs);
    for (const { key, rest } of this.specs) if (rest) this.section.values[rest] ??= this.section.values[key];
    this.specs.forEach(({ key }, i) => this.section.on([key], () => this.settle(i)));
    onDrag(map.holder, {
      press: (event) => this.press(event),
      move: (event) => this.move(event),
      release: (event) => this.release(event),
    });
    const held = (event) => (this.stroke || this.grabbed >= 0) && event.cancelable && event.preventDefault();
    map.holder.addEventListener("touchmove", held, { passive: false }); // else the page would scroll along
  }

  knob(spec, i) {
    return h("div", {
      className: "dl-knob",
      hidden: true, // until it has its place, and with it a value
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
    const drawing = draws && this.section.values[draws[1]] === draws[2];
    if (!drawing && !this.specs.length) return false;
    event.preventDefault();
    if (drawing) {
      this.stroke = [];
      this.move(event);
    } else if (event.pointerType === "touch" && !this.knobs.includes(event.target)) {
      this.finger = { x: event.clientX, y: event.clientY, timer: setTimeout(() => this.take(event), REST_MS) };
    } else this.take(event);
    return true;
  }

  /** The nearest dot goes to the pointer, and along with it. */
  take(event) {
    clearTimeout(this.finger?.timer);
    this.finger = null;
    this.grabbed = this.nearest(event);
    this.held.add(this.specs[this.grabbed].key);
    this.knobs[this.grabbed].focus({ preventScroll: true });
    this.move(event);
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
    const { map, finger } = this;
    if (finger) {
      const [right, down] = [event.clientX - finger.x, event.clientY - finger.y].map(Math.abs);
      if (right > SLOP && right > down) this.take(event); // sideways the page does not scroll
      else if (down > SLOP) this.forget();
      return;
    }
    if (!this.stroke && this.grabbed < 0) return;
    const { canvas, view } = map;
    const [right, down] = shareOf(event, canvas).map((share) => Math.min(1, Math.max(0, share)));
    const point = [view.x(right * canvas.width), view.y(down * canvas.height)];
    if (!this.stroke) return this.set(this.grabbed, map.toPair(map.answer(), point));
    this.stroke.push(point);
    map.again();
  }

  /** The finger meant the page. */
  forget() {
    clearTimeout(this.finger?.timer);
    this.finger = null;
  }

  release(event) {
    if (this.finger && event.type === "pointerup") this.take(event); // a tap
    this.forget();
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
    const { draws } = this.map.spec;
    const drawing = draws && this.section.values[draws[1]] === draws[2];
    this.map.holder.classList.toggle("dl-drawn-on", Boolean(drawing));
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
