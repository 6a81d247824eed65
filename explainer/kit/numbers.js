// A table whose cells are replaced in place, so that a screen reader and a hand keep their spot.

import { h } from "./controls.js";
import { filmWith, frameAt } from "./film.js";

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Numbers` */
export function numbers(context, spec) {
  const { section } = context;
  const head = h("tr");
  const body = h("tbody");
  const notes = h("div", { className: "dl-notes" });
  const grid = h(
    "table",
    { className: "dl-table" },
    h("caption", { className: "dl-help" }, spec.label),
    h("thead", {}, head),
    body,
  );
  const root = h(
    "div",
    { className: "dl-numbers" },
    h("div", { className: "dl-table-frame", tabindex: "0", role: "region", "aria-label": spec.label }, grid),
    notes,
  );

  /** Children of `parent` made to show `texts`, each in a tag of its own. */
  const fill = (parent, texts, tag) => {
    while (parent.children.length > texts.length) parent.lastChild.remove();
    texts.forEach((text, i) => {
      const node = parent.children[i] ?? parent.appendChild(h(tag(i)));
      if (node.textContent !== text) node.textContent = text;
    });
  };

  const names = spec.rest ? [spec.source, spec.rest] : [spec.source];
  const table = () => {
    if (!spec.track) return section.sources.get(spec.source)?.value?.[spec.rows];
    const film = filmWith(section, names, spec.track);
    if (!film) return null;
    const rows = film.tracks[spec.track];
    const frame = rows[Math.min(frameAt(film.times, section.values[spec.t]), rows.length - 1)];
    const picked = Math.min(section.values[spec.pick] ?? 0, frame.length - 1);
    return { head: spec.head, rows: spec.pick ? frame[picked] : frame };
  };

  return {
    root,
    keys: [...names.map((name) => `@${name}`), ...(spec.track ? [spec.t] : []), ...(spec.pick ? [spec.pick] : [])],
    paint() {
      const shown = table();
      if (!shown) return false;
      fill(head, shown.head, () => "th");
      for (const cell of head.children) cell.scope = "col";
      while (body.children.length > shown.rows.length) body.lastChild.remove();
      shown.rows.forEach((row, i) => {
        const line = body.children[i] ?? body.appendChild(h("tr"));
        fill(line, row, (k) => (k ? "td" : "th"));
        line.firstChild.scope = "row";
        [...line.children].forEach((cell, k) => (cell.dataset.head = shown.head[k])); // shown where it is narrow
      });
      fill(notes, shown.notes ?? [], () => "p");
      return true;
    },
    /** For a saved picture: the rows as lines of text. */
    draw(pen, x, y, width, height) {
      const rows = [head, ...body.children].map((line) => [...line.children].map((cell) => cell.textContent));
      const columns = Math.max(1, ...rows.map((row) => row.length));
      const step = Math.min(24, height / Math.max(1, rows.length));
      pen.save();
      pen.fillStyle = getComputedStyle(root).color;
      pen.font = `${Math.round(step * 0.62)}px system-ui, sans-serif`;
      pen.textAlign = "left";
      rows.forEach((row, i) =>
        row.forEach((text, k) =>
          pen.fillText(text, x + (k * width) / columns, y + (i + 0.75) * step, width / columns - 6),
        ),
      );
      pen.restore();
    },
  };
}
