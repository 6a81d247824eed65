// The outline: chapters, sections and numbered figures. It says where one is and takes one there.

import { chapters, numbered } from "./contents.js";
import { h } from "./dom.js";
import { t } from "./language.js";
import { here, link as opened } from "./links.js";

const HASH = "#outline"; // an address that ends so opens it
const WIDE = globalThis.matchMedia?.("(min-width: 1640px)"); // as in head.css: room beside the section

const inLecture = () => document.documentElement.dataset.view === "lecture";
/** Whether it stands beside the section; else it is a drawer over it. */
const roomy = () => WIDE.matches && !inLecture();

/** @type {HTMLElement | null} */
let nav = null;

const link = (at, figure, text, props = {}) =>
  h("a", { href: `?at=${at}${figure ? `&figure=${figure}` : ""}`, ...props }, text);

/** The sections of all chapters; the figures of the one that is open. */
function entries() {
  return chapters.map((chapter) => {
    const several = chapter.sections.length > 1;
    const list = chapter.sections.map((section) => sectionEntry(section));
    return several ? h("li", {}, h("p", {}, numbered(chapter)), h("ol", {}, ...list)) : list[0];
  });
}

function sectionEntry(section) {
  const isHere = section.name === here.section;
  const figures = section.figures.map((figure) =>
    h("li", {}, link(section.name, figure.name, numbered(figure), { "data-figure": figure.name })),
  );
  const heading = link(section.name, null, numbered(section), { "data-section-link": section.name });
  return h("li", {}, heading, ...(isHere && figures.length > 1 ? [h("ol", {}, ...figures)] : []));
}

/** What is shown now, and the one link that is here. */
let shown = null;

function fill() {
  if (!nav) return;
  if (shown !== here.section) {
    shown = here.section;
    nav.querySelector("ol").replaceChildren(...entries());
  }
  for (const old of nav.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  const at = here.figure
    ? nav.querySelector(`[data-figure="${CSS.escape(here.figure)}"]`)
    : nav.querySelector(`[data-section-link="${CSS.escape(here.section ?? "")}"]`);
  at?.setAttribute("aria-current", "location");
  if (at && isOpen()) at.scrollIntoView({ block: "nearest" });
}

const isOpen = () => document.documentElement.dataset.outline === "open";

/** Open or close it. @param {boolean} [open] */
export function toggleOutline(open = !isOpen()) {
  if (!nav) return;
  document.documentElement.dataset.outline = open ? "open" : "closed";
  const button = document.getElementById("dl-outline-switch");
  button.setAttribute("aria-expanded", String(open));
  if (!open && nav.contains(document.activeElement)) button.focus({ preventScroll: true });
  if (!open && location.hash === HASH) history.replaceState(history.state, "", location.pathname + location.search);
  if (!open || roomy()) return;
  const at = nav.querySelector("[aria-current]") ?? nav.querySelector("a");
  if (at instanceof HTMLElement) at.focus({ preventScroll: true });
}

/** At the end of each section: the next one. */
function showNext() {
  const order = chapters.flatMap(({ sections }) => sections);
  const next = order[order.findIndex(({ name }) => name === here.section) + 1];
  const place = document.getElementById("dl-next");
  if (place) place.replaceChildren(...(next ? [t("Next: "), link(next.name, null, numbered(next))] : []));
}

/** Put it on the page. */
function build() {
  const close = h("button", { type: "button", title: "Close", "aria-label": "Close the outline", onclick: () => toggleOutline(false) }, "×");
  nav = h("nav", { id: "dl-outline", "aria-label": "Outline" }, close, h("ol", {}));
  nav.addEventListener("keydown", (event) => event.key === "Escape" && toggleOutline(false));
  nav.addEventListener("click", (event) => {
    if (!roomy() && event.target instanceof Element && event.target.closest("a")) toggleOutline(false);
  });
  document.getElementById("dl-bar").after(nav);
  document.body.append(h("nav", { id: "dl-next", "aria-label": "Next section" }));
  document.documentElement.dataset.outline = "closed";
  if (opened.view === "lecture") document.documentElement.dataset.view = opened.view; // before it looks for room
  if (roomy() || location.hash === HASH) toggleOutline(true);
  WIDE.addEventListener("change", () => toggleOutline(roomy()));
  let was = inLecture();
  const view = new MutationObserver(() => {
    if (was === (was = inLecture())) return;
    toggleOutline(roomy());
  });
  view.observe(document.documentElement, { attributeFilter: ["data-view"] });
  addEventListener("hashchange", () => location.hash === HASH && toggleOutline(true));
  document.addEventListener("pointerdown", (event) => {
    const outside = event.target instanceof Element && !event.target.closest("#dl-outline, #dl-outline-switch");
    if (outside && isOpen() && !roomy()) toggleOutline(false);
  });
}

if (chapters.length && document.getElementById("dl-bar")) {
  build();
  document.addEventListener("dl:place", () => {
    fill();
    showNext();
  });
}
