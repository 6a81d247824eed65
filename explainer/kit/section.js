// A section's state: the values of its controls, what Python answered, and who repaints for it.
//
// Controls set values; sources ask Python when a value that they depend on changes; panels repaint
// in the next frame. The figures of a section share all three, so that one hand moves them together.

import { check } from "./check.js";
import * as links from "./links.js";
import { LONG, Source } from "./source.js";
import { lettersOf } from "./tex.js";

/** @type {Map<string, Section>} */
const sections = new Map();

/** The one section of that name on this page. @param {string} name */
export function section(name) {
  if (!sections.has(name)) sections.set(name, new Section(name));
  return sections.get(name);
}

/** The sentence for a link that names a file or drawing, which stayed in the page where it was made. */
function uncarried(control, value) {
  const text = control.choices?.find(([choice]) => choice === value)[1] ?? value;
  return `The link: ${lettersOf(control.label)} is “${text}”, which stays with who made it: links carry no files or drawings.`;
}

/** The settings of a preset by its name; none where there is no such preset. @param {Kit.Control} control @returns {Record<string, any>} */
export const settingsOf = (control, name) => control.choices.find(([, , settings]) => settings[control.key] === name)?.[2] ?? {};

export class Section {
  constructor(name) {
    this.name = name;
    /** @type {Record<string, any>} */
    this.values = {};
    /** @type {Record<string, any>} */
    this.defaults = {};
    /** @type {Map<string, Kit.Control>} */
    this.controls = new Map();
    /** @type {Map<string, Source>} */
    this.sources = new Map();
    /** @type {Map<string, Kit.Stream>} */
    this.streams = new Map();
    /** one sentence per control; of the whole figure under "" @type {Map<string, string>} */
    this.errors = new Map();
    /** what would be allowed instead of a refused value @type {Map<string, string>} */
    this.offers = new Map();
    /** long values that the server has cached, each with its name there @type {Map<string, {value: string, name: Promise<string>}>} */
    this.cached = new Map();
    /** @type {{keys: Set<string>, run: () => void}[]} */
    this.listeners = [];
    /** called at once when a value changes, before anything is asked @type {Set<(key: string, value: any) => void>} */
    this.followers = new Set();
    /** @type {Set<string>} */
    this.dirty = new Set();
    this.frame = 0;
    /** when something changed last */
    this.stirred = -Infinity;
  }

  /**
   * Take a control's value; the link's value wins if it is allowed. The first control of a key counts.
   * @param {Kit.Control} control
   */
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

  /** The answer that a source shows now, or undefined. @param {string} name */
  answer(name) {
    return this.sources.get(name)?.value ?? undefined;
  }

  /**
   * What a path leads to in the answers, or undefined: "source.part.{key}", where {key} stands for the
   * value of that key.
   * @param {string | null | undefined} path
   */
  dig(path) {
    if (!path) return undefined;
    const [name, ...parts] = path.split(".");
    let found = this.sources.get(name)?.value;
    for (const part of parts) found = found?.[part[0] === "{" ? this.values[part.slice(1, -1)] : part];
    return found;
  }

  /** Values that a link carries. */
  linkable() {
    return Object.fromEntries(
      [...this.controls.values()]
        .filter((control) => control.linked !== false)
        .map((control) => [control.key, this.values[control.key]]),
    );
  }

  /** The largest value that a control allows now. @param {string} key */
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
    this.controls.get(key)?.follow?.(value); // a number that is part of a text
    for (const control of this.controls.values()) {
      if (control.maximum_key === key && this.values[control.key] > value) this.set(control.key, value);
    }
    for (const source of this.sources.values()) if (source.keys.includes(key)) source.ask();
    if (this.controls.has(key)) links.follow(this);
  }

  /** Set values whose answer is known already: only the other sources that follow them are asked. */
  replay(name, answer, values) {
    this.sources.get(name)?.show(answer);
    for (const [key, value] of Object.entries(values)) {
      if (this.values[key] === value) continue;
      this.values[key] = value;
      this.errors.delete(key);
      this.touch(key);
      for (const source of this.sources.values()) {
        if (source.name !== name && source.keys.includes(key)) source.ask();
      }
    }
    links.follow(this);
  }

  /** The values as they are sent: a long one that every drag needs is sent once, and by its name from then on. */
  async lighten(values, call) {
    const light = { ...values };
    for (const [key, value] of Object.entries(values)) {
      if (!this.controls.get(key)?.resent || typeof value !== "string" || value.length <= LONG) continue;
      if (this.cached.get(key)?.value !== value) {
        const name = call("@keep", { value }).then((answer) => answer.kept ?? null); // null: not cached
        name.catch(() => this.cached.delete(key)); // tried again at the next move
        this.cached.set(key, { value, name });
      }
      light[key] = { kept: await this.cached.get(key).name };
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

  /** Something changed: who listens to it runs once, in the next frame. */
  touch(key) {
    this.dirty.add(key);
    this.stirred = performance.now();
    this.frame ||= requestAnimationFrame(() => this.flush());
  }

  flush() {
    this.frame = 0;
    const dirty = this.dirty;
    this.dirty = new Set();
    for (const { keys, run } of [...this.listeners]) {
      for (const key of keys) {
        if (dirty.has(key)) {
          run();
          break;
        }
      }
    }
  }

  /**
   * Run in the frame after one of the keys changed: a value's key, "@source" for an answer, "?source" for
   * whether it is awaited, "!errors".
   * @param {Iterable<string>} keys @param {() => void} run
   */
  on(keys, run) {
    this.listeners.push({ keys: new Set(keys), run });
  }

  /**
   * The source of that name, made at the first call.
   * @param {Kit.SourceSpec} spec
   * @param {Kit.Ask | null} call null on a saved page
   */
  source(spec, call) {
    if (!this.sources.has(spec.name)) this.sources.set(spec.name, new Source(this, spec, call));
    return this.sources.get(spec.name);
  }
}
