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
  const follow = (key, t) => {
    const film = section.sources.get(spec.film)?.value;
    if (key !== spec.t || !film?.answers?.length) return;
    const frame = frameOf(film.times, t);
    section.replay(spec.source, film.answers[frame], film.values[frame]);
  };
  section.followers.add(follow);
  const source = section.sources.get(spec.film);
  // a saved page asks nobody: what the frame at t answers is all that there is
  const opened = spec.alone && !source?.latest;
  const off = opened ? section.on([`@${spec.film}`], () => follow(spec.t, section.values[spec.t])) : () => {};
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
