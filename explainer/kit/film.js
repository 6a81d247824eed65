// Films: frames along t, which stay in the page once they are here and are scrubbed with no request.

import { pack } from "./codec.js";
import { cellOf, h, setAttribute } from "./dom.js";
import { GREYS, Screen } from "./pixels.js";

/**
 * @typedef {{times: ArrayLike<number>, tracks: Record<string, any>}} FilmData shipped: a track is one
 *   array (frames, n, height, width); streamed: a list of arrays (n, height, width)
 */

/** The frame that is shown at t: the last whose time has been reached, whether times fall or rise. */
export function frameAt(times, t) {
  let frame = 0;
  if (times[times.length - 1] > times[0]) {
    while (frame < times.length - 1 && times[frame + 1] <= t) frame++;
    return frame;
  }
  while (frame < times.length - 1 && times[frame + 1] >= t) frame++;
  return frame;
}

/** The first of some films that has a track. @returns {FilmData | undefined} */
export function filmWith(section, names, track) {
  const films = names.map((name) => section.sources.get(name)?.value);
  return films.find((data) => data?.tracks?.[track] && data.times.length);
}

/** Pictures of a track at a frame: their bytes and their shape (n, height, width). */
function picturesAt(track, frame) {
  if (Array.isArray(track)) {
    const at = track[Math.min(frame, track.length - 1)];
    return at && { bytes: at, shape: at.shape };
  }
  const [frames, ...shape] = track.shape;
  const size = shape.reduce((a, b) => a * b, 1);
  const at = Math.min(frame, frames - 1);
  return { bytes: track.subarray(at * size, (at + 1) * size), shape };
}

/** A streamed film as Python would have shipped it, for a saved page; any other answer as it is. */
export function packedFilm(answer) {
  if (!Array.isArray(answer?.times)) return answer;
  const joined = (frames) => {
    if (!frames[0].shape) return frames; // rows of numbers, not pictures
    const size = frames[0].length;
    const whole = new Uint8Array(frames.length * size);
    frames.forEach((frame, i) => whole.set(frame, i * size));
    return pack(whole, [frames.length, ...frames[0].shape]);
  };
  return {
    times: pack(answer.times, [answer.times.length], "i4"),
    tracks: Object.fromEntries(Object.entries(answer.tracks).map(([name, frames]) => [name, joined(frames)])),
  };
}

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Film` */
export const film = (context, spec) => new Film(context, spec);

class Film {
  constructor({ section }, spec) {
    this.section = section;
    this.spec = spec;
    const canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": spec.label });
    this.screen = new Screen(canvas);
    this.cross = h("span", { className: "dl-cross", hidden: true });
    this.root = h(
      "figure",
      { className: "dl-term dl-film", style: `--size:${spec.size ?? 1}` },
      ...(spec.heads.length ? [h("div", { className: "dl-heads" }, ...spec.heads.map((head) => h("span", {}, head)))] : []),
      h("span", { className: "dl-holder" }, canvas, this.cross),
      h("figcaption", { className: "dl-caption" }, spec.label),
    );
    this.films = spec.rest ? [spec.film, spec.rest] : [spec.film];
    this.rows = this.columns = 1;
    this.keys = [spec.t, ...this.films.map((name) => `@${name}`), ...(spec.pick ? [spec.pick] : [])];
    if (!spec.pick || spec.only) return;
    canvas.classList.add("dl-pickable");
    canvas.addEventListener("click", (event) => {
      const [row, column] = cellOf(event, canvas, this.rows, this.columns);
      section.set(spec.pick, row * this.columns + column);
    });
  }

  paint() {
    const { section, spec, screen } = this;
    const data = filmWith(section, this.films, spec.track);
    if (!data) return false;
    const t = section.values[spec.t];
    const pictures = picturesAt(data.tracks[spec.track], frameAt(data.times, t));
    if (!pictures) return false;
    const [n, height, width] = pictures.shape;
    const picked = spec.pick ? Math.min(section.values[spec.pick] ?? 0, n - 1) : 0;
    const size = height * width;
    const shown = spec.only
      ? { bytes: pictures.bytes.subarray(picked * size, (picked + 1) * size), shape: [1, height, width] }
      : pictures;
    this.columns = Math.min(spec.columns, shown.shape[0]);
    this.rows = Math.ceil(shown.shape[0] / this.columns);
    screen.showTiles(shown, spec.columns, GREYS);
    setAttribute(screen.canvas, "aria-label", `${spec.label} at ${spec.t} = ${t}`);
    if (spec.pick && !spec.only) this.mark(picked);
    return true;
  }

  mark(picked) {
    const { rows, columns, cross } = this;
    cross.hidden = false;
    cross.style.cssText =
      `left:${((picked % columns) / columns) * 100}%;top:${(Math.floor(picked / columns) / rows) * 100}%;` +
      `width:${100 / columns}%;height:${100 / rows}%`;
  }
}
