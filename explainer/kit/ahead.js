// What a talk shows next is built, asked and painted beforehand, out of sight and while the page rests: the way
// from stop to stop then shows what stands already.

import { find } from "./contents.js";
import { buildTab, panelsOf, tabIn } from "./gradio.js";
import { shown } from "./links.js";
import { apply, until, wanted } from "./places.js";
import { section as sectionOf } from "./section.js";
import { specs } from "./server.js";
import { layAhead, standsAs } from "./stage.js";
import { untilRest } from "./touched.js";

const STILL_MS = 400; // without a new value or answer in the section that is shown: nothing plays there
const SLOW_MS = 5000; // for an answer that is painted beforehand
const LOOK_MS = 50; // between two looks at whether it is
/** Of a panel of tabs, of a figure's host that is being painted, and of one that is kept as it was laid out. */
const [PANEL, PAINTING, PAINTED] = ["panel", "painting", "painted"];

/**
 * A stop; `set`: whether its section is to have the stop's values beforehand.
 * @typedef {{at: string, figure: string, raw: Record<string, string>, set: boolean}} Place
 */

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether what is shown now is complete: it comes first. */
function complete(here) {
  const root = standsAs(here, shown.get(here))?.root;
  return root?.dataset.ready === "true" && root.clientWidth > 0;
}

/** Once no hand is on the page, nothing plays in the section that is shown, and the page has nothing else to do. */
async function rest(here) {
  const quiet = () => Math.max(untilRest(), sectionOf(here).stirred + STILL_MS - performance.now());
  const left = () => (complete(here) ? quiet() : LOOK_MS);
  while (left() > 0) await pause(left());
  if (globalThis.requestIdleCallback) await new Promise((resolve) => requestIdleCallback(resolve));
}

/** What is laid out of sight at present. @type {Set<HTMLElement>} */
const laid = new Set();
/** The number of the newest call; an older one gives up. */
let newest = 0;
/** Gradio shows a panel: it is seen from now on, and so is the figure that was painted for it. */
const opened = globalThis.document && new MutationObserver((seen) => {
  for (const { target: panel } of seen) if (panel instanceof HTMLElement && panel.style.display !== "none") open(panel);
});

/** @param {HTMLElement} element @param {string} as */
function cover(element, as) {
  element.dataset.ahead = as;
  laid.add(element);
  if (as === PANEL) opened.observe(element, { attributeFilter: ["style"] });
}

/** @param {(element: HTMLElement) => boolean} [which] */
function uncover(which = () => true) {
  for (const element of laid) {
    if (!which(element)) continue;
    delete element.dataset.ahead;
    laid.delete(element);
  }
}

/** A panel is seen: what was painted for it, and the panels in it that Gradio has open, which it does not show anew. */
function open(panel) {
  const isStanding = (root) => root && standsAs(root.dataset.section, shown.get(root.dataset.section))?.root === root;
  const isOpen = (element) => element.dataset.ahead === PANEL && element.style.display !== "none";
  const isSeen = (element) => isOpen(element) || isStanding(element.querySelector(":scope > .dl-figure"));
  uncover((element) => element === panel || (panel.contains(element) && isSeen(element)));
}

/** Nothing more is built beforehand; what was painted stays as it was laid out. */
export function pauseAhead() {
  newest += 1;
  uncover(({ dataset }) => dataset.ahead === PAINTING);
}

/** Nothing is out of sight any more. */
export function leaveAhead() {
  newest += 1;
  opened.disconnect();
  uncover();
}

/** Let Gradio build the tabs of a section, while the section that is shown stays. Their panels. */
async function build(name) {
  if (panelsOf(name).length) return panelsOf(name);
  const { chapter, section } = find(name);
  const tabs = `${chapter.name}-sections`;
  const inner = () => tabIn(tabs, section.name, section.title);
  if (!document.getElementById(tabs)) buildTab("chapters", chapter.name, chapter.title);
  if (chapter.sections.length > 1 && (await until(inner))) buildTab(tabs, section.name, section.title);
  return until(() => (panelsOf(name).length ? panelsOf(name) : null));
}

/** Lay a figure out where it will be shown, out of sight, until it is painted, and keep it so. */
async function paint({ root }, panels, goesOn) {
  const host = root.parentElement;
  for (const panel of panels) if (!panel.getClientRects().length) cover(panel, PANEL);
  cover(host, PAINTING);
  layAhead();
  const painted = () => root.dataset.ready === "true" && root.ariaBusy !== "true";
  const late = performance.now() + SLOW_MS;
  do await pause(LOOK_MS);
  while (goesOn() && !painted() && performance.now() < late);
  if (goesOn()) keep(host);
}

/** Keep a host as it was laid out. What all of it inherits is as it will be when it is shown, so that nothing is styled anew then. */
function keep(host) {
  host.style.visibility = "visible"; // no frame sees it
  host.getBoundingClientRect();
  cover(host, PAINTED);
  host.style.visibility = "";
}

/** What is asked beforehand, one after the other: what the hand asks never waits behind two. */
let foreseen = Promise.resolve();

/** Ask what the figure will ask once its section has the values of the stop. */
function foresee({ section, sources }, { at, raw }, goesOn) {
  const values = { ...section.values, ...Object.fromEntries(wanted(at, raw, true)) };
  for (const source of sources) foreseen = foreseen.then(() => (goesOn() ? source.foresee(values) : undefined));
}

/**
 * Build what comes next, one after the other, each while the page rests.
 * @param {Place[]} places the nearest first @param {string} here the section that is shown: its values stay
 */
export async function buildAhead(places, here) {
  pauseAhead();
  const turn = newest;
  const goesOn = () => turn === newest;
  const hosts = new Set(places.map(({ at, figure }) => standsAs(at, figure)?.root.parentElement));
  uncover((element) => element.dataset.ahead !== PANEL && !hosts.has(element));
  const standing = []; // those to come, once all are painted
  const set = new Set([here]); // sections that have their values: those of the nearest place
  for (const place of places) {
    const { at, figure: name, raw } = place;
    await rest(here);
    if (!goesOn()) return;
    await specs(at);
    const panels = await build(at);
    const figure = await until(() => !goesOn() || standsAs(at, name));
    await rest(here);
    if (!goesOn()) return;
    if (!panels || figure === null || figure === true) continue; // it does not come
    if (place.set && !set.has(at)) apply(at, raw, true);
    if (place.set) set.add(at);
    await paint(figure, panels, goesOn);
    if (place.set) standing.push(() => foresee(figure, place, goesOn));
  }
  for (const ask of standing) ask();
}
