// A run on the server whose steps arrive one by one: painted as they arrive, then scrubbed in the page.

import { unpackAll } from "./codec.js";
import { Runs } from "./runs.js";

/**
 * A stream of a figure: it fills the film `spec.film` and sets the section's values `state`, `frames`,
 * `progress`, `t`, `last` (each after the stream's own prefix, where it has one).
 * @param {import("./section.js").Section} section @param {Kit.StreamSpec} spec @param {Kit.Open} open
 */
export const stream = (section, spec, open) => new Stream(section, spec, open);

class Stream {
  constructor(section, spec, open) {
    this.section = section;
    this.spec = spec;
    this.source = section.sources.get(spec.film);
    this.runs = new Runs(section, spec, open);
    this.own = this.runs.own;
    this.shown = null; // the last film that was no run's work
    section.values[this.own("state")] ??= "shipped";
    section.on([`@${spec.film}`], () => this.replaced());
    section.on(this.source.keys, () => this.stop()); // a film of other settings is asked for
  }

  async start() {
    const { runs, section } = this;
    const film = { times: [], tracks: {} };
    section.fail("", "");
    runs.set("state", "running");
    runs.set("progress", "starting…");
    try {
      const ended = await runs.run(runs.settings(), (step) => step.tracks && this.add(film, step));
      if (!ended) return;
      if (film.times.length === 0) throw new Error("The server sent nothing.");
      runs.set("state", "done");
    } catch (error) {
      runs.fail(error);
    }
  }

  /** A frame of the run has arrived. */
  add(film, { t, tracks, of, answer, values, words }) {
    const { runs, section, source } = this;
    film.times.push(t);
    for (const [name, packed] of Object.entries(tracks)) (film.tracks[name] ??= []).push(unpackAll(packed));
    if (answer) {
      (film.answers ??= []).push(unpackAll(answer));
      (film.values ??= []).push(values);
    }
    const count = film.times.length;
    if (count === 1) source.show(film); // the last film stays until this one has begun
    else section.touch(`@${this.spec.film}`);
    source.raw = film;
    runs.set("last", count === 1 ? t : Math.max(t, runs.get("last")));
    runs.set("t", t);
    runs.set("frames", count);
    runs.set("progress", words ?? `${count} of ${of} frames`);
  }

  stop() {
    if (!this.runs.stop()) return;
    this.runs.set("state", "stopped");
    this.runs.set("progress", "stopped; the frames so far stay");
  }

  /** The film changed: one that is shipped, or that comes for other settings, is no run's work. */
  replaced() {
    const { runs } = this;
    const film = this.source.value;
    if (this.running() || !film || film === this.shown) return;
    const streamed = Array.isArray(film.times);
    if (this.shown && streamed) return;
    this.shown = film;
    if (!streamed) {
      runs.set("state", "shipped");
      runs.set("progress", "");
    }
    runs.set("frames", film.times.length);
    runs.set("last", Math.max(...film.times));
  }

  running() {
    return this.runs.current !== null;
  }
}
