// A derivation, a step at a time: the page's own rendering of each line, why it holds, its numbers.

import { h } from "./controls.js";

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Derivation` */
export function derivation(context, spec) {
  const { section } = context;
  const list = h("ol", { className: "dl-steps", "aria-label": spec.label });
  const root = h("div", { className: "dl-derivation", "aria-live": "polite" }, list);
  /** @type {HTMLElement[]} rendered by the page, cloned here */
  let formulas = [];
  let rows = [];
  let shown = "";

  /** The page renders formulas in its own time: look again until they are all there. */
  const watch = new MutationObserver(() => context.repaint(panel));
  function rendered() {
    if (formulas.length) return true;
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
      const numbers = h("p", { className: "dl-sides" });
      const row = h("li", { className: "dl-step" }, formulas[i], numbers, why);
      return { row, numbers };
    });
    list.replaceChildren(...rows.map(({ row }) => row));
  }

  const panel = {
    root,
    keys: [spec.key, spec.all, `@${spec.source}`],
    data: {},
    paint() {
      const answer = section.sources.get(spec.source)?.value;
      if (!answer || !rendered()) return false;
      if (rows.length !== answer.names.length) build(answer);
      const at = Math.min(section.values[spec.key], rows.length) - 1;
      const all = Boolean(section.values[spec.all]);
      rows.forEach(({ row, numbers }, i) => {
        const near = i === at || i === at - 1;
        row.hidden = !all && !near;
        row.classList.toggle("dl-now", i === at);
        if (row.hidden) return;
        const text = `${answer.lefts[i]}  ${answer.relations[i]}  ${answer.rights[i]}`;
        if (numbers.textContent !== text) numbers.textContent = text;
        numbers.classList.toggle("dl-holds", answer.holds[i]);
      });
      const name = `${at} ${all}`;
      if (all && shown !== name) rows[at].row.scrollIntoView({ block: "nearest" });
      shown = name;
      panel.data = { left: String(answer.left[at]), right: String(answer.right[at]) };
      return true;
    },
    stop: () => watch.disconnect(),
  };
  return panel;
}
