// A run that is scrubbed: the answer and the values of the frame at t stand in for what would be asked.

import { h } from "./dom.js";

/** The frame that stands at t: the last whose time is not beyond it (times rise). */
export function frameOf(times, t) {
  let frame = 0;
  while (frame < times.length - 1 && times[frame + 1] <= t) frame++;
  return frame;
}

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Replay` */
export function replay({ section }, spec) {
  const film = section.sources.get(spec.film);
  const t = () => section.values[spec.t];
  let missed = false; // whether a hand moved t while the film was of other settings
  const show = () => {
    const { times, answers, values } = film.value ?? {};
    if (!answers?.length) return;
    missed = film.waits;
    if (missed) return;
    const frame = frameOf(times, t());
    section.replay(spec.source, answers[frame], values[frame]);
  };
  if (spec.along) section.on([`@${spec.film}`, spec.t], show);
  section.followers.add((key) => key === spec.t && show());
  /** Whether the source's own answer is not that of the frame at t; on a saved page it has no answer of its own. */
  const differs = () => missed || (spec.ends && t() < film.value.times.at(-1)) || (spec.alone && !film.latest);
  section.on([`@${spec.film}`], () => film.value && differs() && show());
  return {
    root: h("span", { hidden: true }),
    keys: [],
    paint: () => true,
  };
}
