// On paper: every figure of the open section is drawn, also where nobody has scrolled; light, and as wide as the page.

import { h } from "./dom.js";
import { isDark, setDark } from "./gradio.js";

const PAPER_PX = 690; // the width of A4 between its margins
const PATIENCE_MS = 15_000; // for figures that have not been seen yet
const LOOK_MS = 150;

/** @typedef {import("./figure.js").Figure} Figure */

/** @type {Figure[]} */
const standing = [];
/** How the page was before. @type {{dark: boolean, seen: Map<Figure, boolean>} | null} */
let before = null;

/** A figure that stands on the page from now on. @param {Figure} figure */
export const printable = (figure) => standing.push(figure);

const open = () => standing.filter(({ root }) => root.isConnected && root.getClientRects().length);

/** Paint a figure wherever it is, and ask what it lacks. @param {Figure} figure */
function draw(figure) {
  for (const source of figure.sources) source.want(figure.root);
  figure.appear(true);
}

function lay() {
  if (before) return;
  before = { dark: isDark(), seen: new Map(open().map((figure) => [figure, figure.onScreen])) };
  if (before.dark) setDark(false); // the figures follow the theme by themselves
  for (const figure of open()) {
    const width = figure.root.offsetWidth;
    figure.root.style.setProperty("--paper-width", `${width}px`);
    figure.root.style.setProperty("--paper", String(Math.min(1, PAPER_PX / width)));
    draw(figure);
  }
}

function lift() {
  if (!before) return;
  if (before.dark) setDark(true);
  for (const [figure, seen] of before.seen) figure.onScreen = seen;
  before = null;
}

/** Print once all figures of the section are there: those that were never seen have asked for nothing yet. */
async function print() {
  const said = h("p", { className: "dl-notice", role: "status" }, "Drawing all figures of this section for the printer …");
  document.body.prepend(said);
  const began = performance.now();
  const wait = () => performance.now() - began < PATIENCE_MS && !open().every((figure) => figure.ready());
  do {
    open().forEach(draw);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  } while (wait());
  said.remove();
  window.print();
}

if (globalThis.document) {
  addEventListener("beforeprint", lay);
  addEventListener("afterprint", lift);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    print();
  });
}
