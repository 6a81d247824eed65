// The page's own words in another language. `language.py` looks up what the server says; what these modules say
// comes along with the page, keyed by its English. An English page has none of it.

/** @type {{code: string, decimal: string, entries: Record<string, string>} | null} */
const catalogue = JSON.parse(globalThis.document?.getElementById("dl-words")?.textContent ?? "null");
/** The language of the page, as links and the server name it. */
export const language = catalogue?.code ?? "en";

const HOLE = /\{(?:#(\d))?\}/g; // for what is said anew each time; `{#2}` is the second one
const LONGEST = 300; // of a sentence of the page
const MOST = 2000; // texts that are remembered

/** Keys with holes, the longest first, each with an expression that finds what stands in them. */
const patterns = Object.keys(catalogue?.entries ?? {})
  .filter((key) => key.includes("{}"))
  .sort((a, b) => b.length - a.length)
  .map((key) => {
    const pieces = key.split("{}").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return { key, form: new RegExp(`^${pieces.join("(.+?)")}$`) };
  });
/** @type {Map<string, string>} */
const known = new Map();

/** @param {string} text @returns {string} */
function found(text) {
  const bare = text.trim();
  if (bare !== text) return bare ? text.replace(bare, () => t(bare)) : text;
  const exact = catalogue.entries[text];
  if (exact !== undefined) return exact;
  if (text.length > LONGEST || text.includes("\n")) return text; // a program, or what the server said
  for (const { key, form } of patterns) {
    const parts = form.exec(text)?.slice(1);
    if (!parts) continue;
    let next = 0;
    return catalogue.entries[key].replace(HOLE, (_, place) => t(parts[place ? place - 1 : next++]));
  }
  return text;
}

/** A text of the page in its language; what has no translation, as whatever the server said, stays. @param {any} text */
export function t(text) {
  if (!catalogue || typeof text !== "string" || text.length < 2) return text;
  if (!known.has(text)) {
    if (known.size >= MOST) known.clear();
    known.set(text, found(text));
  }
  return known.get(text);
}

/** A number that the page wrote, as the language writes it. @param {string} text */
export const decimal = (text) => (catalogue ? text.replace(/(\d)\.(?=\d)/g, `$1${catalogue.decimal}`) : text);

/** A number that was typed, with the point that JavaScript reads. In English a comma before three digits is none. */
export function typed(text) {
  const comma = catalogue ? /^[-−+]?\d*,\d+$/ : /^[-−+]?\d*,(?!\d{3}$)\d+$/;
  return comma.test(text) ? text.replace(",", ".") : text;
}
