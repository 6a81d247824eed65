// What Python is asked: the answer to some settings, asked for again when one of them changes.

import { latest } from "./asked.js";
import { unpackAll } from "./codec.js";
import { lost } from "./lost.js";

const REMEMBERED = 12;
const CALM_MS = 250; // after the hand's last move
/** Length from which on a text, such as an upload, is sent by its name and its answer is not remembered. */
export const LONG = 2000;

/** Settings as text, null where one of them is long. */
function question(values) {
  const long = Object.values(values).some((value) => typeof value === "string" && value.length > LONG);
  return long ? null : JSON.stringify(values);
}

/** A pure function of Python's: its last good answer, and the next one on its way. */
export class Source {
  /**
   * @param {import("./section.js").Section} section
   * @param {Kit.SourceSpec} spec
   * @param {Kit.Ask | null} call null on a saved page
   */
  constructor(section, spec, call) {
    this.section = section;
    this.name = spec.name;
    this.keys = spec.keys;
    /** keys that are sent only while another value wants them, such as an upload */
    this.only = spec.only ?? {};
    /** whether it is asked only when the hand rests */
    this.calm = spec.calm ?? false;
    this.moved = -Infinity;
    this.initial = spec.initial;
    /** @type {any} the last good answer */
    this.value = null;
    /** figures near the screen that show the answer; without one nothing is asked */
    this.wanted = new Set();
    /** whether the present settings have not been asked yet */
    this.stale = true;
    /** @type {Map<string, any>} settings as text → their answer, the oldest first */
    this.remembered = new Map();
    /** the last good answer as it came, for a saved page */
    this.raw = null;
    /** the control beside which its last refusal stands @type {string | null} */
    this.fault = null;
    /** @type {Record<string, any> | null} the settings that `value` answers */
    this.good = null;
    this.queued = false;
    /** whether the server did not answer: what is shown belongs to older settings */
    this.failed = false;
    /** whether it was asked and has not answered yet */
    this.waits = false;
    /** the number of the newest question */
    this.count = 0;
    /** the number of the question whose answer stands */
    this.shown = 0;
    this.call = call;
    this.latest =
      call &&
      latest(
        ({ values }) => this.send(values, call),
        (answer, { values, number }) => {
          const newest = this.isNewest(number);
          if (newest) this.rest();
          if (answer.error) {
            if (newest) this.refuse([answer.error.key ?? "", answer.error.message], answer.error.offer);
          } else if (number > this.shown) {
            this.shown = number;
            this.take(answer, values);
          } else {
            this.remember(answer, values);
          }
        },
        (error, { number }) => {
          console.warn(error);
          if (!this.isNewest(number)) return; // a known answer has overtaken it
          this.rest();
          this.stale = this.failed = true; // asked again when a figure comes near
          lost(`${section.name} ${this.name}`, () => this.stale && this.ask());
          this.refuse(["", "The server does not answer. What you see is the last good figure."]);
        },
      );
  }

  /** Ask; a long value that the server no longer has is sent once more. */
  async send(values, call) {
    const answer = await call(this.name, await this.section.lighten(values, call));
    if (!answer.lost) return answer;
    this.section.cached.clear();
    return call(this.name, values);
  }

  /** The values that are sent. @returns {Record<string, any>} */
  settings(values = this.section.values) {
    const wanted = (key) => !this.only[key] || values[this.only[key][0]] === this.only[key][1];
    return Object.fromEntries(this.keys.map((key) => [key, wanted(key) ? values[key] : null]));
  }

  /** An answer to the present settings and to some others, for itself alone. @param {Record<string, any>} more */
  once(more) {
    return this.call(this.name, { ...this.settings(), ...more });
  }

  /** A figure comes near the screen: the answer is wanted. The shipped one serves for the default settings. */
  want(figure) {
    this.wanted.add(figure);
    if (!this.stale) return;
    const { values, defaults } = this.section;
    const asShipped = this.keys.every((key) => values[key] === defaults[key]);
    if (this.initial && (asShipped || !this.latest)) {
      this.overtake();
      this.take(this.initial);
    } else {
      this.ask();
    }
  }

  /** A figure has left: what changes from now on is asked when one comes back. */
  leave(figure) {
    this.wanted.delete(figure);
  }

  /** Ask with the settings of the end of this task, or show the answer if it is remembered. */
  ask() {
    this.stale = true;
    this.moved = performance.now();
    if (!this.wanted.size || !this.latest || this.queued) return;
    this.queued = true;
    this.waits = true;
    this.section.touch(`?${this.name}`);
    this.soon(() => {
      this.queued = false;
      this.stale = false;
      const values = this.settings();
      const known = this.known(values);
      if (known) {
        this.overtake();
        this.take(known, values);
      } else {
        this.latest({ values, number: ++this.count });
      }
    });
  }

  /** Ask for values to come; their answer is remembered. What is refused or not answered is asked again in its time. */
  async foresee(values) {
    const asked = this.settings(values);
    if (!this.call || question(asked) === null || this.known(asked)) return;
    const answer = await this.call(this.name, asked).catch(() => null);
    if (answer && !answer.error) this.remember(answer, asked);
  }

  /** The answer to some settings, if it is remembered. */
  known(settings) {
    return this.remembered.get(question(settings));
  }

  /** Run after everything that the hand sets now is set; for a calm source that has to ask, once the hand has rested. */
  soon(run) {
    const turn = () => {
      const rested = performance.now() - this.moved;
      if (this.calm && rested < CALM_MS && !this.known(this.settings())) setTimeout(turn, CALM_MS - rested);
      else run();
    };
    queueMicrotask(turn);
  }

  /** An answer depends on the settings alone: the last few are remembered, so going back asks nothing. */
  remember(answer, values) {
    const asked = question(values);
    if (asked === null) return;
    this.remembered.delete(asked);
    this.remembered.set(asked, answer);
    if (this.remembered.size > REMEMBERED) this.remembered.delete(this.remembered.keys().next().value);
  }

  isNewest(number) {
    return number === this.count && !this.queued;
  }

  /** The question was answered or given up. */
  rest() {
    this.waits = false;
    this.section.touch(`?${this.name}`);
  }

  /** A known answer takes the place of whatever is on its way. */
  overtake() {
    this.shown = ++this.count;
    this.stale = false;
    this.rest();
  }

  /** Show an unpacked answer that comes from elsewhere. */
  show(answer) {
    this.overtake();
    this.put(answer);
  }

  take(answer, values = this.settings()) {
    this.remember(answer, values);
    this.raw = answer;
    this.good = values;
    this.put(unpackAll(answer));
  }

  put(value) {
    this.failed = false;
    this.value = value;
    if (this.fault !== null) this.section.fail(this.fault, "");
    this.fault = null;
    this.section.touch(`@${this.name}`);
  }

  refuse([key, message], offer = undefined) {
    const control = this.section.controls.get(key);
    if (control?.sets && this.good) {
      // a refused upload counts as not chosen: the choice goes back to what is shown
      this.section.values[key] = null;
      this.section.values[control.sets[0]] = this.good[control.sets[0]];
      this.section.touch(control.sets[0]);
    }
    this.fault = control ? key : "";
    this.section.fail(this.fault, message, offer);
  }
}
