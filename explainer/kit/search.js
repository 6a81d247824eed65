// The search over sections, figures, controls, lessons and terms, and the glossary: one dialog.

import { chapters, sections, numbered as titled } from "./contents.js";
import { h, setText } from "./dom.js";
import { figureName, here } from "./links.js";
import { visit } from "./places.js";
import { index } from "./terms.js";
import { lettersOf } from "./tex.js";
import { words } from "./words.js";

const MOST = 14; // results that are shown
const ABOUT = 60; // characters of a lesson before what was found
const GREEK = {
  α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", θ: "theta", λ: "lambda", μ: "mu", σ: "sigma", τ: "tau",
  φ: "phi", η: "eta",
};

/** @typedef {{kind: string, title: string, says: string, at: string, figure: string | null, weight: number, text: string}} Entry */

/** A text without formulas' dollars; LaTeX that has no letters stays as it is written. */
function letters(text) {
  try {
    return lettersOf(text);
  } catch {
    return text.replace(/[$\\{}]/g, " ");
  }
}

/** A text as it is compared: small letters without accents, Greek by name. @param {string} text */
export function plain(text) {
  const bare = letters(text).normalize("NFKD").replace(/[\u0300-\u036f]/g, (accent) => (accent === "\u0304" ? " bar" : ""));
  return bare.toLowerCase().replace(/[α-ω]/g, (letter) => GREEK[letter] ?? letter).replace(/[–—-]/g, " ");
}

/** @type {Entry[] | null} */
let entries = null;

const entry = (kind, weight, title, says, at, figure = null, more = "") => ({
  kind, weight, title, says, at, figure, text: plain(`${title} ${more}`),
});

/** Everything that can be found. @returns {Promise<Entry[]>} */
async function all() {
  if (entries) return entries;
  const { lessons, controls, terms } = await index();
  const nameOf = (at) => titled(sections.find(({ section }) => section.name === at).section);
  entries = [
    ...sections.map(({ section }) => entry("section", 5, titled(section), "", section.name)),
    ...sections.flatMap(({ section }) =>
      section.figures.map((figure) => entry("figure", 4, titled(figure), titled(section), section.name, figure.name)),
    ),
    ...terms.map(({ name, says, at, also, tex }) => entry("term", 5, name, says, at, null, [...also, ...tex.map((one) => `$${one}$`)].join(" "))),
    ...controls.map(({ label, help, at, figure }) => entry("control", 3, label, help, at, figureName(at, figure), help)),
    ...lessons.map(({ at, text }) => entry("lesson", 1, nameOf(at), text, at, null, text)),
  ];
  return entries;
}

/** The entries that have all words of a question, best first. @param {string} question @param {Entry[]} known */
export function find(question, known) {
  const asked = plain(question).split(/\s+/).filter(Boolean);
  if (!asked.length) return [];
  const rank = ({ text, weight }) => {
    const places = asked.map((word) => ` ${text}`.indexOf(` ${word}`));
    if (!asked.every((word) => text.includes(word))) return 0;
    const starts = places.filter((place) => place >= 0).length / asked.length;
    const first = places[0] === 0 || text.replace(/^[\d.]+ /, "").startsWith(asked[0]) ? 2 : 0;
    return weight + 4 * starts + first;
  };
  const found = known.map((one) => ({ one, rank: rank(one) })).filter((scored) => scored.rank > 0);
  return found.sort((a, b) => b.rank - a.rank).map(({ one }) => one);
}

/** What a lesson says where it was found. */
function excerpt({ kind, says }, question) {
  if (kind !== "lesson") return words(says);
  const text = letters(says);
  const at = text.toLowerCase().indexOf(question.trim().toLowerCase().split(/\s+/)[0]);
  const from = at > ABOUT ? text.indexOf(" ", at - ABOUT) : 0;
  return [`${from ? "… " : ""}${text.slice(from, from + 2.5 * ABOUT)} …`];
}

const list = h("div", { id: "dl-found", role: "listbox", "aria-label": "Found" });
const box = h("input", {
  type: "search", placeholder: "Title, symbol, setting or word", autocomplete: "off", spellcheck: false, role: "combobox",
  "aria-label": "Search", "aria-controls": "dl-found", "aria-expanded": "true", oninput: () => show(), onkeydown: (event) => key(event),
});
const status = h("p", { className: "dl-help", role: "status" });
const terms = h("dl", { className: "dl-terms-list" });
const title = h("h2", {}, "Search");
const close = h("button", { type: "button", title: "Close", "aria-label": "Close", className: "dl-shut", onclick: () => dialog.close() }, "×");
const dialog = h("dialog", { id: "search", className: "dl-dialog dl-figure", "aria-label": "Search" }, close, title, box, status, list, terms);
dialog.addEventListener("close", () => {
  if (["#search", "#glossary"].includes(location.hash)) history.replaceState(history.state, "", location.pathname + location.search);
});
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // the page beside it
let chosen = 0;

function show() {
  const found = find(box.value, entries ?? []).slice(0, MOST);
  chosen = 0;
  list.replaceChildren(...found.map(option));
  mark();
  terms.hidden = Boolean(box.value.trim());
  list.hidden = !terms.hidden;
  setText(status, box.value.trim() ? (found.length ? `${found.length} results` : "no results") : "");
  if (!found.length && box.value.trim()) list.replaceChildren(h("p", {}, "Nothing found. Try a title, a symbol such as beta, or a setting."));
}

/** @param {Entry} one @param {number} i */
function option(one, i) {
  const go = () => follow(one);
  return h(
    "div",
    { role: "option", id: `dl-found-${i}`, "aria-selected": "false", onclick: go },
    h("small", {}, one.kind), h("b", {}, ...words(one.title)), h("span", {}, ...excerpt(one, box.value)),
  );
}

function follow({ at, figure }) {
  dialog.close();
  visit(at, figure);
}

function mark() {
  const options = [...list.querySelectorAll('[role="option"]')];
  options.forEach((node, i) => node.setAttribute("aria-selected", String(i === chosen)));
  options[chosen]?.scrollIntoView({ block: "nearest" });
  if (options[chosen]) box.setAttribute("aria-activedescendant", options[chosen].id);
  else box.removeAttribute("aria-activedescendant");
}

function key(event) {
  const options = list.querySelectorAll('[role="option"]');
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) {
    event.preventDefault();
    chosen = Math.min(options.length - 1, Math.max(0, chosen + by));
    mark();
  } else if (event.key === "Enter") {
    event.preventDefault();
    const pressed = options[chosen];
    if (pressed instanceof HTMLElement) pressed.click();
  }
}

/** All terms, in the order of the talk. */
async function fillGlossary() {
  const { terms: known } = await index();
  const titleOf = (at) => titled(sections.find(({ section }) => section.name === at).section);
  terms.replaceChildren(
    ...known.flatMap(({ name, says, at }) => [
      h("dt", {}, ...words(name)),
      h("dd", {}, ...words(says), " ", h("a", { href: `?at=${at}`, onclick: () => dialog.close() }, titleOf(at))),
    ]),
  );
}

/** Open the search; with `glossary`, to read all terms. @param {boolean} glossary */
export async function open(glossary = false) {
  if (!chapters.length || dialog.open) return;
  (document.fullscreenElement ?? document.body).append(dialog);
  setText(title, glossary ? "Glossary" : "Search");
  dialog.setAttribute("aria-label", title.textContent);
  box.value = "";
  dialog.showModal();
  box.focus();
  await all();
  if (!terms.firstChild) await fillGlossary();
  show();
  if (here.section && !glossary) box.select();
}
