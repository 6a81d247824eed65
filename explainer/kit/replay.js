// A run under the hand: the answer and the values of the frame at t stand in for what would be asked.

import { h } from "./controls.js";

/** The frame that stands at t: the last whose time is not beyond it (times rise). */
export function frameOf(times, t) {
  let frame = 0;
  while (frame < times.length - 1 && times[frame + 1] <= t) frame++;
  return frame;
}

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Replay` */
export function replay(context, spec) {
  const { section } = context;
  const film = section.sources.get(spec.film);
  const t = () => section.values[spec.t];
  let missed = false; // a hand moved t while the film was of other settings
  const show = () => {
    const { times, answers, values } = film.value ?? {};
    if (!answers?.length) return;
    missed = film.waits;
    if (missed) return;
    const frame = frameOf(times, t());
    section.replay(spec.source, answers[frame], values[frame]);
  };
  const follow = (key) => key === spec.t && show();
  section.followers.add(follow);
  /** Whether the source's own answer is not the one of the frame at t; a saved page has none. */
  const parted = () => missed || (spec.ends && t() < film.value.times.at(-1)) || (spec.alone && !film.latest);
  const off = section.on([`@${spec.film}`], () => film.value && parted() && show());
  return {
    root: h("span", { hidden: true }),
    keys: [],
    paint: () => true,
    stop() {
      section.followers.delete(follow);
      off();
    },
  };
}
