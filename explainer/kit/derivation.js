// A derivation, a step at a time: each line typeset, why it holds, its numbers.

import { h, setText } from "./dom.js";
import { ink } from "./ink.js";
import { untilRest } from "./touched.js";
import { displayed, formulasStand, words } from "./words.js";

/** What a key does to the step; a presenter's remote sends the last two. */
const KEYS = {
  ArrowRight: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  Home: () => 1,
  End: () => Infinity,
  PageDown: (at) => at + 1,
  PageUp: (at) => at - 1,
};
const GAP = 6; // pixels between two lines
const GROWN = [1.25, 1.5, 2]; // times its size, at most, that a short pair of lines takes on the stage

/** Which formulas an answer's lines have. */
const of = ({ names, formulas }) => String(formulas ?? names.length);

/** How many times as wide as its room a line's formula is. @param {HTMLElement} row */
const overflow = ({ firstElementChild: formula }) => formula.scrollWidth / Math.max(formula.clientWidth, 1);

/** A line's height in whole pixels that hold it. @param {HTMLElement} row */
const tall = (row) => Math.ceil(row.getBoundingClientRect().height);

/** The height of a line's formula: one that breaks is higher than its type. @param {HTMLElement} row */
const formulaHeight = (row) => /** @type {HTMLElement} */ (row.firstElementChild).offsetHeight;

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Derivation` */
export const derivation = (context, spec) => new Derivation(context, spec);

class Derivation {
  constructor(context, spec) {
    this.context = context;
    this.section = context.section;
    this.spec = spec;
    this.list = h("ol", { className: "dl-steps", "aria-label": spec.label, "aria-live": "polite" });
    this.root = h(
      "div",
      {
        className: "dl-derivation",
        role: "group",
        tabindex: "0",
        title: "← → go a step back and on, Home and End to the ends, A shows all lines",
        "aria-label": `${spec.label}: arrow keys step through it`,
        "aria-keyshortcuts": "ArrowLeft ArrowRight Home End A",
        onkeydown: (event) => this.key(event),
      },
      this.list,
    );
    this.keys = [spec.key, spec.all, `@${spec.source}`];
    this.data = {};
    /** each line's, once all are typeset @type {HTMLElement[]} */
    this.formulas = [];
    this.rows = [];
    this.built = ""; // which formulas stand in them
    this.shown = ""; // the step, and whether all lines stand
    this.reserved = ""; // the width and the size of type for which room is reserved
    this.reserving = ""; // those for which lines are being measured
    this.settled = false; // whether they have been measured at all
    this.most = 0; // the tallest pair of lines, in em, at whatever size of type it was met
    this.place = ""; // where that was
    this.tries = 0; // of sizes there
    this.cap = Infinity; // the size of type in pixels at which the widest line fills its room there
    /** how many times its size a step's pair of lines takes @type {number[]} */
    this.growths = [];
    new ResizeObserver(() => this.root.clientWidth && this.reserved !== this.sizes() && this.context.repaint(this)).observe(this.root);
    document.fonts.addEventListener("loadingdone", () => this.measureAgain()); // a formula in its own font has another size
    this.typeset();
  }

  /**
   * The end of this task: a line's layout takes milliseconds, and a hand elsewhere must not wait for all lines.
   * Out of sight, where they are laid out beforehand (`ahead.js`), they go on once the page rests.
   */
  async rest() {
    const left = () => (this.root.closest("[data-ahead]") ? untilRest() : 0);
    do await new Promise((resolve) => setTimeout(resolve, left()));
    while (left());
  }

  measureAgain() {
    this.tries = this.most = 0;
    this.reserved = this.reserving = "";
    if (this.rows.length) this.context.repaint(this);
  }

  sizes() {
    return `${this.root.clientWidth} ${getComputedStyle(this.root).fontSize}`;
  }

  key(event) {
    const { section, spec } = this;
    if (event.ctrlKey || event.metaKey || event.altKey || !this.rows.length) return;
    if (event.key.toLowerCase() === "a") section.set(spec.all, !section.values[spec.all]);
    else if (event.key in KEYS) this.go(KEYS[event.key](section.values[spec.key]));
    else return;
    event.preventDefault();
  }

  go(step) {
    this.section.set(this.spec.key, Math.min(this.rows.length, Math.max(1, step)));
  }

  /** Typeset the lines, each in a task of its own: all at once would hold a hand elsewhere on the page. */
  async typeset() {
    const { latex, math } = this.spec;
    if (!math) await formulasStand();
    const lines = [];
    for (const text of math ?? latex) {
      lines.push(math ? nativeLine(text) : displayed(text));
      await this.rest();
    }
    this.formulas = lines;
    this.context.repaint(this);
  }

  build(answer) {
    const { section, spec } = this;
    this.rows = answer.names.map((name, i) => {
      const why = h("p", { className: "dl-why" }, h("b", {}, `${name}: `), ...words(answer.reasons[i]));
      const sums = h("span");
      const verdict = h("b", { className: "dl-verdict" });
      const numbers = h("p", { className: "dl-sides" }, sums, verdict);
      const onclick = () => section.values[spec.all] && getSelection()?.isCollapsed && this.go(i + 1);
      const row = h("li", { className: "dl-step", onclick }, this.formulas[answer.formulas?.[i] ?? i], numbers, why);
      return { row, numbers, sums, verdict, why };
    });
    this.built = of(answer);
    this.reserved = this.reserving = "";
    this.tries = this.most = 0;
    this.growths = [];
    this.list.replaceChildren(...this.rows.map(({ row }) => row));
  }

  count(answer) {
    this.rows.forEach(({ numbers, sums, verdict }, i) => {
      setText(sums, `${answer.lefts[i]}  ${answer.relations[i]}  ${answer.rights[i]}`);
      setText(verdict, answer.holds[i] === null ? "" : answer.holds[i] ? "  ✓" : "  ✗");
      numbers.classList.toggle("dl-holds", Boolean(answer.holds[i]));
    });
  }

  /**
   * Reserve room for the tallest pair of lines, so that nothing below jumps while stepping. It is counted in em:
   * on the stage the type grows with the room (`fit.js`), and larger type may break lines, so it is fitted again.
   */
  async reserve() {
    const { list, root, rows } = this;
    const sizes = (this.reserving = this.sizes());
    const staged = Boolean(root.closest(".dl-staged"));
    const found = [];
    for (let i = 0; i < rows.length; i++) {
      await this.rest();
      if (this.moved(sizes)) return;
      found.push(this.measured(i));
    }
    const pairs = found.map(({ now }, i) => now + (i ? found[i - 1].plain + GAP : 0));
    const most = Math.max(...pairs);
    const growths = [];
    for (let i = 0; staged && i < rows.length; i++) {
      await this.rest();
      if (this.moved(sizes)) return;
      growths.push(this.growth(i, most, found));
    }
    this.reserved = sizes;
    this.reserving = "";
    this.growths = growths;
    const place = `${root.clientWidth} ${staged}`;
    if (this.place !== place) Object.assign(this, { place, tries: 0, most: 0, cap: Infinity });
    const type = parseFloat(getComputedStyle(root).fontSize);
    const widest = Math.max(...found.map(({ overflow }) => overflow));
    if (staged && widest > 1) Object.assign(this, { cap: type / widest, tries: 0 });
    root.style.setProperty("--cap", this.cap < Infinity ? `${this.cap}px` : "");
    const em = most / type;
    // lines that broke at a first, larger size may not at this one; from then on it only grows, and so settles
    const grown = this.tries++ > 1 ? em > this.most : em !== this.most;
    if (grown) list.style.setProperty("--most", `${(this.most = em)}em`);
    this.settled = true;
    this.context.repaint(this);
    if (grown) root.dispatchEvent(new CustomEvent("dl:grown", { bubbles: true }));
  }

  /** Whether the sizes are others than those that are measured, which then begins anew. */
  moved(sizes) {
    if (this.reserving === sizes && this.sizes() === sizes) return false;
    if (this.reserving === sizes) {
      this.reserving = "";
      if (this.root.clientWidth) this.context.repaint(this);
    }
    return true;
  }

  /** Look at lines of a step as they would stand, each with its size, and leave them as they were. */
  looked(lines, look) {
    const before = lines.map(({ row }) => [row.hidden, row.className, row.style.cssText]);
    lines.forEach(({ row }, i) => {
      row.hidden = false;
      row.classList.toggle("dl-now", i === lines.length - 1);
    });
    const found = look();
    lines.forEach(({ row }, i) => {
      [row.hidden, row.className, row.style.cssText] = /** @type {[boolean, string, string]} */ (before[i]);
    });
    return found;
  }

  /** A line's height at its plain size as the new one of a step and as the one above it, and its formula. */
  measured(i) {
    const { row, why } = this.rows[i];
    return this.looked([this.rows[i]], () => {
      row.style.setProperty("--grow", "1");
      const now = tall(row); // rounded up: what is reserved is never a part of a pixel too low
      return { now, plain: now - Math.floor(why.getBoundingClientRect().height), formula: formulaHeight(row), overflow: overflow(row) };
    });
  }

  /** On the stage a pair that is shorter than the tallest one, of `most` pixels, is as large as its room allows. */
  growth(i, most, found) {
    const lines = this.rows.slice(Math.max(i - 1, 0), i + 1);
    return this.looked(lines, () => {
      let best = 1;
      for (const size of GROWN) {
        for (const { row } of lines) row.style.setProperty("--grow", String(size));
        const height = lines.reduce((sum, { row }) => sum + tall(row), (lines.length - 1) * GAP);
        const plain = lines.map((_, k) => found[i + 1 - lines.length + k].formula);
        const broken = lines.some(({ row }, k) => overflow(row) > 1.001 || formulaHeight(row) > 1.2 * size * plain[k]);
        if (broken || height > most) break;
        best = size;
      }
      return best;
    });
  }

  paint() {
    const { section, spec } = this;
    const answer = section.answer(spec.source);
    if (!answer || !this.formulas.length) return false;
    if (this.built !== of(answer)) this.build(answer);
    this.count(answer);
    const at = Math.min(section.values[spec.key], this.rows.length) - 1;
    this.showStep(at, Boolean(section.values[spec.all]));
    this.data = { left: String(answer.left[at] ?? ""), right: String(answer.right[at]) };
    const { reserved, reserving, root } = this;
    if (root.clientWidth && ![reserved, reserving].includes(this.sizes())) this.reserve();
    return this.settled || !root.clientWidth;
  }

  showStep(at, all) {
    this.list.classList.toggle("dl-whole", all);
    this.rows.forEach(({ row }, i) => {
      row.hidden = !all && i !== at && i !== at - 1;
      row.classList.toggle("dl-now", i === at);
      row.style.setProperty("--grow", String((!all && this.growths[i === at - 1 ? at : i]) || 1));
    });
    const name = `${at} ${all}`;
    if (all && this.shown && this.shown !== name) this.rows[at].row.scrollIntoView({ block: "nearest" });
    this.shown = name;
  }

  draw(pen, x, y) {
    return ink(pen, this.root, x, y);
  }

  /** For a saved page, which has no renderer of formulas: their MathML, which a browser sets by itself. */
  saved() {
    return { math: this.formulas.map(native) };
  }
}

// letters that browsers no longer style by `mathvariant`: where each alphabet begins, and what stands elsewhere
const ALPHABETS = {
  "double-struck": [0x1d538, { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" }],
  script: [0x1d49c, { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ" }],
};

/** A line of a saved page, which has no typesetter. @param {string} mathml */
function nativeLine(mathml) {
  return Object.assign(h("div", { className: "katex-display" }), { innerHTML: mathml }); // as this page was saved
}

/** The MathML beside a rendered formula. */
function native(formula) {
  const math = formula.querySelector("math").cloneNode(true);
  for (const note of math.querySelectorAll("annotation")) note.remove();
  math.removeAttribute("display"); // which would centre it
  math.setAttribute("displaystyle", "true");
  for (const letter of math.querySelectorAll("mi[mathvariant]")) {
    const [first, others] = ALPHABETS[letter.getAttribute("mathvariant")] ?? [];
    if (!first) continue;
    const from = (capital) => others[capital] ?? String.fromCodePoint(first + capital.charCodeAt(0) - 65);
    letter.textContent = letter.textContent.replace(/[A-Z]/g, from);
    letter.setAttribute("mathvariant", "normal");
  }
  return math.outerHTML;
}
