// Which figure is shown, and how: in the lecture view and on the full screen one at a time, as large as the
// window; on the page all of them below one another. The address keeps the place.

import { dock, heightNow, joined, keepAbove, room } from "./dock.js";
import { h } from "./dom.js";
import { fitAgain, layOut } from "./fit.js";
import { hosts, onTab, panelOf, tabOf } from "./gradio.js";
import { bind } from "./keys.js";
import { address, figureName, follow as followAddress, link, shown } from "./links.js";
import { fullscreen, pin } from "./tools.js";

const page = globalThis.document?.documentElement;
const FAST = 10; // steps of the slider with Shift
const SEEN = 0.6; // of the window: panels that begin above are seen
const NEAR = 0.85; // of the window: panels that begin above are read, or about to be

/** The figures that stand on the page. @type {import("./figure.js").Figure[]} */
const standing = [];
/** Sections whose figure was chosen by a hand or by the link; the others show their first. @type {Set<string>} */
const chosen = new Set();
/** Where `go` is under way to. @type {{section: string, name: string} | null} */
let awaited = null;

export const isLecture = () => page.dataset.view === "lecture";
const nameOf = ({ spec }) => figureName(spec.section, spec.id);
const find = (section, name) => standing.find((figure) => figure.spec.section === section && nameOf(figure) === name);
function isOpen({ root }) {
  const panel = panelOf(root);
  return root.isConnected && !panel.closest("[data-ahead]") && panel.getClientRects().length > 0;
}

/** Whether `ahead.js` keeps a figure as it was laid out, until it is shown. */
const isKept = ({ root }) => root.parentElement?.dataset.ahead === "painted";

/** The figure of that name, if it stands. @param {string} section @param {string} name as links write it */
export const standsAs = (section, name) => find(section, name);

/** The figure that is shown, or the one nearest to the top of the window. */
function current() {
  const full = standing.find(({ root }) => root === document.fullscreenElement);
  if (full) return full;
  const open = standing.filter(isOpen);
  if (isLecture()) return open.find((figure) => nameOf(figure) === shown.get(figure.spec.section)) ?? open[0];
  const gap = ({ root }) => Math.abs(root.getBoundingClientRect().top - innerHeight / 4);
  const near = open.filter(({ root }) => root.getBoundingClientRect().bottom > innerHeight / 4);
  return near.sort((a, b) => gap(a) - gap(b))[0] ?? open.at(-1);
}

/** Give each figure the look of its place, and a new size where its room has changed. */
function arrange() {
  const now = current();
  if (now) follow(now); // first: the dock takes room
  for (const figure of standing) place(figure); // all that is written before what is read: one layout serves them
  for (const figure of standing) if (!isKept(figure) && figure.root.clientWidth) layOut(figure);
}

/** Whether a figure fills the window. @param {import("./figure.js").Figure} figure */
function place(figure) {
  const { root, spec } = figure;
  const host = root.parentElement;
  const alone = isLecture() && (nameOf(figure) === shown.get(spec.section) || host?.dataset.ahead !== undefined);
  figure.kept = isLecture() && (alone || figure.kept); // as it was laid out, for when it is shown again
  host?.classList.toggle("dl-stage", alone);
  if (alone) keepAbove(host, room(root));
  root.classList.toggle("dl-staged", alone || figure.kept || root === document.fullscreenElement);
}

/** The page says which figure is read, and that one's slider stays at the window's edge once its panels are seen. */
function follow(now) {
  page.dataset.figure = nameOf(now);
  for (const { root } of standing) {
    const panels = root === now.root && root.querySelector(".dl-panels");
    root.classList.toggle("dl-read", Boolean(panels) && panels.getBoundingClientRect().top < SEEN * innerHeight);
  }
  dock(reader(now));
  if (!isLecture()) keepAbove(now.root, heightNow()); // its own slider stands above the dock
}

/** Whose shared values the dock shows: of the figure that is read, or else of the first other one in view. */
function reader(now) {
  if (isStaged()) return now.root;
  const inView = (root) => {
    const { top, bottom } = root.querySelector(".dl-panels").getBoundingClientRect();
    return joined(root) && top < NEAR * innerHeight && bottom > 0;
  };
  return [now, ...standing.filter(isOpen)].find(({ root }) => inView(root))?.root ?? null;
}

/** The first figure of a section that stands, in the page's order: Gradio sometimes builds a later one first. */
function firstOf(section) {
  const stands = (id) => standing.some(({ spec }) => spec.id === id);
  const first = hosts().find((host) => host.section === section && stands(host.id));
  return first ? figureName(section, first.id) : nameOf(standing.find(({ spec }) => spec.section === section));
}

/** Lay out, as they will be shown, the figures whose hosts `ahead.js` has put out of sight. */
export const layAhead = () => arrange();

/** Show a figure that stands. */
function show(figure) {
  const { root, section, spec } = figure;
  chosen.add(spec.section);
  shown.set(spec.section, nameOf(figure));
  page.dataset.figure = nameOf(figure);
  delete root.parentElement.dataset.ahead;
  figure.title.focus({ preventScroll: true });
  if (document.fullscreenElement?.matches(".dl-figure")) root.requestFullscreen();
  if (isLecture()) {
    arrange();
    root.scrollTop = 0;
    followAddress(section); // after the first paint: on a large page it takes Chromium 20 ms
  } else {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    root.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
  }
}

/**
 * Show a figure, in its own section if that is another one. False if it is not on this page.
 * @param {string} section @param {string} name as links write it
 */
export function go(section, name) {
  const figure = find(section, name);
  if (figure && isOpen(figure)) {
    show(figure);
    return true;
  }
  const tab = tabOf(section);
  if (!tab || !hosts().some((host) => host.section === section && figureName(section, host.id) === name)) return false;
  shown.set(section, name);
  chosen.add(section);
  awaited = { section, name };
  tab.click();
  if (figure) requestAnimationFrame(() => show(figure));
  return true;
}

/**
 * The figure that many places on, in the page's order; undefined at its ends.
 * @param {number} by @returns {{section: string, name: string} | undefined}
 */
export function neighbour(by) {
  const now = current();
  const all = hosts();
  const at = all.findIndex(({ id }) => id === now?.spec.id);
  const next = at < 0 ? undefined : all[at + by];
  return next && { section: next.section, name: figureName(next.section, next.id) };
}

/** How the lecture view goes on to a figure. @type {(section: string, name: string) => boolean} */
let turn = go;

/** Let the lecture view go from figure to figure in another way from now on: one that keeps the places. */
export const turnBy = (run) => (turn = run);

/** Show the next figure (1) or the one before (−1). A chapter whose tabs are out of reach is opened anew. */
export function step(by) {
  const next = neighbour(by);
  if (next && !(isLecture() ? turn : go)(next.section, next.name))
    location.assign(address(location.search, next.section, {}, {}, next.name));
}

/** What "next" (1) and "previous" (−1) mean: the figure beside, or a talk's stop. @type {(by: number) => void} */
let onward = step;

/** Let the keys for next and previous do something else from now on. @param {((by: number) => void) | null} run */
export const lead = (run) => (onward = run ?? step);

/** Turn the lecture view on or off; the address, and with it every link, says so. */
export function setLecture(on = !isLecture()) {
  const now = current();
  if (on) page.dataset.view = "lecture";
  else delete page.dataset.view;
  const query = new URLSearchParams(location.search);
  if (on) query.set("view", "lecture");
  else query.delete("view");
  history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`);
  if (now) shown.set(now.spec.section, nameOf(now));
  arrange();
  if (now) show(now);
  for (const button of document.querySelectorAll(".dl-lecture")) button.setAttribute("aria-pressed", String(on));
}

/** The switch of the lecture view, for the page's head. */
export function lectureSwitch() {
  const words = "Lecture view: one figure at a time, large (l)";
  return h(
    "button",
    {
      type: "button",
      className: "dl-lecture",
      title: words,
      "aria-label": words,
      "aria-pressed": String(isLecture()),
      onclick: () => setLecture(),
    },
    "Lecture",
  );
}

/** A figure stands on the page from now on. @param {import("./figure.js").Figure} figure */
export function stand(figure) {
  const { section } = figure.spec;
  standing.push(figure);
  const here = { section, name: nameOf(figure) };
  const linked = link.at === section && link.figure === here.name; // taken once: `figure.js` forgets it
  if (linked) {
    chosen.add(section);
    shown.set(section, here.name);
  } else if (!chosen.has(section)) shown.set(section, firstOf(section));
  arrange();
  for (const kind of ["dl:ready", "dl:grown"]) figure.root.addEventListener(kind, () => fitAgain(figure));
  if (awaited?.section !== section || awaited.name !== here.name) return;
  awaited = null;
  show(figure);
}

/** The figures of the section that is open. */
export const openFigures = () => standing.filter(isOpen);

let lectured = false;

/** On paper there is no lecture view: all figures of a section are laid out below one another. */
export function onPaper(on) {
  if (on) {
    lectured = isLecture();
    delete page.dataset.view;
  } else if (lectured) page.dataset.view = "lecture";
  arrange();
}

/** Everything is as it was when the figure was first shown. */
function reset({ section, spec }) {
  for (const { key } of [...spec.controls, ...spec.scrubbers]) {
    if (key in section.defaults) section.set(key, section.defaults[key]);
  }
}

/** The wall black, or as it was. */
function black() {
  const cover = document.querySelector(".dl-black");
  if (cover) cover.remove();
  else (document.fullscreenElement ?? document.body).append(h("div", { className: "dl-black", role: "presentation" }));
}

export const isStaged = () => Boolean(isLecture() || document.fullscreenElement);

/** Run only where one figure fills the window: elsewhere the key is the browser's. */
const staged = (run) => (event) => (isStaged() ? run(event) : false);

/** The figure's slider by an arrow; one that has the focus moves itself. */
function slide(event) {
  const scrubber = current()?.scrubbers[0];
  if (!scrubber || !isStaged() || event.target instanceof HTMLInputElement) return false;
  const by = (event.key === "ArrowRight" ? 1 : -1) * (event.shiftKey ? FAST : 1);
  scrubber.step(by);
}

function bindKeys() {
  bind("l", "lecture view on or off", () => setLecture());
  bind("n", "next figure", () => onward(1));
  bind("p", "previous figure", () => onward(-1));
  bind("PageDown", "next figure, in the lecture view", staged(() => onward(1)));
  bind("PageUp", "previous figure, in the lecture view", staged(() => onward(-1)));
  bind(["ArrowLeft", "ArrowRight"], "the slider, in the lecture view; with Shift by ten", slide);
  bind("f", "full screen on or off", () => {
    const now = current();
    if (now) fullscreen(isLecture() ? page : now.root);
  });
  bind("r", "this figure as it was", () => {
    const now = current();
    if (now) reset(now);
  });
  bind("k", "these curves kept, faint, behind new ones; again: they go", () => {
    const now = current();
    if (now) pin(now);
  });
  bind("h", "answers shown or hidden", () => {
    if (page.dataset.answers) delete page.dataset.answers;
    else page.dataset.answers = "shown";
    for (const fold of document.querySelectorAll("details.dl-answer")) fold.toggleAttribute("open", Boolean(page.dataset.answers));
    arrange();
  });
  bind("b", "the screen black, in the lecture view", staged(black));
}

if (page) {
  bindKeys();
  let frame = 0;
  const soon = () => (frame ||= requestAnimationFrame(() => ((frame = 0), arrange())));
  addEventListener("resize", soon);
  addEventListener("scroll", () => {
    const now = isLecture() ? null : current();
    if (now) follow(now);
  }, { passive: true });
  document.addEventListener("fullscreenchange", soon);
  document.addEventListener("dl:dock", soon);
  onTab(() => requestAnimationFrame(soon));
}
