// A run on the server whose steps arrive one by one: painted as they come, kept, then scrubbed.

import { unpackAll } from "./codec.js";

/**
 * A stream of a figure: `start`, `stop`, and the section's values `state`, `frames`, `progress`,
 * `t`, `last` (each after the stream's own prefix, where it has one).
 * @param {import("./section.js").Section} section
 * @param {{name: string, keys: string[], film: string, prefix?: string}} spec
 * @param {(name: string, values: any, signal: AbortSignal) => AsyncGenerator<any>} open
 */
export function stream(section, spec, open) {
  /** @type {AbortController | null} */
  let run = null;
  const own = (name) => `${spec.prefix ?? ""}${name}`;

  async function start() {
    run?.abort();
    const mine = new AbortController();
    run = mine;
    const values = Object.fromEntries(spec.keys.map((key) => [key, section.values[key]]));
    const source = section.sources.get(spec.film);
    const film = { times: [], tracks: {} };
    section.fail("", "");
    section.set(own("state"), "running");
    section.set(own("progress"), "starting…");
    try {
      for await (const step of open(spec.name, values, mine.signal)) {
        if (mine.signal.aborted) return;
        if (step.error) throw Object.assign(new Error(step.error.message), { key: step.error.key });
        if (step.state === "waiting") section.set(own("progress"), "waiting for another visitor's run…");
        if (step.tracks) add(source, film, step);
      }
      if (mine.signal.aborted) return;
      if (film.times.length === 0) throw new Error("The server sent nothing.");
      section.set(own("state"), "done");
    } catch (error) {
      if (mine.signal.aborted) return;
      section.set(own("state"), "failed");
      section.set(own("progress"), "");
      const known = error.key !== undefined;
      const sentence = known ? error.message : "The run broke off: the server does not answer. Try again.";
      section.fail(known && section.controls.has(error.key) ? error.key : "", sentence);
    } finally {
      if (run === mine) run = null;
    }
  }

  function add(source, film, { t, tracks, of, answer, values, words }) {
    film.times.push(t);
    for (const [name, packed] of Object.entries(tracks)) (film.tracks[name] ??= []).push(unpackAll(packed));
    if (answer) {
      (film.answers ??= []).push(unpackAll(answer));
      (film.values ??= []).push(values);
    }
    if (film.times.length === 1) source.show(film); // the last film stays until this one has begun
    else section.touch(`@${spec.film}`);
    source.raw = film;
    section.set(own("last"), film.times.length === 1 ? t : Math.max(t, section.values[own("last")]));
    section.set(own("t"), t);
    section.set(own("frames"), film.times.length);
    section.set(own("progress"), words ?? `${film.times.length} of ${of} frames`);
  }

  function stop() {
    if (!run) return;
    run.abort();
    run = null;
    section.set(own("state"), "stopped");
    section.set(own("progress"), "stopped; the frames so far stay");
  }

  // a film that is shipped, or that comes for another class, is no run's work
  section.values[own("state")] ??= "shipped";
  let seen = null;
  section.on([`@${spec.film}`], () => {
    const film = section.sources.get(spec.film)?.value;
    if (run || !film || film === seen) return;
    if (seen && Array.isArray(film.times)) return;
    seen = film;
    if (!Array.isArray(film.times)) {
      section.set(own("state"), "shipped");
      section.set(own("progress"), "");
    }
    section.set(own("frames"), film.times.length);
    section.set(own("last"), Math.max(...film.times));
  });

  section.on(section.sources.get(spec.film).keys, stop); // another film is asked for, which the run is not of

  return { start, stop, own, running: () => run !== null };
}
