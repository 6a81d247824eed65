// A table whose cells are replaced in place, so that a screen reader and a hand keep their position.

import { folded, h, setAttribute } from "./dom.js";
import { filmWith, frameAt } from "./film.js";
import { ink } from "./ink.js";
import { lettersOf, minus } from "./tex.js";
import { setWords } from "./words.js";

/** @typedef {{head: string[], rows: string[][], notes?: string[], of?: string}} Table */

/**
 * Make the children of `parent` show `texts`, each in the tag that `tag` names.
 * @param {HTMLElement} parent @param {string[]} texts @param {(i: number) => "th" | "td"} tag
 */
function fill(parent, texts, tag) {
  while (parent.children.length > texts.length) parent.lastChild.remove();
  texts.forEach((text, i) => {
    let cell = parent.children[i] ?? parent.appendChild(h(tag(i)));
    if (cell.localName !== tag(i)) cell.replaceWith((cell = h(tag(i))));
    setWords(cell, minus(text));
  });
}

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Numbers` */
export const numbers = (context, spec) => new Numbers(context, spec);

class Numbers {
  constructor({ section }, spec) {
    this.section = section;
    this.spec = spec;
    this.head = h("tr");
    this.body = h("tbody");
    this.notes = h("div", { className: "dl-notes" });
    this.written = ""; // the notes that stand there
    const grid = h(
      "table",
      { className: "dl-table" },
      h("caption", { className: "dl-help" }, spec.label),
      h("thead", {}, this.head),
      this.body,
    );
    const frame = h("div", { className: "dl-table-frame", tabindex: "0", role: "region", "aria-label": spec.label }, grid);
    this.root = h("div", { className: "dl-numbers" }, spec.folded ? folded(frame) : frame, this.notes);
    this.reserve(frame);
    this.films = [spec.source, ...(spec.rest ? [spec.rest] : [])];
    const sources = [...this.films, ...(spec.beside ? [spec.beside.split(".")[0]] : [])];
    this.keys = [
      ...sources.map((name) => `@${name}`),
      ...(spec.track ? [spec.t] : []),
      ...(spec.pick ? [spec.pick] : []),
    ];
  }

  /** The table that the source answers, or that of the film's frame at t. @returns {Table | null | undefined} */
  table() {
    const { section, spec } = this;
    if (!spec.track) return section.answer(spec.source)?.[spec.rows];
    const film = filmWith(section, this.films, spec.track);
    if (!film) return null;
    const rows = film.tracks[spec.track];
    const frame = rows[Math.min(frameAt(film.times, section.values[spec.t]), rows.length - 1)];
    const picked = Math.min(section.values[spec.pick] ?? 0, frame.length - 1);
    return { head: spec.head, rows: spec.pick ? frame[picked] : frame };
  }

  /** A table that has lost rows keeps their room, so that no slider moves under the hand. @param {HTMLElement} frame */
  reserve(frame) {
    let [wide, tallest] = [0, 0];
    const grown = new ResizeObserver(([{ contentRect: { width, height } }]) => {
      if (!width) return; // its section is closed
      tallest = width === wide ? Math.max(tallest, height) : height;
      wide = width;
      this.root.style.minHeight = `${tallest}px`;
    });
    if (!this.spec.folded) grown.observe(frame);
  }

  /** The table with the column beside it, which may be on its way. @param {Table} table @returns {Table} */
  whole(table) {
    const { section, spec } = this;
    if (!spec.beside) return table;
    const column = section.dig(spec.beside);
    const cells = column && column.of === table.of ? column.cells : table.rows.map(() => "…");
    return {
      head: [...table.head, column?.head ?? ""],
      rows: table.rows.map((row, i) => [...row, cells[i]]),
      notes: table.notes,
    };
  }

  paint() {
    const table = this.table();
    if (!table) return false;
    const { head, rows, notes = [] } = this.whole(table);
    fill(this.head, head, (k) => (head[k] ? "th" : "td"));
    for (const cell of this.head.querySelectorAll("th")) setAttribute(cell, "scope", "col");
    while (this.body.children.length > rows.length) this.body.lastChild.remove();
    rows.forEach((row, i) => this.paintRow(row, i, head));
    const written = JSON.stringify(notes);
    if (written !== this.written) this.notes.replaceChildren(...notes.map((note) => h("p", {}, minus(note))));
    this.written = written;
    return true;
  }

  paintRow(row, i, head) {
    const line = /** @type {HTMLElement} */ (this.body.children[i] ?? this.body.appendChild(h("tr")));
    fill(line, row, (k) => (k ? "td" : "th"));
    setAttribute(line.firstChild, "scope", "row");
    [...line.children].forEach((cell, k) => setAttribute(cell, "data-head", lettersOf(head[k]))); // shown on a narrow page
  }

  draw(pen, x, y) {
    return ink(pen, this.root, x, y);
  }
}
