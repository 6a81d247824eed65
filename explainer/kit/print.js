// The page on paper: all figures of the open section, each whole on a sheet, also those that nobody has
// scrolled to; or one figure by itself, which the print dialogue saves as a PDF.

import { h } from "./dom.js";
import { isDark, setDark } from "./gradio.js";
import { onPaper, openFigures } from "./stage.js";

/** @typedef {import("./figure.js").Figure} Figure */

const HIGH = 680; // CSS pixels of an A4 sheet on its side, within the margins that print.css gives it
const LEAST = 0.5; // of its size: what is longer goes on on the next sheet
const PATIENCE_MS = 8000; // with what Python is asked

/** What lies on the sheets, and how the page was; null while it is as it was. @type {{figures: Figure[], dark: boolean, y: number} | null} */
let laid = null;
const page = globalThis.document?.documentElement;
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Lay the page out for paper. @param {Figure[]} figures */
function lay(figures) {
  if (laid) return;
  laid = { figures, dark: isDark(), y: scrollY };
  page.dataset.paper = figures.length === openFigures().length ? "section" : "figure";
  if (laid.dark) setDark(false);
  onPaper(true);
  figures.forEach(({ root, sources, panels }, i) => {
    root.classList.add("dl-printed");
    root.classList.toggle("dl-sheet", i > 0);
    for (const source of sources) source.want(root);
    for (const panel of panels) panel.stale = true;
  });
  for (const figure of figures) {
    figure.appear(true);
    for (const panel of figure.panels) if (panel.done) panel.refresh?.(); // in its new width
  }
}

/** Each figure as large as a sheet allows. */
function shrink() {
  for (const { root } of laid.figures) {
    const { offsetWidth: wide, offsetHeight: high } = root;
    root.style.width = `${wide}px`; // its layout stays as it is
    root.style.zoom = String(Math.max(LEAST, Math.min(1, HIGH / high)));
  }
}

/** The page as it was. */
function restore() {
  if (!laid) return;
  const { figures, dark, y } = laid;
  laid = null;
  delete page.dataset.paper;
  for (const { root } of figures) {
    root.classList.remove("dl-printed", "dl-sheet");
    root.style.zoom = root.style.width = "";
    root.querySelector(".dl-foot")?.remove();
  }
  if (dark) setDark(true);
  onPaper(false);
  scrollTo({ top: y, behavior: "instant" });
  for (const figure of figures) {
    const { top, bottom } = figure.root.getBoundingClientRect();
    for (const panel of figure.panels) if (panel.done) panel.refresh?.();
    if (bottom > 0 && top < innerHeight) continue;
    figure.appear(false);
    for (const source of figure.sources) source.leave(figure.root);
  }
}

/** Print figures once they are whole. @param {Figure[]} figures */
async function print(figures) {
  lay(figures);
  const late = performance.now() + PATIENCE_MS;
  const whole = ({ root }) => root.dataset.ready === "true" && root.ariaBusy !== "true";
  while (!figures.every(whole) && performance.now() < late) {
    for (const figure of figures) if (!whole(figure)) figure.appear(true); // the layout moves it off the screen
    await frame();
  }
  const { settings, source } = await import("./snapshot.js");
  for (const figure of figures) figure.root.append(h("p", { className: "dl-foot" }, settings(figure), h("br"), source(figure)));
  for (let i = 0; i < 3; i++) await frame(); // plots follow their boxes
  if (!laid) return;
  shrink();
  window.print();
}

if (page) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key !== "p") return;
    event.preventDefault();
    print(openFigures());
  });
  document.addEventListener("dl:print", (event) => void print([/** @type {CustomEvent} */ (event).detail]));
  addEventListener("beforeprint", () => {
    if (laid) return; // by the browser's menu: what is known is painted, and nothing more can be asked
    lay(openFigures());
    shrink();
  });
  addEventListener("afterprint", restore);
}
