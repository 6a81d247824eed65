// The glossary's terms and symbols, explained where they stand: hovered, focused or tapped, each once a section.

import { find } from "./contents.js";
import { h } from "./dom.js";
import { hosts, panelOf } from "./gradio.js";
import { here } from "./links.js";
import { asker } from "./server.js";
import { words } from "./words.js";

const TEXTS = ".dl-lesson p, .dl-slide p, .dl-try, .dl-explain";
const SKIPPED = "a, button, .katex, .dl-formula, .dl-word, code";
const LATE_MS = 150; // a pointer that passes over does not mean it

/** @typedef {{name: string, also: string[], tex: string[], at: string, says: string, local: boolean}} Term */

/** @type {Promise<{lessons: any[], controls: any[], terms: Term[]}> | undefined} */
let asked;

/** What the search looks through, fetched once. */
export function index() {
  if (!asked) {
    asked = asker(hosts()[0].id)("@index", {});
    asked.catch(() => (asked = undefined));
  }
  return asked;
}

/** Terms by their words, and by LaTeX. @type {{byWord: Map<string, Term>, byTex: Map<string, Term>, pattern: RegExp} | undefined} */
let known;

const spaceless = (tex) => tex.replace(/\s+/g, "");
/** Abbreviations and names are looked for as they are written. */
const exact = (word) => word !== word.toLowerCase();

async function load() {
  if (known) return known;
  const { terms } = await index();
  const byWord = new Map(terms.flatMap((term) => [term.name, ...term.also].filter((word) => !word.includes("$")).map((word) => [word, term])));
  const byTex = new Map(terms.flatMap((term) => term.tex.map((tex) => [spaceless(tex), term])));
  const longest = [...byWord.keys()].filter((word) => word.length > 1).sort((a, b) => b.length - a.length);
  const escaped = longest.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  known = { byWord, byTex, pattern: new RegExp(`(?<![\\p{L}\\p{N}-])(?:${escaped.join("|")})(?![\\p{L}\\p{N}-])`, "giu") };
  return known;
}

/** The term that a word stands for. @param {string} found */
function termOf(found) {
  const term = known.byWord.get(found) ?? known.byWord.get(found.toLowerCase()) ?? known.byWord.get(found[0].toUpperCase() + found.slice(1));
  return term;
}

/** Whether a term's section is in the chapter that is open: symbols, and some words, mean other things elsewhere. @param {Term} term */
const isHome = ({ at }) => find(at)?.chapter === find(here.section)?.chapter;

/** Terms that are marked already, by the tab's panel. @type {WeakMap<Element, Set<Term>>} */
const marked = new WeakMap();
/** Texts that have been looked through. @type {WeakSet<Element>} */
const seen = new WeakSet();

/** Mark what is explained in the texts that stand now. */
export async function explain() {
  await load();
  if (!known.byWord.size) return;
  for (const text of document.querySelectorAll(TEXTS)) {
    if (seen.has(text) || !text.getClientRects().length) continue;
    seen.add(text);
    const panel = panelOf(text);
    if (!marked.has(panel)) marked.set(panel, new Set());
    markSymbols(text, marked.get(panel));
    markWords(text, marked.get(panel));
  }
}

/** @param {Element} text @param {Set<Term>} done */
function markSymbols(text, done) {
  for (const formula of text.querySelectorAll(".katex")) {
    const tex = formula.querySelector("annotation")?.textContent ?? "";
    const term = known.byTex.get(spaceless(tex));
    if (!term || done.has(term) || !isHome(term) || formula.closest(".dl-word, .katex-display")) continue;
    done.add(term);
    const shown = formula.closest(".dl-formula") ?? formula;
    const word = wrap(term);
    word.setAttribute("aria-label", term.name); // a typeset formula is no name of a button
    shown.replaceWith(word);
    word.append(shown);
  }
}

/** @param {Element} text @param {Set<Term>} done */
function markWords(text, done) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(SKIPPED)) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const parts = [];
    let from = 0;
    for (const { 0: found, index: at } of node.textContent.matchAll(known.pattern)) {
      const term = termOf(found);
      if (!term || done.has(term) || (term.local && !isHome(term)) || (exact(found) && !known.byWord.has(found) && at > 0)) continue;
      done.add(term);
      const word = wrap(term);
      word.append(found);
      parts.push(node.textContent.slice(from, at), word);
      from = at + found.length;
    }
    if (parts.length) /** @type {ChildNode} */ (node).replaceWith(...parts, node.textContent.slice(from));
  }
}

const tip = h("div", { id: "dl-tip", role: "tooltip", hidden: true });
let late = 0;
let shownAt = 0; // how far the page was scrolled then
const FAR = 60; // pixels of scrolling after which the word is elsewhere

/** An element round a term that explains it. @param {Term} term */
function wrap(term) {
  const word = h("span", { className: "dl-word", tabindex: "0", role: "button", "aria-describedby": "dl-tip" });
  const say = () => showTip(word, term);
  word.addEventListener("pointerenter", ({ pointerType }) => {
    if (pointerType === "mouse") late = setTimeout(say, LATE_MS);
  });
  word.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hideTip());
  word.addEventListener("focus", say);
  word.addEventListener("blur", hideTip);
  word.addEventListener("click", say);
  word.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
    else if (event.key === "Enter" || event.key === " ") say();
    else return;
    event.preventDefault();
  });
  return word;
}

/** @param {HTMLElement} word @param {Term} term */
function showTip(word, term) {
  tip.replaceChildren(h("b", {}, ...words(term.name)), " ", ...words(term.says));
  (document.fullscreenElement ?? document.body).append(tip);
  tip.hidden = false;
  shownAt = scrollY;
  const { left, top, bottom } = word.getBoundingClientRect();
  const below = bottom + 8 + tip.offsetHeight < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${below ? bottom + 8 : Math.max(8, top - 8 - tip.offsetHeight)}px`;
}

function hideTip() {
  clearTimeout(late);
  tip.hidden = true;
}

globalThis.document?.addEventListener("scroll", () => Math.abs(scrollY - shownAt) > FAR && hideTip(), { passive: true });
