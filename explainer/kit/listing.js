// Programs side by side; the pieces of the stage that runs now are lit, and their lines with them.

import { h } from "./controls.js";

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Listing` */
export function listing(context, spec) {
  const { section } = context;
  const programs = h("div", { className: "dl-programs" });
  const words = h("p", { className: "dl-runs", "aria-live": "polite" });
  const root = h("div", { className: "dl-listing", role: "group", "aria-label": spec.label }, programs, words);
  let built = null;
  /** @type {{line: HTMLElement, parts: [HTMLElement, string][], frame: HTMLElement}[]} */
  let lines = [];

  function build(answer) {
    built = answer;
    lines = [];
    const blocks = answer.listings.map(({ title, lines: rows }) => {
      const frame = h("pre", { className: "dl-program", tabindex: "0", role: "region", "aria-label": title });
      rows.forEach((row) => {
        const parts = row.map(([text, stage]) => [h("span", {}, text), stage]);
        const line = h("code", { className: "dl-line" }, ...parts.map(([span]) => span));
        frame.append(line);
        lines.push({ line, parts, frame });
      });
      return h("figure", { className: "dl-block" }, h("figcaption", { className: "dl-caption" }, title), frame);
    });
    programs.replaceChildren(...blocks);
  }

  /** A lit line that has left its frame is brought back; the page itself does not move. */
  function reveal(line, frame) {
    const top = line.offsetTop; // the frame is positioned: its lines are placed in it
    if (top < frame.scrollTop || top + line.offsetHeight > frame.scrollTop + frame.clientHeight) {
      frame.scrollTop = top - frame.clientHeight / 3;
    }
  }

  const panel = {
    root,
    keys: [spec.at, `@${spec.source}`],
    data: {},
    paint() {
      const answer = section.sources.get(spec.source)?.value;
      if (!answer?.listings) return false;
      if (built !== answer) build(answer);
      const moment = Math.min(section.values[spec.at], answer.stages.length) - 1;
      const stage = answer.stages[moment];
      const shown = new Set();
      for (const { line, parts, frame } of lines) {
        let lit = false;
        for (const [span, of] of parts) {
          span.classList.toggle("dl-lit", of === stage);
          lit ||= of === stage;
        }
        line.classList.toggle("dl-now", lit);
        if (lit && !shown.has(frame)) {
          shown.add(frame);
          reveal(line, frame);
        }
      }
      if (words.textContent !== answer.words[moment]) words.textContent = answer.words[moment];
      panel.data = { stage };
      return true;
    },
    /** For a saved picture: the lit line of each program as text. */
    draw(pen, x, y, width, height) {
      const texts = lines.filter(({ line }) => line.classList.contains("dl-now")).map(({ line }) => line.textContent.trim());
      const rows = [...texts, words.textContent];
      const step = Math.min(26, height / Math.max(1, rows.length));
      pen.save();
      pen.fillStyle = getComputedStyle(root).color;
      pen.textAlign = "left";
      pen.font = `${Math.round(step * 0.6)}px ui-monospace, monospace`;
      rows.forEach((text, i) => pen.fillText(text, x, y + (i + 0.75) * step, width));
      pen.restore();
    },
  };
  return panel;
}
