// A run without an end: played, paused, stepped and changed under way. The server keeps nothing: the
// text that a run needs to go on comes with its frames and is sent back with the next request.

import { pack, unpackAll } from "./codec.js";
import { h, saying } from "./controls.js";

const MOST = 600; // frames kept; beyond, every second one of the older is let go

/** The run's film in lists, whether it was shipped or is streamed; `packed` are the answers as they came. */
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

const empty = () => ({ times: [], answers: [], packed: [], values: [], tracks: {}, saved: null });

/** The film as Python would have shipped it, for a saved page. */
export function shippable({ times, packed, values, tracks }) {
  return { times: pack(times, [times.length], "i4"), answers: packed, values, tracks };
}

/** Keep only the frames that `wanted` says. */
export function filtered(film, wanted) {
  const pick = (list) => list.filter((_, i) => wanted(i));
  film.answers = pick(film.answers);
  film.packed = pick(film.packed);
  film.values = pick(film.values);
  film.times = film.answers.map((_, i) => i);
  for (const name of Object.keys(film.tracks)) film.tracks[name] = pick(film.tracks[name]);
}

/**
 * @param {import("./section.js").Section} section
 * @param {{name: string, keys: string[], film: string, prefix?: string, live: {fixed: string[]}}} spec
 * @param {(name: string, values: any, signal: AbortSignal) => AsyncGenerator<any>} open
 */
export function live(section, spec, open) {
  /** @type {AbortController | null} */
  let run = null;
  let training = false; // what the visitor wants, whatever a request is doing
  let film = null;
  let blamed = ""; // the control that the last refusal stood beside
  let made = ""; // the fixed settings that the film is of
  const own = (name) => `${spec.prefix ?? ""}${name}`;
  const picked = (keys) => JSON.stringify(keys.map((key) => section.values[key]));
  const untouched = () => spec.keys.every((key) => section.values[key] === section.defaults[key]);
  section.values[own("state")] ??= "loading";
  section.values[own("progress")] ??= "";

  section.on([`@${spec.film}`], () => {
    const source = section.sources.get(spec.film);
    if (film || !source?.value) return;
    keep(listed(source.value, source.raw.answers));
    made = picked(spec.live.fixed);
    if (untouched()) {
      state("shipped", "");
      ended(film.times.length - 1);
    } else go("new");
  });
  section.on([...spec.keys, ...spec.live.fixed], () => {
    if (!film) return;
    if (picked(spec.live.fixed) !== made) go("new");
    else if (training) go("play");
  });

  /** Another film from now on. */
  function keep(other) {
    film = other;
    const source = section.sources.get(spec.film);
    source.value = film;
    // made when the page is saved
    Object.defineProperty(source, "raw", { get: () => shippable(film), set: () => {}, configurable: true });
  }

  function state(name, words) {
    section.set(own("state"), name);
    if (words !== undefined) section.set(own("progress"), words);
  }

  /** Frames changed: how many there are, and which one is shown. */
  function ended(frame) {
    section.set(own("last"), Math.max(film.times.length - 1, 0));
    section.set(own("frames"), film.times.length);
    if (section.values[own("t")] !== frame) section.set(own("t"), frame);
    else for (const follow of section.followers) follow(own("t"), frame);
    section.touch(`@${spec.film}`);
  }

  /** Back to the last frame that a run can go on from; what it needs for it. */
  function cut() {
    if (!film?.saved) return null;
    const { at, text } = film.saved;
    if (film.times.length > at + 1) {
      filtered(film, (i) => i <= at);
      ended(Math.min(section.values[own("t")], at));
    }
    return text;
  }

  async function go(move) {
    run?.abort();
    const mine = new AbortController();
    run = mine;
    const asked = picked(spec.live.fixed);
    const values = Object.fromEntries(spec.keys.map((key) => [key, section.values[key]]));
    values.move = move;
    values.saved = move === "new" ? null : cut();
    calm();
    state(move === "play" ? "running" : "working");
    let first = move === "new";
    let waited = null;
    try {
      for await (const step of open(spec.name, values, mine.signal)) {
        if (mine.signal.aborted) return;
        if (step.error) throw Object.assign(new Error(step.error.message), { key: step.error.key });
        if (step.state === "waiting") section.set(own("progress"), "waiting for another visitor's run…");
        if (step.trouble) waited = step;
        else if (step.tracks) add(step, first);
        if (step.tracks && first) made = asked; // a refused request makes no film: the old one stays
        if (step.tracks) first = false;
      }
      if (mine.signal.aborted) return;
      run = null;
      if (waited) broke(waited);
      else if (move === "play" && training) go("play");
      else if (move === "new" && training) go("play");
      else state("paused");
    } catch (error) {
      if (mine.signal.aborted) return;
      run = null;
      training = false;
      state("failed", "");
      console.warn(error);
      const known = error.key !== undefined;
      const sentence = known ? error.message : "The run broke off: the server does not answer. Try again.";
      blamed = known && section.controls.has(error.key) ? error.key : "";
      section.fail(blamed, sentence);
    }
  }

  function broke({ trouble, saved }) {
    training = false;
    film.saved = { at: film.times.length - 1, text: saved };
    state("broken", "");
    const player = [...section.controls.values()].find((one) => one.type === "player" && one.stream === spec.name);
    section.fail(player?.key ?? "", trouble);
    ended(film.times.length - 1);
  }

  function add({ tracks, answer, values, words, saved, grows }, anew) {
    if (anew) keep(empty());
    const follows = anew || section.values[own("t")] >= film.times.length - 1;
    film.times.push(film.times.length);
    film.answers.push(unpackAll(answer));
    film.packed.push(answer);
    film.values.push(values);
    for (const [name, value] of Object.entries(tracks)) (film.tracks[name] ??= []).push(value);
    if (saved) film.saved = { at: film.times.length - 1, text: saved };
    if (saved && film.times.length > MOST) {
      const end = film.times.length - 1;
      filtered(film, (i) => i % 2 === 0 || i === end);
      film.saved.at = film.times.length - 1;
      if (!follows) section.values[own("t")] = Math.floor(section.values[own("t")] / 2);
    }
    for (const [key, value] of Object.entries(grows)) {
      section.set(key, anew ? value : Math.max(value, section.values[key] ?? value));
    }
    section.set(own("progress"), words);
    ended(follows ? film.times.length - 1 : section.values[own("t")]);
  }

  function pause() {
    training = false;
    if (!run) return;
    run.abort();
    run = null;
    cut();
    state("paused");
  }

  function play() {
    training = true;
    section.set(own("t"), section.values[own("last")] ?? 0);
    go("play");
  }

  function step(move) {
    pause();
    section.set(own("t"), section.values[own("last")] ?? 0);
    go(move);
  }

  /** Nothing is wrong any more. */
  function calm() {
    for (const key of ["", blamed]) section.fail(key, "");
    for (const one of section.controls.values()) if (one.type === "player") section.fail(one.key, "");
  }

  function back() {
    calm();
    state("paused", "");
    ended(film.times.length - 1);
  }

  return { start: play, stop: pause, pause, step, back, reset: () => go("new"), own, running: () => training };
}

/** The buttons of `kit.Player`. @param {import("./section.js").Section} section */
export function player(section, spec, id) {
  const stem = id.replace(/-[^-]+$/, "");
  const stream = () => section.streams.get(spec.stream);
  const own = stream()?.own ?? ((name) => name);
  const button = (name, text, help, onclick) =>
    h("button", { id: `${stem}-${name}`, type: "button", title: help, onclick }, text);
  const native = h(
    "button",
    { id, type: "button", className: "dl-primary", onclick: () => (stream().running() ? stream().pause() : stream().start()) },
    spec.label,
  );
  const steps = spec.steps.map(([move, text, help]) => button(move, text, help, () => stream().step(move)));
  const back = button("back", "Back to the last good step", "Go on from before it broke", () => stream().back());
  const progress = saying(section, own);
  const show = () => {
    const state = section.values[own("state")];
    const text = state === "running" ? "❚❚ Pause" : `▶ ${spec.label}`;
    if (native.textContent !== text) native.textContent = text;
    if (back.hidden !== (state !== "broken")) back.hidden = state !== "broken";
    progress.show();
  };
  section.on([own("state"), own("progress")], show);
  const reset = button("reset", "Reset", "Fresh networks with these settings", () => stream().reset());
  return { native, extra: [...steps, reset, back, progress.root], show };
}
