// A section's state: what its controls say, what Python answered, and who repaints for it.
//
// Controls set values; sources ask Python when a value that they depend on changes; panels repaint
// in the next frame. Figures of one section share all three, so one hand moves them together.

import { check } from "./check.js";
import * as links from "./links.js";
import { LONG, Source } from "./source.js";

/** @type {Map<string, Section>} */
const sections = new Map();

/** The one section of that name on this page. @param {string} name */
export function section(name) {
  if (!sections.has(name)) sections.set(name, new Section(name));
  return sections.get(name);
}

/** What is told where a link asks for something that only the page had in which it was made. */
function uncarried(control, value) {
  const text = control.choices?.find(([one]) => one === value)[1] ?? value;
  return `The link: ${control.label} is “${text}”, which stays with who made it: links carry no files or drawings.`;
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
    /** what would be allowed in the place of what was refused @type {Map<string, string>} */
    this.offers = new Map();
    /** long values that the server keeps, each with the name of it @type {Map<string, {value: string, name: Promise<string>}>} */
    this.held = new Map();
    /** @type {{keys: Set<string>, run: () => void}[]} */
    this.listeners = [];
    /** @type {Set<(key: string, value: any) => void>} told at once, before anything is asked */
    this.followers = new Set();
    this.dirty = new Set();
    this.frame = 0;
  }

  /** Make a control's value known; the link's value wins if it is allowed. The first of a key defines. */
  define(control) {
    if (this.controls.has(control.key)) return;
    this.controls.set(control.key, control);
    this.defaults[control.key] = control.value;
    this.values[control.key] = control.value;
    const raw = control.linked === false ? undefined : links.take(this.name, control.key);
    if (raw === undefined) return;
    const result = check(control, raw, this.values);
    if ("error" in result) this.errors.set(control.key, `The link: ${result.error}`);
    else if (control.own?.includes(result.value)) this.errors.set(control.key, uncarried(control, result.value));
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
    this.offers.delete(key);
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

  /** The values as they are sent: a file that every move needs is sent once, and by its name from then on. */
  async lighten(values, call) {
    const light = { ...values };
    for (const [key, value] of Object.entries(values)) {
      if (!this.controls.get(key)?.resent || typeof value !== "string" || value.length <= LONG) continue;
      if (this.held.get(key)?.value !== value) {
        const name = call("@keep", { value }).then((answer) => answer.kept ?? null); // null: not kept, lost at once
        name.catch(() => this.held.delete(key)); // tried again at the next move
        this.held.set(key, { value, name });
      }
      light[key] = { kept: await this.held.get(key).name };
    }
    return light;
  }

  /** Say under a control what is wrong with it ("" clears), and what would be allowed instead. */
  fail(key, sentence, offer = undefined) {
    if (offer === undefined) this.offers.delete(key);
    else this.offers.set(key, offer);
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
   * @param {import("./source.js").SourceSpec} spec
   * @param {((name: string, values: Record<string, any>) => Promise<any>) | null} call null on a saved page
   */
  source(spec, call) {
    if (!this.sources.has(spec.name)) this.sources.set(spec.name, new Source(this, spec, call));
    return this.sources.get(spec.name);
  }
}
