// A section's state: what its controls say, what Python answered, and who repaints for it.
//
// Controls set values; sources ask Python when a value that they depend on changes; panels repaint
// in the next frame. Figures of one section share all three, so one hand moves them together.

import { latest } from "./asked.js";
import { unpackAll } from "./codec.js";
import { check } from "./check.js";
import * as links from "./links.js";

/** @typedef {{name: string, keys: string[], only?: Record<string, [string, any]>, initial?: any}} SourceSpec */

const MOST_KEPT = 12;
const LONGEST_KEPT = 2000; // an upload among the settings is not worth keeping

/** @type {Map<string, Section>} */
const sections = new Map();

/** The one section of that name on this page. @param {string} name */
export function section(name) {
  if (!sections.has(name)) sections.set(name, new Section(name));
  return sections.get(name);
}

export class Section {
  constructor(name) {
    this.name = name;
    /** @type {Record<string, any>} */
    this.values = {};
    /** @type {Record<string, any>} */
    this.defaults = {};
    /** @type {Map<string, any>} */
    this.controls = new Map();
    /** @type {Map<string, Source>} */
    this.sources = new Map();
    /** @type {Map<string, {start: () => void, stop: () => void, running: () => boolean}>} */
    this.streams = new Map();
    /** @type {Map<string, string>} one sentence a control, or a whole figure under "" */
    this.errors = new Map();
    /** @type {{keys: Set<string>, run: () => void}[]} */
    this.listeners = [];
    /** @type {Set<(key: string, value: any) => void>} told at once, before anything is asked */
    this.followers = new Set();
    this.dirty = new Set();
    this.frame = 0;
  }

  /** Make a control's value known; the link's value wins if it is allowed. The first figure defines. */
  define(control) {
    if (this.controls.has(control.key)) return;
    this.controls.set(control.key, control);
    this.defaults[control.key] = control.value;
    this.values[control.key] = control.value;
    const raw = control.linked === false ? undefined : links.take(this.name, control.key);
    if (raw === undefined) return;
    const result = check(control, raw, this.values);
    if ("error" in result) this.errors.set(control.key, `The link: ${result.error}`);
    else this.values[control.key] = result.value;
  }

  /** Values that a link carries. */
  linkable() {
    return Object.fromEntries(
      [...this.controls.values()]
        .filter((control) => control.linked !== false)
        .map((control) => [control.key, this.values[control.key]]),
    );
  }

  /** @param {string} key */
  limit(key) {
    const control = this.controls.get(key);
    const other = control?.maximum_key && this.values[control.maximum_key];
    return other ?? control?.maximum;
  }

  set(key, value) {
    if (this.values[key] === value) return;
    this.values[key] = value;
    this.errors.delete(key);
    this.touch(key);
    for (const follow of this.followers) follow(key, value);
    this.controls.get(key)?.follow?.(value); // a number that is written into a text
    for (const control of this.controls.values()) {
      if (control.maximum_key === key && this.values[control.key] > value) this.set(control.key, value);
    }
    for (const source of this.sources.values()) if (source.keys.includes(key)) source.ask();
    if (this.controls.has(key)) links.follow(this);
  }

  /** Values and the answer to them, both known already: nothing is asked but what else follows. */
  replay(name, answer, values) {
    this.sources.get(name)?.show(answer);
    for (const [key, value] of Object.entries(values)) {
      if (this.values[key] === value) continue;
      this.values[key] = value;
      this.errors.delete(key);
      this.touch(key);
      for (const one of this.sources.values()) if (one.name !== name && one.keys.includes(key)) one.ask();
    }
    links.follow(this);
  }

  /** Say under a control what is wrong with it ("" clears). */
  fail(key, sentence) {
    if (sentence) this.errors.set(key, sentence);
    else if (!this.errors.delete(key)) return;
    this.touch("!errors");
  }

  /** Something changed: its listeners run once, in the next frame. */
  touch(key) {
    this.dirty.add(key);
    this.frame ||= requestAnimationFrame(() => this.flush());
  }

  flush() {
    this.frame = 0;
    const dirty = this.dirty;
    this.dirty = new Set();
    for (const listener of [...this.listeners]) {
      for (const key of listener.keys) {
        if (dirty.has(key)) {
          listener.run();
          break;
        }
      }
    }
  }

  /** @param {Iterable<string>} keys @param {() => void} run */
  on(keys, run) {
    const listener = { keys: new Set(keys), run };
    this.listeners.push(listener);
    return () => this.listeners.splice(this.listeners.indexOf(listener), 1);
  }

  /**
   * @param {SourceSpec} spec
   * @param {((name: string, values: Record<string, any>) => Promise<any>) | null} call null on a saved page
   */
  source(spec, call) {
    if (!this.sources.has(spec.name)) this.sources.set(spec.name, new Source(this, spec, call));
    return this.sources.get(spec.name);
  }
}

/** An answer of Python's that is kept, and asked for again when one of its keys changes. */
class Source {
  constructor(section, spec, call) {
    this.section = section;
    this.name = spec.name;
    this.keys = spec.keys;
    /** keys that are sent only while another value asks for them, such as an upload */
    this.only = spec.only ?? {};
    this.initial = spec.initial;
    /** @type {any} the last good answer */
    this.value = null;
    /** figures near the screen that show this answer; without one nothing is asked */
    this.wanted = new Set();
    this.stale = true;
    /** @type {Map<string, any>} settings as text → their answer, the oldest first */
    this.kept = new Map();
    this.raw = null;
    /** where its last refusal stands @type {string | null} */
    this.fault = null;
    /** @type {Record<string, any> | null} the settings that `value` answers */
    this.good = null;
    this.queued = false;
    /** asked, and not answered yet */
    this.waits = false;
    /** the settings that were asked last @type {Record<string, any> | null} */
    this.newest = null;
    /** how often a known answer was put in the place of what was asked */
    this.shown = 0;
    this.asked = 0;
    this.latest =
      call &&
      latest(
        (values) => call(spec.name, values),
        (answer, values) => {
          if (values === this.newest) this.rest();
          if (this.asked === this.shown) this.take(answer, values);
        },
        (error) => {
          console.warn(error);
          this.rest();
          this.refuse(["", "The server does not answer. What you see is the last good figure."]);
        },
      );
  }

  settings() {
    const { values } = this.section;
    const wanted = (key) => !this.only[key] || values[this.only[key][0]] === this.only[key][1];
    return Object.fromEntries(this.keys.map((key) => [key, wanted(key) ? values[key] : null]));
  }

  /** A figure comes near: the answer is wanted. The shipped one serves for the default settings. */
  want(figure) {
    this.wanted.add(figure);
    if (!this.stale) return;
    const { values, defaults } = this.section;
    const asShipped = this.keys.every((key) => values[key] === defaults[key]);
    if (this.initial && (asShipped || !this.latest)) {
      this.take(this.initial);
    } else {
      this.ask();
    }
  }

  /** A figure has left: what changes from now on is asked when one comes back. */
  leave(figure) {
    this.wanted.delete(figure);
  }

  ask() {
    this.stale = true;
    if (!this.wanted.size || !this.latest || this.queued) return;
    this.stale = false;
    this.queued = true;
    this.waits = true;
    this.section.touch(`?${this.name}`);
    queueMicrotask(() => {
      this.queued = false;
      const values = this.settings();
      const known = this.kept.get(JSON.stringify(values));
      this.newest = values;
      if (known) {
        this.rest();
        this.take(known, values);
      } else {
        this.asked = this.shown;
        this.latest(values);
      }
    });
  }

  /** Answers depend on the settings alone: the last few are kept, so going back asks nothing. */
  keep(answer, values) {
    const question = JSON.stringify(values);
    if (question.length > LONGEST_KEPT) return;
    this.kept.delete(question);
    this.kept.set(question, answer);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value);
  }

  /** Answered, or given up. */
  rest() {
    this.waits = false;
    this.section.touch(`?${this.name}`);
  }

  /** An answer that is known already, in the place of whatever is on its way. */
  show(answer) {
    this.rest();
    this.shown++;
    this.stale = false;
    this.value = answer;
    if (this.fault !== null) this.section.fail(this.fault, "");
    this.fault = null;
    this.section.touch(`@${this.name}`);
  }

  take(answer, values = this.settings()) {
    if (answer.error) {
      this.refuse([answer.error.key ?? "", answer.error.message]);
      return;
    }
    this.stale = false;
    this.keep(answer, values);
    this.raw = answer; // as it came, for a saved page
    this.good = values;
    this.value = unpackAll(answer);
    if (this.fault !== null) this.section.fail(this.fault, "");
    this.fault = null;
    this.section.touch(`@${this.name}`);
  }

  refuse([key, message]) {
    const control = this.section.controls.get(key);
    if (control?.sets && this.good) {
      // a refused upload is as if it had not been chosen: what is shown keeps its name
      this.section.values[key] = null;
      this.section.values[control.sets[0]] = this.good[control.sets[0]];
      this.section.touch(control.sets[0]);
    }
    this.fault = control ? key : "";
    this.section.fail(this.fault, message);
  }
}
