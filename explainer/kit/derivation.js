// A derivation, a step at a time: the page's own rendering of each line, why it holds, its numbers.

import { h } from "./controls.js";
import { ink } from "./ink.js";

/** What a key does to the step; a presenter's remote sends the last two. */
const KEYS = {
  ArrowRight: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  Home: () => 1,
  End: () => Infinity,
  PageDown: (at) => at + 1,
  PageUp: (at) => at - 1,
};
const GAP = 6;

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Derivation` */
export function derivation(context, spec) {
  const { section } = context;
  const list = h("ol", { className: "dl-steps", "aria-label": spec.label, "aria-live": "polite" });
  const root = h(
    "div",
    {
      className: "dl-derivation",
      role: "group",
      tabindex: "0",
      title: "← → go a step back and on, Home and End to the ends, A shows all lines",
      "aria-label": `${spec.label}: arrow keys step through it`,
      "aria-keyshortcuts": "ArrowLeft ArrowRight Home End A",
      onkeydown: pressed,
    },
    list,
  );
  /** @type {HTMLElement[]} rendered by the page, cloned here */
  let formulas = [];
  let rows = [];
  let shown = "";
  let reserved = 0;

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !rows.length) return;
    if (event.key.toLowerCase() === "a") section.set(spec.all, !section.values[spec.all]);
    else if (event.key in KEYS) go(KEYS[event.key](section.values[spec.key]));
    else return;
    event.preventDefault();
  }
  const go = (step) => section.set(spec.key, Math.min(rows.length, Math.max(1, step)));

  /** The page renders formulas in its own time: look again until they are all there. */
  const watch = new MutationObserver(() => context.repaint(panel));
  function rendered() {
    if (formulas.length) return true;
    if (spec.math) {
      formulas = spec.math.map((text) => {
        const line = h("div", { className: "katex-display" });
        line.innerHTML = text; // of this page, when it was saved
        return line;
      });
      return true;
    }
    const found = [...document.querySelectorAll(`#${spec.formulas} .katex-display`)];
    const steps = section.sources.get(spec.source)?.value?.names.length ?? Infinity;
    if (found.length < steps) {
      watch.observe(document.body, { childList: true, subtree: true });
      return false;
    }
    watch.disconnect();
    formulas = found.map((one) => one.cloneNode(true));
    return true;
  }

  function build(answer) {
    rows = answer.names.map((name, i) => {
      const why = h("p", { className: "dl-why" }, h("b", {}, `${name}: `), answer.reasons[i]);
      const sums = h("span");
      const verdict = h("b", { className: "dl-verdict" });
      const numbers = h("p", { className: "dl-sides" }, sums, verdict);
      const onclick = () => section.values[spec.all] && getSelection()?.isCollapsed && go(i + 1);
      const row = h("li", { className: "dl-step", onclick }, formulas[i], numbers, why);
      return { row, numbers, sums, verdict };
    });
    reserved = 0;
    list.replaceChildren(...rows.map(({ row }) => row));
  }

  function count(answer) {
    rows.forEach(({ numbers, sums, verdict }, i) => {
      const text = `${answer.lefts[i]}  ${answer.relations[i]}  ${answer.rights[i]}`;
      if (sums.textContent !== text) sums.textContent = text;
      verdict.textContent = answer.holds[i] ? "  ✓" : "  ✗";
      numbers.classList.toggle("dl-holds", answer.holds[i]);
    });
  }

  /** Room for the tallest pair of lines, so that nothing below jumps while stepping. */
  function reserve() {
    if (!root.clientWidth || reserved === root.clientWidth) return;
    reserved = root.clientWidth;
    const heights = (now) => {
      for (const { row } of rows) {
        row.hidden = false;
        row.classList.toggle("dl-now", now);
      }
      return rows.map(({ row }) => row.offsetHeight);
    };
    const [plain, now] = [heights(false), heights(true)];
    const most = Math.max(...now.map((height, i) => height + (i ? plain[i - 1] + GAP : 0)));
    list.style.setProperty("--most", `${most}px`);
  }

  const again = () => {
    reserved = 0;
    if (rows.length) context.repaint(panel);
  };
  const resized = new ResizeObserver(() => reserved !== root.clientWidth && again());
  resized.observe(root);
  document.fonts.addEventListener("loadingdone", again); // a formula in its own font is another size

  const panel = {
    root,
    keys: [spec.key, spec.all, `@${spec.source}`],
    data: {},
    paint() {
      const answer = section.sources.get(spec.source)?.value;
      if (!answer || !rendered()) return false;
      if (rows.length !== answer.names.length) build(answer);
      count(answer);
      reserve();
      const at = Math.min(section.values[spec.key], rows.length) - 1;
      const all = Boolean(section.values[spec.all]);
      list.classList.toggle("dl-whole", all);
      rows.forEach(({ row }, i) => {
        row.hidden = !all && i !== at && i !== at - 1;
        row.classList.toggle("dl-now", i === at);
      });
      const name = `${at} ${all}`;
      if (all && shown && shown !== name) rows[at].row.scrollIntoView({ block: "nearest" });
      shown = name;
      panel.data = { left: String(answer.left[at]), right: String(answer.right[at]) };
      return true;
    },
    draw: (pen, x, y) => ink(pen, root, x, y),
    /** For a saved page, which has no renderer of formulas: their MathML, which a browser sets by itself. */
    saved: () => ({ math: formulas.map(native) }),
    stop() {
      watch.disconnect();
      resized.disconnect();
      document.fonts.removeEventListener("loadingdone", again);
    },
  };
  return panel;
}

// letters that browsers no longer style by `mathvariant`: where each alphabet begins, and what stands elsewhere
const ALPHABETS = {
  "double-struck": [0x1d538, { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" }],
  script: [0x1d49c, { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ" }],
};

/** The MathML beside a rendered formula. */
function native(formula) {
  const math = formula.querySelector("math").cloneNode(true);
  for (const note of math.querySelectorAll("annotation")) note.remove();
  math.removeAttribute("display"); // which would centre it
  math.setAttribute("displaystyle", "true");
  for (const letter of math.querySelectorAll("mi[mathvariant]")) {
    const [first, others] = ALPHABETS[letter.getAttribute("mathvariant")] ?? [];
    if (!first) continue;
    const from = (one) => others[one] ?? String.fromCodePoint(first + one.charCodeAt(0) - 65);
    letter.textContent = letter.textContent.replace(/[A-Z]/g, from);
    letter.setAttribute("mathvariant", "normal");
  }
  return math.outerHTML;
}
