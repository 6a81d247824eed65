// Words with formulas between dollars, as `$x_t$`, typeset by KaTeX wherever they stand in the page.

import { pieces, runs } from "./tex.js";

/** Fetched when the first formula is near. @type {Promise<any> | undefined} */
let fetched;

/** Fetch what typesets. */
export const typesetter = () => (fetched ??= import("./vendor/katex/katex.min.js"));

const KEPT = 500; // formulas with numbers in them do not pile up
/** Formulas that have been typeset. @type {Map<string, Element>} */
const known = new Map();

/** What a reader hears of a formula: its letters, or, where `tex.js` does not know it, LaTeX. @param {string} tex */
function heard(tex) {
  try {
    return runs(tex).map(({ text }) => text).join("");
  } catch {
    return tex;
  }
}

/** The element of a formula; its source stands in it until it can be typeset. @param {string} tex */
function formula(tex) {
  if (known.has(tex)) return known.get(tex).cloneNode(true);
  const element = document.createElement("span");
  element.className = "dl-formula";
  element.setAttribute("role", "math");
  element.setAttribute("aria-label", heard(tex));
  const set = () => {
    globalThis.katex.render(tex, element, { throwOnError: false, strict: "ignore" });
    if (known.size >= KEPT) known.clear();
    known.set(tex, /** @type {Element} */ (element.cloneNode(true)));
  };
  if (globalThis.katex) set();
  else {
    element.textContent = tex;
    typesetter().then(set, console.warn); // it stays as it is written
  }
  return element;
}

/** A text as nodes, its formulas typeset. @param {string} text @returns {(Node | string)[]} */
export function words(text) {
  if (!text.includes("$")) return [text];
  return pieces(text).map(({ tex, text: said }) => (tex === undefined ? said : formula(tex)));
}

/** What `setWords` has written. @type {WeakMap<Element, string>} */
const written = new WeakMap();

/** Show a text with formulas, only where it changes. @param {Element} node @param {string} text */
export function setWords(node, text) {
  if (written.get(node) === text) return;
  written.set(node, text);
  node.replaceChildren(...words(text));
}
