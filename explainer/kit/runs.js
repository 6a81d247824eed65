// Runs on the server, one at a time: how a stream's steps arrive, end, and break off.

/** What a run says that waits. @param {number} before how many others wait before it */
const waiting = (before) =>
  before > 0
    ? `waiting for other visitors' runs; place ${before + 1} in the line…`
    : "waiting for another visitor's run…";
const BROKEN = "The run broke off: the server does not answer. Try again.";

/** The runs of one stream. Its values in the section have the stream's own prefix, where it has one. */
export class Runs {
  /** @param {import("./section.js").Section} section @param {Kit.StreamSpec} spec @param {Kit.Open} open */
  constructor(section, spec, open) {
    this.section = section;
    this.spec = spec;
    this.open = open;
    /** the run under way @type {AbortController | null} */
    this.current = null;
  }

  /** The section's key of a value of the run: "state", "progress", "t", … */
  own = (name) => `${this.spec.prefix ?? ""}${name}`;

  get(name) {
    return this.section.values[this.own(name)];
  }

  set(name, value) {
    this.section.set(this.own(name), value);
  }

  /** The values that a run is started with. @returns {Record<string, any>} */
  settings() {
    return Object.fromEntries(this.spec.keys.map((key) => [key, this.section.values[key]]));
  }

  /** End the run under way. @returns {boolean} whether there was one */
  stop() {
    if (!this.current) return false;
    this.current.abort();
    this.current = null;
    return true;
  }

  /**
   * Run instead of what is under way, and take each step.
   * @param {Record<string, any>} values @param {(step: any) => void} take
   * @returns {Promise<boolean>} whether it came to its end; false where it was stopped
   */
  async run(values, take) {
    this.stop();
    const mine = new AbortController();
    this.current = mine;
    try {
      for await (const step of this.open(this.spec.name, values, mine.signal)) {
        if (mine.signal.aborted) return false;
        if (step.error) throw Object.assign(new Error(step.error.message), { key: step.error.key });
        if (step.state === "waiting") this.set("progress", waiting(step.before));
        take(step);
      }
      return !mine.signal.aborted;
    } catch (error) {
      if (mine.signal.aborted) return false;
      throw error;
    } finally {
      if (this.current === mine) this.current = null;
    }
  }

  /** Say why a run broke off, beside the control that Python names. @returns {string} the key of that control */
  fail(error) {
    console.warn(error);
    this.set("state", "failed");
    this.set("progress", "");
    const refused = error.key !== undefined;
    const key = refused && this.section.controls.has(error.key) ? error.key : "";
    this.section.fail(key, refused ? error.message : BROKEN);
    return key;
  }
}
