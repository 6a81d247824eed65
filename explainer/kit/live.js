// A run without an end: played, paused, stepped and changed under way. The server keeps nothing: the
// text that a run needs to go on comes with its frames and is sent back with the next request.

import { pack, unpackAll } from "./codec.js";
import { Runs } from "./runs.js";

const MOST = 600; // frames; beyond, every second one is dropped
const EARLY = 2; // frames that may wait for a refresh of their own

/** @typedef {{times: number[], answers: any[], packed: any[], values: any[], tracks: Record<string, any[]>,
 *   saved: {at: number, text: string} | null}} LiveFilm `packed` are the answers as they came; `saved` is
 *   what a run needs to go on from the frame `at` */

/** A shipped film in lists, as a streamed one is. @returns {LiveFilm} */
function listed(film, packed) {
  const at = film.times.length - 1;
  const lists = Object.entries(film.tracks).map(([name, track]) => [name, Array.from(track)]);
  return {
    times: Array.from(film.times),
    answers: [...film.answers],
    packed: [...packed],
    values: [...film.values],
    tracks: Object.fromEntries(lists),
    saved: film.saved ? { at, text: film.saved } : null,
  };
}

/** @returns {LiveFilm} */
const empty = () => ({ times: [], answers: [], packed: [], values: [], tracks: {}, saved: null });

/** The film as Python would have shipped it, for a saved page. */
export function shippable({ times, packed, values, tracks }) {
  return { times: pack(times, [times.length], "i4"), answers: packed, values, tracks };
}

/** Keep only the frames for whose number `wanted` holds. */
export function filtered(film, wanted) {
  const pick = (list) => list.filter((_, i) => wanted(i));
  film.answers = pick(film.answers);
  film.packed = pick(film.packed);
  film.values = pick(film.values);
  film.times = film.answers.map((_, i) => i);
  for (const name of Object.keys(film.tracks)) film.tracks[name] = pick(film.tracks[name]);
}

/** What arrives in bursts, shown at one refresh each: of two at the same one nobody sees the first. */
export class InTurn {
  /** @param {(item: any) => void} show */
  constructor(show) {
    this.show = show;
    /** @type {any[]} */
    this.waiting = [];
    this.refresh = 0; // the request of the next one
  }

  push(item) {
    this.waiting.push(item);
    if (document.hidden) this.flush(); // where no refresh comes
    else this.refresh ||= requestAnimationFrame(() => this.next());
  }

  next() {
    this.refresh = 0;
    do this.show(this.waiting.shift());
    while (this.waiting.length > EARLY);
    if (this.waiting.length) this.refresh = requestAnimationFrame(() => this.next());
  }

  /** Show all that wait. */
  flush() {
    cancelAnimationFrame(this.refresh);
    this.refresh = 0;
    this.waiting.splice(0).forEach(this.show);
  }
}

/**
 * A run without an end of a figure.
 * @param {import("./section.js").Section} section @param {Kit.StreamSpec} spec @param {Kit.Open} open
 */
export const live = (section, spec, open) => new Live(section, spec, open);

class Live {
  constructor(section, spec, open) {
    this.section = section;
    this.spec = spec;
    this.runs = new Runs(section, spec, open);
    this.own = this.runs.own;
    this.playing = false; // what the visitor wants, whatever a request is doing
    /** @type {LiveFilm | null} */
    this.film = null;
    this.filmOf = ""; // the fixed settings that the film is of
    this.blamed = ""; // the control beside which the last refusal stands
    this.arrived = new InTurn((step) => this.add(step, false));
    section.values[this.own("state")] ??= "loading";
    section.values[this.own("progress")] ??= "";
    section.on([`@${spec.film}`], () => this.begin());
    section.on([...spec.keys, ...spec.live.fixed], () => this.changed());
  }

  get source() {
    return this.section.sources.get(this.spec.film);
  }

  /** The fixed settings as text. */
  fixed() {
    return JSON.stringify(this.spec.live.fixed.map((key) => this.section.values[key]));
  }

  /** The shipped film is there; it serves as long as every setting stands at its default. */
  begin() {
    const { section, spec, source } = this;
    if (this.film || !source?.value) return;
    this.keep(listed(source.value, source.raw.answers));
    this.filmOf = this.fixed();
    if (spec.keys.every((key) => section.values[key] === section.defaults[key])) {
      this.state("shipped", "");
      this.ended(this.film.times.length - 1);
    } else this.go("new");
  }

  changed() {
    if (!this.film) return;
    if (this.fixed() !== this.filmOf) this.go("new");
    else if (this.playing) this.go("play");
  }

  /** Show another film from now on. @param {LiveFilm} film */
  keep(film) {
    this.film = film;
    this.source.value = film;
    // packed only when the page is saved
    Object.defineProperty(this.source, "raw", { get: () => shippable(this.film), set: () => {}, configurable: true });
  }

  state(name, words) {
    this.runs.set("state", name);
    if (words !== undefined) this.runs.set("progress", words);
  }

  /** Frames changed: say how many there are, and show frame `frame`. */
  ended(frame) {
    const { film, runs, section } = this;
    runs.set("last", Math.max(film.times.length - 1, 0));
    runs.set("frames", film.times.length);
    if (runs.get("t") !== frame) runs.set("t", frame);
    else for (const follow of section.followers) follow(this.own("t"), frame);
    section.touch(`@${this.spec.film}`);
  }

  /** Back to the last frame that a run can go on from. Returns what it needs for it. */
  cut() {
    if (!this.film?.saved) return null;
    const { at, text } = this.film.saved;
    if (this.film.times.length > at + 1) {
      filtered(this.film, (i) => i <= at);
      this.ended(Math.min(this.runs.get("t"), at));
    }
    return text;
  }

  /** Ask for the frames of a move: "new", "play", or a step. */
  async go(move) {
    const { runs } = this;
    runs.stop();
    this.arrived.flush();
    const asked = this.fixed();
    const values = { ...runs.settings(), move, saved: move === "new" ? null : this.cut() };
    this.calm();
    this.state(move === "play" ? "running" : "working");
    let first = values.saved === null; // a film that can't go on is followed by another
    let trouble = null;
    const take = (step) => {
      if (step.trouble) trouble = step;
      else if (step.tracks && first) this.add(step, first);
      else if (step.tracks) this.arrived.push(step);
      if (step.tracks && first) this.filmOf = asked; // a refused request makes no film: the old one stays
      if (step.tracks) first = false;
    };
    try {
      const ended = await runs.run(values, take);
      this.arrived.flush();
      if (!ended) return;
      if (trouble) this.broke(trouble);
      else if (this.playing && (move === "play" || move === "new")) this.go("play");
      else this.state("paused");
    } catch (error) {
      this.playing = false;
      this.blamed = runs.fail(error);
    }
  }

  /** The run said why it can't go on. */
  broke({ trouble, saved }) {
    const { film, section, spec } = this;
    this.playing = false;
    film.saved = { at: film.times.length - 1, text: saved };
    this.state("broken", "");
    const player = this.players().find((control) => control.stream === spec.name);
    section.fail(player?.key ?? "", trouble);
    this.ended(film.times.length - 1);
  }

  players() {
    return [...this.section.controls.values()].filter((control) => control.type === "player");
  }

  /** A frame has arrived; with `anew` it is the first of another film. */
  add({ tracks, answer, values, words, saved, grows }, anew) {
    const { runs, section } = this;
    if (anew) this.keep(empty());
    const { film } = this;
    const follows = anew || runs.get("t") >= film.times.length - 1;
    film.times.push(film.times.length);
    film.answers.push(unpackAll(answer));
    film.packed.push(answer);
    film.values.push(values);
    for (const [name, value] of Object.entries(tracks)) (film.tracks[name] ??= []).push(value);
    if (saved) film.saved = { at: film.times.length - 1, text: saved };
    if (saved && film.times.length > MOST) this.thin(follows);
    for (const [key, value] of Object.entries(grows)) {
      section.set(key, anew ? value : Math.max(value, section.values[key] ?? value));
    }
    runs.set("progress", words);
    this.ended(follows ? film.times.length - 1 : runs.get("t"));
  }

  /** Drop every second frame; the frame under the hand stays near where it was. */
  thin(follows) {
    const { film, runs, section } = this;
    const end = film.times.length - 1;
    filtered(film, (i) => i % 2 === 0 || i === end);
    film.saved.at = film.times.length - 1;
    if (!follows) section.values[this.own("t")] = Math.floor(runs.get("t") / 2);
  }

  pause() {
    this.playing = false;
    if (!this.runs.stop()) return;
    this.arrived.flush();
    this.cut();
    this.state("paused");
  }

  start() {
    this.playing = true;
    this.runs.set("t", this.runs.get("last") ?? 0);
    this.go("play");
  }

  stop() {
    this.pause();
  }

  step(move) {
    this.pause();
    this.runs.set("t", this.runs.get("last") ?? 0);
    this.go(move);
  }

  reset() {
    this.go("new");
  }

  /** Go on from before it broke. */
  back() {
    this.calm();
    this.state("paused", "");
    this.ended(this.film.times.length - 1);
  }

  running() {
    return this.playing;
  }

  /** Nothing is wrong any more. */
  calm() {
    for (const key of ["", this.blamed, ...this.players().map((player) => player.key)]) this.section.fail(key, "");
  }
}
