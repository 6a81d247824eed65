// Programs side by side; the pieces of the stage that runs now are lit, and their lines with them.

import { h } from "./dom.js";
import { setWords, words } from "./words.js";

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Listing` */
export const listing = (context, spec) => new Listing(context, spec);

/** Scroll a lit line back into its frame; the page itself does not move. */
function reveal(line, frame) {
  const top = line.offsetTop; // the frame is positioned: its lines are placed in it
  if (top < frame.scrollTop || top + line.offsetHeight > frame.scrollTop + frame.clientHeight) {
    frame.scrollTop = top - frame.clientHeight / 3;
  }
}

/** A piece of a program: code is the same in every language. @param {string} text */
function piece(text) {
  const span = h("span");
  span.append(...words(text));
  return span;
}

class Listing {
  constructor({ section }, spec) {
    this.section = section;
    this.spec = spec;
    this.programs = h("div", { className: "dl-programs" });
    this.words = h("p", { className: "dl-runs", "aria-live": "polite" });
    const tall = spec.picks ? " dl-tall" : "";
    this.root = h(
      "div",
      { className: `dl-listing${tall}`, role: "group", "aria-label": spec.label },
      this.programs,
      this.words,
    );
    this.keys = [spec.at, `@${spec.source}`];
    this.data = {};
    this.answer = null; // whose programs stand
    /** @type {{line: HTMLElement, parts: [HTMLElement, string][], frame: HTMLElement}[]} */
    this.lines = [];
  }

  build(answer) {
    this.answer = answer;
    this.lines = [];
    this.programs.replaceChildren(...answer.listings.map(({ title, lines }) => this.program(title, lines)));
  }

  program(title, rows) {
    const frame = h("pre", { className: "dl-program", tabindex: "0", role: "region", "aria-label": title });
    for (const row of rows) {
      /** @type {[HTMLElement, string][]} */
      const parts = row.map(([text, stage]) => [piece(text), stage]);
      const line = h("code", { className: "dl-line" }, ...parts.map(([span]) => span));
      frame.append(line);
      this.lines.push({ line, parts, frame });
      if (this.spec.picks) for (const [span, stage] of parts) if (stage) this.listen(span, stage);
    }
    return h("figure", { className: "dl-block" }, h("figcaption", { className: "dl-caption" }, title), frame);
  }

  /** A mouse points, a finger taps. @param {HTMLElement} span */
  listen(span, stage) {
    span.classList.add("dl-pick");
    const pick = () => this.section.set(this.spec.at, this.answer.stages.indexOf(stage.split(" ")[0]) + 1);
    span.addEventListener("click", pick);
    span.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && pick());
  }

  paint() {
    const { section, spec } = this;
    const answer = section.answer(spec.source);
    if (!answer?.listings) return false;
    if (this.answer !== answer) this.build(answer);
    const moment = Math.min(section.values[spec.at], answer.stages.length) - 1;
    const stage = answer.stages[moment];
    this.light(stage);
    setWords(this.words, answer.words[moment]);
    const code = this.lines.filter(({ frame }) => frame === this.lines.at(-1).frame);
    const line = code.findIndex(({ line }) => line.classList.contains("dl-now")) + 1;
    this.data = { stage, term: stage, line: String(line) };
    return true;
  }

  light(stage) {
    const revealed = new Set();
    for (const { line, parts, frame } of this.lines) {
      let lit = false;
      for (const [span, of] of parts) {
        const now = of.split(" ").includes(stage);
        span.classList.toggle("dl-lit", now);
        lit ||= now;
      }
      line.classList.toggle("dl-now", lit);
      if (!lit || revealed.has(frame) || frame.matches(":hover")) continue; // what is pointed at stands still
      revealed.add(frame);
      reveal(line, frame);
    }
  }
}
