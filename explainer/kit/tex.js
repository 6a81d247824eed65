// Formulas where no element can stand: as plain letters in a tooltip or a menu, as Plotly's own markup, on a
// canvas. It knows symbols with their indices, accents and roots; `words.js` typesets what stands in the page.

/** @typedef {{text: string, face: string, level: number}} Run letters of one of KaTeX's faces; level 1 is raised, −1 lowered */

const LETTERS = {
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", varepsilon: "ε", theta: "θ", lambda: "λ", mu: "μ",
  pi: "π", rho: "ρ", sigma: "σ", tau: "τ", phi: "φ", varphi: "φ", psi: "ψ",
};
const SIGNS = {
  Delta: "Δ", Sigma: "Σ", Gamma: "Γ", Phi: "Φ", cdot: "·", times: "×", mid: " | ", "|": "‖", le: "≤", ge: "≥", ne: "≠",
  to: "→", in: "∈", sim: "∼", approx: "≈", infty: "∞", partial: "∂", nabla: "∇", pm: "±", odot: "⊙", sum: "∑", int: "∫",
  top: "⊤", prime: "′", dots: "…", cdots: "⋯", lVert: "‖", rVert: "‖", ast: "∗", "{": "{", "}": "}", "%": "%",
};
const NAMES = ["ln", "exp", "log", "det", "max", "min"];
const SPACES = { ",": " ", ";": " ", ":": " ", " ": " ", quad: " ", qquad: " ", "!": "" };
const ACCENTS = { hat: "\u0302", bar: "\u0304", tilde: "\u0303" };
const UPRIGHT = { mathrm: "Main", text: "Main", operatorname: "Main", mathbb: "AMS", mathcal: "Caligraphic" };
const IGNORED = ["left", "right", "big", "Big", "displaystyle", "textstyle"];
const SPACED = "=<>≤≥≠∼≈→∈+−·×⊙"; // signs between two things, with room on both sides
const FORMULA = /\$([^$]+)\$|([α-ω])/g; // a Greek letter among words is a symbol, too
const COMMANDS = new Map(Object.entries(LETTERS).map(([name, letter]) => [letter, `\\${name}`]));

/** A formula's letters one after another; Error for a command that is not known here. */
class Reader {
  constructor(tex) {
    this.tex = tex;
    this.at = 0;
  }

  /** Everything up to the end or a closing brace. @returns {Run[]} */
  row(level) {
    /** @type {Run[]} */
    const runs = [];
    for (; this.at < this.tex.length && this.tex[this.at] !== "}"; ) {
      for (const run of this.atom(level)) {
        const binary = run.level === 0 && SPACED.includes(run.text) && runs.length > 0 && !/[([,=\s]$/.test(runs.at(-1).text);
        runs.push(binary ? { ...run, text: ` ${run.text} ` } : run);
      }
    }
    return runs;
  }

  /** What a command or an index applies to: a group in braces, or one sign. */
  argument(level) {
    while (this.tex[this.at] === " ") this.at++;
    if (this.tex[this.at] !== "{") return this.atom(level);
    this.at++;
    const inside = this.row(level);
    this.at++;
    return inside;
  }

  /** @returns {Run[]} */
  atom(level) {
    const sign = this.tex[this.at];
    if (sign === "{") return this.argument(level);
    this.at++;
    if (sign === " ") return [];
    if (sign === "^" || sign === "_") return this.argument(level + (sign === "^" ? 1 : -1));
    if (sign === "\\") return this.command(level);
    if (sign === ",") return [{ text: level ? "," : ", ", face: "Main", level }];
    if (sign === "'") return [{ text: "′", face: "Main", level: level + 1 }]; // the face has it large, to be raised
    const text = { "-": "−", "*": "∗" }[sign] ?? sign;
    return [{ text, face: /[A-Za-z]/.test(sign) ? "Math" : "Main", level }];
  }

  command(level) {
    const name = /^([A-Za-z]+|.)/.exec(this.tex.slice(this.at))[0];
    this.at += name.length;
    const upright = (text, face = "Main") => [{ text, face, level }];
    if (name in LETTERS) return upright(LETTERS[name], "Math");
    if (name in SIGNS) return upright(SIGNS[name]);
    if (name in SPACES) return SPACES[name] ? upright(SPACES[name]) : [];
    if (NAMES.includes(name)) {
      const before = /[\w})]\s*$/.test(this.tex.slice(0, this.at - name.length - 1)) ? " " : "";
      return upright(`${before}${name}${/^\s*[({[^_]/.test(this.tex.slice(this.at)) ? "" : " "}`);
    }
    if (IGNORED.includes(name)) return [];
    if (name in ACCENTS) return this.argument(level).map((run, i) => (i ? run : { ...run, text: run.text + ACCENTS[name] }));
    if (name in UPRIGHT) return upright(this.verbatim(), UPRIGHT[name]);
    if (name === "sqrt") return [...upright("√"), ...enclosed(this.argument(level), level)];
    if (name === "frac" || name === "tfrac") {
      const over = enclosed(this.argument(level), level);
      return [...over, ...upright("/"), ...enclosed(this.argument(level), level)];
    }
    throw new Error(`the formula ${this.tex} has the command ${name}, which is not set here`);
  }

  /** The words of a group as they are written. */
  verbatim() {
    while (this.tex[this.at] === " ") this.at++;
    if (this.tex[this.at] !== "{") return this.tex[this.at++];
    const end = this.tex.indexOf("}", this.at);
    const inside = this.tex.slice(this.at + 1, end);
    this.at = end + 1;
    return inside;
  }
}

/** Brackets round what is more than one symbol with its indices. @param {Run[]} runs @param {number} level */
function enclosed(runs, level) {
  if (runs.filter((run) => run.level === level).length < 2) return runs;
  const bracket = (text) => ({ text, face: "Main", level });
  return [bracket("("), ...runs, bracket(")")];
}

/** @type {Map<string, Run[]>} */
const read = new Map();

/** The letters of a formula, from left to right. @param {string} tex @returns {Run[]} */
export function runs(tex) {
  if (!read.has(tex)) {
    if (read.size > 500) read.clear(); // formulas with numbers in them do not pile up
    read.set(tex, new Reader(tex).row(0));
  }
  return read.get(tex);
}

/** A text whose numbers have a true minus. @param {string} text */
export const minus = (text) => text.replace(/(^|[\s(,±[])-(?=[\d.∞])/g, "$1−");

/** Whether something in a text is to be typeset. @param {string} text */
export const hasFormula = (text) => text.search(FORMULA) >= 0;

/** A text in pieces: what stands between dollars is a formula. @param {string} text @returns {{tex?: string, text: string}[]} */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const { index, 0: whole, 1: tex, 2: letter } of text.matchAll(FORMULA)) {
    if (index > end) found.push({ text: text.slice(end, index) });
    found.push({ tex: tex ?? COMMANDS.get(letter) ?? letter, text: tex ?? letter });
    end = index + whole.length;
  }
  return end < text.length ? [...found, { text: text.slice(end) }] : found;
}

const RAISED = new Map([..."0123456789+−=()ni′"].map((letter, i) => [letter, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ′"][i]]));
const LOWERED = new Map([..."0123456789+−=()aehijklmnoprstuvx"].map((letter, i) => [letter, [..."₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"][i]]));

/** An index in Unicode's small letters; where they lack one, beside its symbol. */
function small(text, letters) {
  return [...text].every((letter) => letters.has(letter)) ? [...text].map((letter) => letters.get(letter)).join("") : ` ${text}`;
}

/** A text with its formulas as plain letters, for tooltips, menus and names. @param {string} text */
export function lettersOf(text) {
  if (typeof text !== "string" || !text.includes("$")) return text;
  const said = (run) => (run.level ? small(run.text, run.level > 0 ? RAISED : LOWERED) : run.text);
  return pieces(text).map(({ tex, text: words }) => (tex === undefined ? words : runs(tex).map(said).join(""))).join("");
}

const LARGER = 1.15; // than the words beside them: these faces have small letters

/** A text with its formulas in Plotly's markup. @param {string} text */
export function marked(text) {
  if (!hasFormula(text)) return text;
  const mark = ({ text: letters, face: name, level }) => {
    const safe = letters.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
    const face = `<span style="font-family:KaTeX_${name}, serif;font-size:${LARGER}em;font-style:${name === "Math" ? "italic" : "normal"}">${safe}</span>`;
    if (!level) return face;
    return level > 0 ? `<sup>${face}</sup>` : `<sub>${face}</sub>`;
  };
  return pieces(text).map(({ tex, text: words }) => (tex === undefined ? words : runs(tex).map(mark).join(""))).join("");
}

/** The pieces of a text for a canvas, each with its font and its distance from the line. */
function laid(pen, text) {
  const base = pen.font;
  const size = parseFloat(/([\d.]+)px/.exec(base)[1]);
  return pieces(text).flatMap(({ tex, text: words }) => {
    if (tex === undefined) return [{ text: words, font: base, down: 0 }];
    return runs(tex).map(({ text: letters, face, level }) => ({
      text: letters,
      font: `${face === "Math" ? "italic " : ""}${(level ? 0.75 : 1) * LARGER * size}px KaTeX_${face}, serif`,
      down: level > 0 ? -0.38 * size : level < 0 ? 0.24 * size : 0,
    }));
  });
}

/** The width of a text with formulas in the pen's font. @param {CanvasRenderingContext2D} pen @param {string} text */
export function widthOf(pen, text) {
  if (!hasFormula(text)) return pen.measureText(text).width;
  pen.save();
  let width = 0;
  for (const piece of laid(pen, text)) {
    pen.font = piece.font;
    width += pen.measureText(piece.text).width;
  }
  pen.restore();
  return width;
}

/** How far the pen's font reaches above the line that its `textBaseline` names. @param {CanvasRenderingContext2D} pen */
const ascent = (pen) => pen.measureText("x").fontBoundingBoxAscent;

/**
 * Write a text with formulas on a canvas, in the pen's font and alignment.
 * @param {CanvasRenderingContext2D} pen @param {string} text @param {number} x @param {number} y
 * @param {boolean} [outlined] with the pen's stroke round the letters first
 */
export function write(pen, text, x, y, outlined = false) {
  if (!hasFormula(text)) {
    if (outlined) pen.strokeText(text, x, y);
    return pen.fillText(text, x, y);
  }
  const share = { center: 0.5, right: 1, end: 1 }[pen.textAlign] ?? 0;
  const parts = laid(pen, text);
  let left = x - share * widthOf(pen, text);
  pen.save();
  const top = y - ascent(pen);
  pen.textBaseline = "alphabetic"; // on which all faces stand, whatever their own heights
  y = top + ascent(pen);
  pen.textAlign = "left";
  for (const { text: letters, font, down } of parts) {
    pen.font = font;
    if (outlined) pen.strokeText(letters, left, y + down);
    pen.fillText(letters, left, y + down);
    left += pen.measureText(letters).width;
  }
  pen.restore();
}
