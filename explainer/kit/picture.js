// A picture that is scrubbed: x_t = √ᾱ_t · x_0 + √(1 − ᾱ_t) · ε, drawn as an equation of pictures.

import { blend, fits, Screen, x0Of } from "./blend.js";
import { h } from "./controls.js";

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Picture` */
export function picture(context, spec) {
  const { section } = context;
  const get = (name) => section.sources.get(name)?.value;
  const screen = new Screen(h("canvas", { className: "dl-screen", role: "img", "aria-label": spec.label }));
  const x0 = new Screen(h("canvas", { className: "dl-screen", role: "img", "aria-label": "the picture x₀" }));
  const eps = new Screen(h("canvas", { className: "dl-screen", role: "img", "aria-label": "the noise ε" }));
  const signal = h("b", { className: "dl-coefficient dl-data" });
  const sigma = h("b", { className: "dl-coefficient dl-noise" });
  const cross = h("span", { className: "dl-cross", hidden: true });
  const holder = h("span", { className: "dl-holder" }, screen.canvas, cross);
  const label = h("figcaption", { className: "dl-caption" }, spec.label);
  const term = (canvas, text) =>
    h("figure", { className: "dl-term" }, canvas, h("figcaption", { className: "dl-caption" }, text));
  const root = h(
    "div",
    { className: `dl-picture${spec.terms ? " dl-with-terms" : ""}` },
    h("figure", { className: "dl-term dl-main" }, holder, label),
  );
  if (spec.terms) {
    root.append(
      h(
        "div",
        { className: "dl-terms" },
        h("span", { className: "dl-caption dl-sign" }, "="),
        h("span", { className: "dl-caption dl-times" }, signal, " ×"),
        term(x0.canvas, spec.terms[0]),
        h("span", { className: "dl-caption dl-sign" }, "+"),
        h("span", { className: "dl-caption dl-times" }, sigma, " ×"),
        term(eps.canvas, spec.terms[1]),
      ),
    );
  }

  const panel = {
    root,
    keys: [spec.t, ...[spec.picture, spec.noise, spec.coefficients].map((name) => `@${name}`)],
    /** the numbers on the screen */
    xt: new Float32Array(0),
    paint,
    /** x_0 of the pixel in the middle of the picked cell (its mean over the channels). */
    pixel() {
      const now = get(spec.picture);
      const [height, width, channels] = now.pixels.shape;
      const [row, column] = spec.pick.map((key) => (section.values[key] + 0.5) / spec.cells);
      const place = (Math.floor(row * height) * width + Math.floor(column * width)) * channels;
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += x0Of(now)[place + c];
      return sum / channels;
    },
  };

  let shownPicture, shownNoise, shownOffset;
  function paint() {
    const now = get(spec.picture);
    const noise = get(spec.noise);
    const coefficients = get(spec.coefficients);
    const t = section.values[spec.t];
    if (!fits(now, noise, coefficients, t)) return false;
    const { shape } = now.pixels;
    if (panel.xt.length !== now.pixels.length) panel.xt = new Float32Array(now.pixels.length);
    blend(panel.xt, now, noise, coefficients, t);
    screen.show(panel.xt, shape);
    root.classList.toggle("dl-smooth", shape[1] > 64);
    screen.canvas.setAttribute("aria-label", `${spec.label} at t = ${t}`);
    if (spec.pick) mark();
    if (!spec.terms) return true;
    signal.textContent = coefficients.signal[t].toFixed(4);
    sigma.textContent = coefficients.sigma[t].toFixed(4);
    if (shownPicture !== now) {
      x0.show(x0Of(now), shape);
      shownPicture = now;
    }
    const offset = noise.offset ? noise.offset[t] : 0;
    if (shownNoise !== noise || shownOffset !== offset) {
      const pool = noise.pool;
      const cut = Float32Array.from(now.pixels, (_, i) => pool[(offset + i) % pool.length]);
      eps.show(cut, shape, spec.noise_span);
      [shownNoise, shownOffset] = [noise, offset];
    }
    return true;
  }

  function mark() {
    const [row, column] = spec.pick.map((key) => (section.values[key] / spec.cells) * 100);
    cross.hidden = false;
    cross.style.cssText = `left:${column}%;top:${row}%;width:${100 / spec.cells}%;height:${100 / spec.cells}%`;
  }
  if (spec.pick) {
    panel.keys.push(...spec.pick);
    screen.canvas.classList.add("dl-pickable");
    screen.canvas.addEventListener("click", (event) => {
      const box = screen.canvas.getBoundingClientRect();
      const cell = (share) => Math.min(spec.cells - 1, Math.max(0, Math.floor(share * spec.cells)));
      section.set(spec.pick[0], cell((event.clientY - box.top) / box.height));
      section.set(spec.pick[1], cell((event.clientX - box.left) / box.width));
    });
  }
  return panel;
}

/** The same picture at several t, side by side, as one picture for slides. */
export function ladder(context, spec) {
  const { section } = context;
  const get = (name) => section.sources.get(name)?.value;
  const root = h("div", { className: "dl-ladder" });
  /** @type {{screen: Screen, caption: HTMLElement}[]} */
  let rungs = [];

  function paint() {
    const now = get(spec.picture);
    const noise = get(spec.noise);
    const coefficients = get(spec.coefficients);
    const times = get(spec.rungs)?.t;
    if (!times || !fits(now, noise, coefficients, times[times.length - 1])) return false;
    if (rungs.length !== times.length) {
      rungs = Array.from(times, () => ({
        screen: new Screen(h("canvas", { className: "dl-screen", role: "img" })),
        caption: h("figcaption", { className: "dl-caption" }),
      }));
      root.replaceChildren(
        ...rungs.map(({ screen, caption }) =>
          h("figure", { className: "dl-term" }, screen.canvas, caption),
        ),
      );
    }
    const xt = new Float32Array(now.pixels.length);
    root.classList.toggle("dl-smooth", now.pixels.shape[1] > 64);
    rungs.forEach(({ screen, caption }, i) => {
      const t = times[i];
      blend(xt, now, noise, coefficients, t);
      screen.show(xt, now.pixels.shape);
      screen.canvas.setAttribute("aria-label", `the picture at t = ${t}`);
      caption.textContent = `t = ${t}`;
    });
    return true;
  }
  const names = [spec.picture, spec.noise, spec.coefficients, spec.rungs];
  return { root, keys: names.map((name) => `@${name}`), paint };
}
