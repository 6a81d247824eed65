// What a talk shows next is built, asked and painted beforehand, out of sight and while the hand rests: the way
// from stop to stop then shows what stands already.

import { find } from "./contents.js";
import { buildTab, panelsOf, tabIn } from "./gradio.js";
import { apply, until } from "./places.js";
import { specs } from "./server.js";
import { layAhead, standsAs } from "./stage.js";

const REST_MS = 800; // without a hand on the page; longer than a talk's values run
const HANDS = ["pointerdown", "pointermove", "pointerup", "keydown", "wheel", "input"];
const SLOW_MS = 5000; // for an answer that is painted beforehand
const LOOK_MS = 50; // between two looks at whether it is

/** @typedef {{at: string, figure: string, raw: Record<string, string>}} Place */

let touched = -Infinity;
let held = false;

/** @param {Event} event */
function touch(event) {
  touched = performance.now();
  if (event instanceof PointerEvent) held = event.buttons > 0;
}

for (const kind of globalThis.document ? HANDS : []) document.addEventListener(kind, touch, { capture: true, passive: true });

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether what is shown now is complete: it comes first. */
const complete = () => document.querySelector('.dl-stage:not([data-ahead]) > [data-ready="true"]') !== null;

/** Once no hand is on the page, and the page has nothing else to do. */
async function rest() {
  const left = () => (held || !complete() ? LOOK_MS : touched + REST_MS - performance.now());
  while (left() > 0) await pause(left());
  if (globalThis.requestIdleCallback) await new Promise((resolve) => requestIdleCallback(resolve));
}

/** What is laid out of sight at present: panels of tabs and a figure's host. @type {HTMLElement[]} */
let laid = [];
/** The number of the newest call; an older one gives up. */
let newest = 0;

function uncover() {
  for (const element of laid) delete element.dataset.ahead;
  laid = [];
}

/** Nothing is built beforehand any more. */
export function leaveAhead() {
  newest += 1;
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

/** Lay a figure out where it will be shown, out of sight, until it is painted. */
async function paint({ root }, panels, goesOn) {
  laid = [...panels.filter((panel) => !panel.getClientRects().length), root.parentElement];
  for (const element of laid) element.dataset.ahead = "";
  layAhead();
  const painted = () => root.dataset.ready === "true" && root.ariaBusy !== "true";
  const late = performance.now() + SLOW_MS;
  do await pause(LOOK_MS);
  while (goesOn() && !painted() && performance.now() < late);
}

/**
 * Build what comes next, one after the other, each when the hand rests.
 * @param {Place[]} places the nearest first @param {string} here the section that is shown: its values stay
 */
export async function buildAhead(places, here) {
  leaveAhead();
  const turn = newest;
  const goesOn = () => turn === newest;
  const set = new Set([here]); // sections that have their values: those of the nearest place
  for (const { at, figure: name, raw } of places) {
    await rest();
    if (!goesOn()) return;
    await specs(at);
    const panels = await build(at);
    const figure = await until(() => !goesOn() || standsAs(at, name));
    await rest();
    if (!goesOn()) return;
    if (!panels || figure === null || figure === true) continue; // it does not come
    if (!set.has(at)) apply(at, raw, true);
    set.add(at);
    await paint(figure, panels, goesOn);
    if (goesOn()) uncover();
  }
}
