// A picture that is scrubbed: x_t = √ᾱ_t · x_0 + √(1 − ᾱ_t) · ε, drawn as an equation of pictures.

import { blend, fits, x0Of } from "./blend.js";
import { cellOf, h, setAttribute } from "./dom.js";
import { decimal } from "./language.js";
import { Screen } from "./pixels.js";
import { lettersOf } from "./tex.js";
import { setWords } from "./words.js";

const FINE = 64; // pixels of width from which on a picture is smoothed when it is scaled up

const screen = (label) => new Screen(h("canvas", { className: "dl-screen", role: "img", "aria-label": label }));
const caption = (text) => h("figcaption", { className: "dl-caption" }, text);
const sign = (text) => h("span", { className: "dl-caption dl-sign" }, text);

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Picture` */
export const picture = (context, spec) => new PicturePanel(context, spec);

class PicturePanel {
  constructor({ section }, spec) {
    this.section = section;
    this.spec = spec;
    /** the numbers on the screen */
    this.xt = new Float32Array(0);
    this.caption = caption(spec.label);
    this.screen = screen(spec.label);
    this.cross = h("span", { className: "dl-cross", hidden: true });
    const holder = h("span", { className: "dl-holder" }, this.screen.canvas, this.cross);
    this.root = h(
      "div",
      { className: `dl-picture${spec.terms ? " dl-with-terms" : ""}` },
      h("figure", { className: "dl-term dl-main" }, holder, this.caption),
    );
    this.terms = spec.terms ? new Terms(spec) : null;
    if (this.terms) this.root.append(this.terms.root);
    const names = [spec.picture, spec.noise, spec.coefficients];
    this.named = /^{(\w+)}$/.exec(spec.label)?.[1]; // the value whose choice is the caption
    this.keys = [spec.t, ...names.map((name) => `@${name}`), ...(spec.pick ?? []), ...(this.named ? [this.named] : [])];
    if (!spec.pick) return;
    const { canvas } = this.screen;
    canvas.classList.add("dl-pickable");
    canvas.addEventListener("click", (event) => {
      const cell = cellOf(event, canvas, spec.cells, spec.cells);
      spec.pick.forEach((key, i) => section.set(key, cell[i]));
    });
  }

  /** x_0 of the pixel in the middle of the picked cell (its mean over the channels). */
  pixel() {
    const { section, spec } = this;
    const shown = section.answer(spec.picture);
    const [height, width, channels] = shown.pixels.shape;
    const [row, column] = spec.pick.map((key) => (section.values[key] + 0.5) / spec.cells);
    const at = (Math.floor(row * height) * width + Math.floor(column * width)) * channels;
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += x0Of(shown)[at + c];
    return sum / channels;
  }

  paint() {
    const { section, spec } = this;
    const shown = section.answer(spec.picture);
    const noise = section.answer(spec.noise);
    const coefficients = section.answer(spec.coefficients);
    const t = section.values[spec.t];
    if (!fits(shown, noise, coefficients, t)) return false;
    const { length, shape } = shown.pixels;
    if (this.xt.length !== length) this.xt = new Float32Array(length);
    blend(this.xt, shown, noise, coefficients, t);
    this.screen.show(this.xt, shape);
    this.root.classList.toggle("dl-smooth", shape[1] > FINE);
    setAttribute(this.screen.canvas, "aria-label", `${this.name()} at t = ${t}`);
    if (spec.pick) this.mark();
    this.terms?.paint(shown, noise, coefficients, t);
    return true;
  }

  /** What it is called: its label, or the choice that stands in its place. */
  name() {
    const { section, spec, named } = this;
    if (!named) return lettersOf(spec.label);
    const [, text] = section.controls.get(named).choices.find(([value]) => value === section.values[named]);
    setWords(this.caption, text);
    return lettersOf(text);
  }

  mark() {
    const { section, spec, cross } = this;
    const [row, column] = spec.pick.map((key) => (section.values[key] / spec.cells) * 100);
    cross.hidden = false;
    cross.style.cssText = `left:${column}%;top:${row}%;width:${100 / spec.cells}%;height:${100 / spec.cells}%`;
  }
}

/** The right side of the equation: x_0 and ε, each with its coefficient. */
class Terms {
  constructor(spec) {
    this.span = spec.noise_span;
    this.x0 = screen("the picture x₀");
    this.eps = screen("the noise ε");
    this.signal = h("b", { className: "dl-coefficient dl-data" });
    this.sigma = h("b", { className: "dl-coefficient dl-noise" });
    const times = (coefficient) => h("span", { className: "dl-caption dl-times" }, coefficient, " ×");
    const term = ({ canvas }, text) => h("figure", { className: "dl-term" }, canvas, caption(text));
    this.root = h(
      "div",
      { className: "dl-terms" },
      sign("="),
      times(this.signal),
      term(this.x0, spec.terms[0]),
      sign("+"),
      times(this.sigma),
      term(this.eps, spec.terms[1]),
    );
    this.shown = { picture: null, noise: null, offset: null };
  }

  /** The coefficients follow t; the pictures are painted only when they change. */
  paint(picture, noise, coefficients, t) {
    const { shown } = this;
    const { shape } = picture.pixels;
    this.signal.textContent = decimal(coefficients.signal[t].toFixed(4));
    this.sigma.textContent = decimal(coefficients.sigma[t].toFixed(4));
    if (shown.picture !== picture) {
      this.x0.show(x0Of(picture), shape);
      shown.picture = picture;
    }
    const offset = noise.offset ? noise.offset[t] : 0;
    if (shown.noise === noise && shown.offset === offset) return;
    const { pool } = noise;
    this.eps.show(Float32Array.from(picture.pixels, (_, i) => pool[(offset + i) % pool.length]), shape, this.span);
    shown.noise = noise;
    shown.offset = offset;
  }
}

/** The same picture at several t, side by side, as one picture for slides. @param {Kit.Context} context @param {Kit.Spec} spec */
export const ladder = (context, spec) => new Ladder(context, spec);

class Ladder {
  constructor({ section }, spec) {
    this.section = section;
    this.spec = spec;
    this.root = h("div", { className: "dl-ladder" });
    /** @type {{screen: Screen, text: HTMLElement}[]} */
    this.rungs = [];
    const names = [spec.picture, spec.noise, spec.coefficients, spec.rungs];
    this.keys = names.map((name) => `@${name}`);
  }

  paint() {
    const { section, spec } = this;
    const shown = section.answer(spec.picture);
    const noise = section.answer(spec.noise);
    const coefficients = section.answer(spec.coefficients);
    const times = section.answer(spec.rungs)?.t;
    if (!times || !fits(shown, noise, coefficients, times[times.length - 1])) return false;
    if (this.rungs.length !== times.length) this.build(times.length);
    const { length, shape } = shown.pixels;
    const xt = new Float32Array(length);
    this.root.classList.toggle("dl-smooth", shape[1] > FINE);
    this.rungs.forEach((rung, i) => {
      blend(xt, shown, noise, coefficients, times[i]);
      rung.screen.show(xt, shape);
      setAttribute(rung.screen.canvas, "aria-label", `the picture at t = ${times[i]}`);
      rung.text.textContent = `t = ${times[i]}`;
    });
    return true;
  }

  build(count) {
    this.rungs = Array.from({ length: count }, () => ({ screen: screen(undefined), text: caption("") }));
    this.root.replaceChildren(
      ...this.rungs.map(({ screen: { canvas }, text }) => h("figure", { className: "dl-term" }, canvas, text)),
    );
  }
}
