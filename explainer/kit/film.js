// Films: frames along t, kept in the page once they are here, and scrubbed with no request.

import { pack } from "./codec.js";
import { h } from "./controls.js";

/**
 * @typedef {{times: ArrayLike<number>, tracks: Record<string, any>}} FilmData shipped: a track is one
 *   array (frames, n, height, width); streamed: a list of arrays (n, height, width)
 */

/** The frame that is shown at t: the last whose time has been reached, on the way down or up. */
export function frameAt(times, t) {
  let frame = 0;
  if (times[times.length - 1] > times[0]) {
    while (frame < times.length - 1 && times[frame + 1] <= t) frame++;
    return frame;
  }
  while (frame < times.length - 1 && times[frame + 1] >= t) frame++;
  return frame;
}

/** Of two films the first that has the track: what a run does not bring along is asked for. */
export function filmWith(section, names, track) {
  const films = names.map((name) => section.sources.get(name)?.value);
  return films.find((film) => film?.tracks?.[track] && film.times.length);
}

/** Pictures of a track at a frame: their bytes and their shape (n, height, width). */
export function picturesAt(track, frame) {
  if (Array.isArray(track)) {
    const at = track[Math.min(frame, track.length - 1)];
    return at && { bytes: at, shape: at.shape };
  }
  const [frames, ...shape] = track.shape;
  const size = shape.reduce((a, b) => a * b, 1);
  const at = Math.min(frame, frames - 1);
  return { bytes: track.subarray(at * size, (at + 1) * size), shape };
}

/** A streamed film as one that is shipped, for a saved page; anything else as it is. */
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

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Film` */
export function film(context, spec) {
  const { section } = context;
  const canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": spec.label });
  const pen = canvas.getContext("2d");
  const cross = h("span", { className: "dl-cross", hidden: true });
  const root = h(
    "figure",
    { className: "dl-term dl-film", style: `--size:${spec.size ?? 1}` },
    h("span", { className: "dl-holder" }, canvas, cross),
    h("figcaption", { className: "dl-caption" }, spec.label),
  );
  const films = spec.rest ? [spec.film, spec.rest] : [spec.film];
  let image = null;
  let grid = [1, 1];

  function paint() {
    const data = filmWith(section, films, spec.track);
    if (!data) return false;
    const track = data.tracks[spec.track];
    const t = section.values[spec.t];
    const pictures = picturesAt(track, frameAt(data.times, t));
    if (!pictures) return false;
    let { bytes } = pictures;
    let [n, height, width] = pictures.shape;
    const picked = spec.pick ? Math.min(section.values[spec.pick] ?? 0, n - 1) : 0;
    if (spec.only) {
      bytes = bytes.subarray(picked * height * width, (picked + 1) * height * width);
      n = 1;
    }
    const columns = Math.min(spec.columns, n);
    const rows = Math.ceil(n / columns);
    grid = [rows, columns];
    if (!image || canvas.width !== columns * width || canvas.height !== rows * height) {
      Object.assign(canvas, { width: columns * width, height: rows * height });
      canvas.style.aspectRatio = `${columns * width} / ${rows * height}`;
      image = pen.createImageData(canvas.width, canvas.height);
    }
    const words = new Uint32Array(image.data.buffer);
    for (let i = 0, k = 0; i < n; i++) {
      const left = (i % columns) * width;
      const top = Math.floor(i / columns) * height;
      for (let y = 0; y < height; y++) {
        let o = (top + y) * canvas.width + left;
        for (let x = 0; x < width; x++) words[o++] = 0xff000000 | (bytes[k++] * 0x010101);
      }
    }
    pen.putImageData(image, 0, 0);
    canvas.setAttribute("aria-label", `${spec.label} at ${spec.t} = ${t}`);
    if (spec.pick && !spec.only) mark(picked);
    return true;
  }

  function mark(picked) {
    const [rows, columns] = grid;
    cross.hidden = false;
    cross.style.cssText =
      `left:${((picked % columns) / columns) * 100}%;top:${(Math.floor(picked / columns) / rows) * 100}%;` +
      `width:${100 / columns}%;height:${100 / rows}%`;
  }

  if (spec.pick && !spec.only) {
    canvas.classList.add("dl-pickable");
    canvas.addEventListener("click", (event) => {
      const box = canvas.getBoundingClientRect();
      const [rows, columns] = grid;
      const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
      const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
      section.set(spec.pick, row * columns + column);
    });
  }
  const keys = [spec.t, ...films.map((name) => `@${name}`), ...(spec.pick ? [spec.pick] : [])];
  return { root, keys, paint };
}
