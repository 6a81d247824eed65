// A table whose cells are replaced in place, so that a screen reader and a hand keep their spot.

import { h } from "./controls.js";
import { filmWith, frameAt } from "./film.js";
import { ink } from "./ink.js";

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

  /** A note: words, or words about a formula, which Python has set. */
  const note = (told) => {
    if (typeof told === "string") return h("p", {}, told);
    const formula = h("span", { className: "dl-math" });
    formula.innerHTML = told.math;
    return h("p", {}, `${told.text} `, formula, ` ${told.after}`);
  };
  let noted = "";

  /** The rows with the column beside them, which may be on its way. */
  function whole(shown) {
    if (!spec.beside) return shown;
    const column = dig(spec.beside);
    const cells = column && column.of === shown.of ? column.cells : shown.rows.map(() => "…");
    return {
      head: [...shown.head, column?.head ?? ""],
      rows: shown.rows.map((row, i) => [...row, cells[i]]),
      notes: shown.notes,
    };
  }
  const dig = (path) => {
    const [name, ...rest] = path.split(".");
    return rest.reduce((value, key) => value?.[key], section.sources.get(name)?.value);
  };

  /** Children of `parent` made to show `texts`, each in a tag of its own. */
  const fill = (parent, texts, tag) => {
    while (parent.children.length > texts.length) parent.lastChild.remove();
    texts.forEach((text, i) => {
      let node = parent.children[i] ?? parent.appendChild(h(tag(i)));
      if (node.localName !== tag(i)) node.replaceWith((node = h(tag(i))));
      if (node.textContent !== text) node.textContent = text;
    });
  };

  /** An attribute, where it changes: a written one has the styles looked up anew. */
  const mark = (node, name, value) => node.getAttribute(name) !== value && node.setAttribute(name, value);

  const names = [spec.source, ...(spec.rest ? [spec.rest] : []), ...(spec.beside ? [spec.beside.split(".")[0]] : [])];
  const table = () => {
    if (!spec.track) return section.sources.get(spec.source)?.value?.[spec.rows];
    const films = names.filter((name) => name === spec.source || name === spec.rest);
    const film = filmWith(section, films, spec.track);
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
      const told = table();
      if (!told) return false;
      const shown = whole(told);
      fill(head, shown.head, (k) => (shown.head[k] ? "th" : "td"));
      for (const cell of head.querySelectorAll("th")) mark(cell, "scope", "col");
      while (body.children.length > shown.rows.length) body.lastChild.remove();
      shown.rows.forEach((row, i) => {
        const line = body.children[i] ?? body.appendChild(h("tr"));
        fill(line, row, (k) => (k ? "td" : "th"));
        mark(line.firstChild, "scope", "row");
        [...line.children].forEach((cell, k) => mark(cell, "data-head", shown.head[k])); // shown where it is narrow
      });
      const written = JSON.stringify(shown.notes ?? []);
      if (written !== noted) notes.replaceChildren(...(shown.notes ?? []).map(note));
      noted = written;
      return true;
    },
    draw: (pen, x, y) => ink(pen, root, x, y),
  };
}
