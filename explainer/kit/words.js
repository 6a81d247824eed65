// Words with formulas between dollars, as `$x_t$`, typeset by KaTeX wherever they stand in the page.

import { typesetterAddress } from "./gradio.js";
import { t } from "./language.js";
import { lettersOf, pieces, runs } from "./tex.js";

/** Typesets what stands between dollars in an element, once it is there. @type {((element: Element, options: object) => void) | undefined} */
let typeset;
/** Fetched when the first formula is near. @type {Promise<void> | undefined} */
let fetched;

/** Fetch what typesets. */
export const typesetter = () => (fetched ??= import(typesetterAddress()).then((found) => void (typeset = found.default)));

const PATIENCE_MS = 3000; // with what typesets: a figure can do without it
/** @type {Promise<void> | undefined} */
let waited;

/** Once formulas can be typeset; or else after a while, and their letters stand. */
export const formulasStand = () =>
  (waited ??= Promise.race([typesetter().catch(console.warn), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]));

const KEPT = 500; // formulas with numbers in them do not pile up
/** Formulas that have been typeset. @type {Map<string, Element>} */
const known = new Map();

/** A formula without its typesetting: its letters, or, where `tex.js` does not know it, LaTeX. @param {string} tex */
function letters(tex, write = (tex) => lettersOf(`$${tex}$`)) {
  try {
    return write(tex);
  } catch {
    return tex;
  }
}

/** What a reader hears of a formula. @param {string} tex */
const heard = (tex) => letters(tex, (tex) => runs(tex).map(({ text }) => text).join(""));

const DELIMITERS = [{ left: "$", right: "$", display: false }];

/** The element of a formula; its letters stand in it until it can be typeset. @param {string} tex */
function formula(tex) {
  if (known.has(tex)) return known.get(tex).cloneNode(true);
  const element = document.createElement("span");
  element.className = "dl-formula";
  element.setAttribute("role", "math");
  element.setAttribute("aria-label", heard(tex));
  const set = () => {
    element.textContent = `$${tex}$`;
    typeset(element, { delimiters: DELIMITERS, throwOnError: false, strict: "ignore" });
    element.replaceChildren(...element.firstElementChild.childNodes); // without the span that it puts round them
    if (known.size >= KEPT) known.clear();
    known.set(tex, /** @type {Element} */ (element.cloneNode(true)));
  };
  if (typeset) set();
  else {
    element.textContent = letters(tex);
    typesetter().then(set, console.warn); // then the letters stay
  }
  return element;
}

/** A formula on a line of its own; its letters, where nothing can typeset it (`formulasStand`). @param {string} tex @returns {HTMLElement} */
export function displayed(tex) {
  const line = document.createElement("div");
  line.className = "katex-display";
  line.textContent = typeset ? `$$${tex}$$` : letters(tex);
  typeset?.(line, { delimiters: [{ left: "$$", right: "$$", display: true }], throwOnError: false, strict: "ignore" });
  return line.querySelector(".katex-display") ?? line;
}

/** A text as nodes, its formulas typeset. @param {string} text @returns {(Node | string)[]} */
export function words(text) {
  return pieces(text).map(({ tex, text: said }) => (tex === undefined ? said : formula(tex)));
}

/** What `setWords` has written. @type {WeakMap<Element, string>} */
const written = new WeakMap();

/** Show a text with formulas in the page's language, only where it changes. @param {Element} node @param {string} text */
export function setWords(node, text) {
  const said = t(text);
  if (written.get(node) === said) return;
  written.set(node, said);
  node.replaceChildren(...words(said));
}
