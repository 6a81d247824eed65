// The dock: one bar at the window's lower edge. While a figure that follows them is read it carries the
// values that several figures of a section share, each value once: the slider, and controls. What belongs
// to one figure alone stays in that figure.

import { applies, control, CONTROLS } from "./controls.js";
import { h } from "./dom.js";
import { Scrubber } from "./scrubber.js";
import { section as sectionOf } from "./section.js";

const SHARED = ["select", "number", "range", "switch", "text"]; // a file or a drawing is handed to one figure

/** @typedef {{box: HTMLElement, scrubber?: Scrubber}} Part */

/** What the figures of a section share, by key. @type {Map<string, Map<string, Part>>} */
const sections = new Map();
/** Of that, what each figure follows as it declares it: by the figure's root. @type {WeakMap<Element, Map<string, Kit.Control>>} */
const followed = new WeakMap();

/** The dock's bar and its parts: the slider, controls, and those under "More". */
function makeBar() {
  const sliders = h("div", { className: "dl-sliders" });
  const row = h("div", { className: "dl-docked" });
  const folded = h("div", { className: "dl-controls" });
  const more = h("details", { className: "dl-more" }, h("summary", {}, "More"), folded);
  const words = "Shared by the figures of this section";
  const whole = h("div", { id: "dock", className: "dl-figure", role: "region", "aria-label": words, hidden: true });
  whole.append(h("div", {}, sliders, row, more));
  return { whole, sliders, row, folded, more };
}

const own = makeBar();
const bar = own.whole;

/** The root of the figure whose values it shows. @type {HTMLElement | null} */
let reader = null;
/** Of the bar, in pixels. */
let height = 0;
/** What of the section stands in the bar. @type {Map<string, Part> | undefined} */
let standing;
/** Each part's place there. @type {Map<string, HTMLElement>} */
let holders = new Map();
/** The room that a figure's dock takes, and under which circumstances. @type {WeakMap<Element, {name: string, height: number}>} */
const rooms = new WeakMap();

/** The id of a control of a figure. @param {Kit.FigureSpec} spec @param {Kit.Control} declared */
export const idOf = (spec, declared) => declared.elem_id ?? `${spec.stem}-${declared.key}`;

/**
 * Make what the figures of a section share. Their keys are defined already.
 * @param {Kit.Section} section @param {Record<string, Kit.FigureSpec>} known the section's figures
 */
export function share(section, known) {
  if (sections.has(section.name)) return;
  /** @type {Map<string, Part>} */
  const parts = new Map();
  sections.set(section.name, parts);
  const specs = Object.values(known);
  const place = (list, make) => {
    const declared = specs.flatMap((spec) => list(spec).map((one) => ({ spec, one })));
    for (const key of new Set(declared.map(({ one }) => one.key))) {
      const same = declared.filter(({ one }) => one.key === key);
      if (new Set(same.map(({ spec }) => spec.id)).size < 2) continue;
      const { spec, one } = same.find(({ spec }) => spec.stem === spec.section) ?? same[0]; // the main figure's id
      parts.set(key, make(one, idOf(spec, one)));
    }
  };
  place(({ scrubbers }) => scrubbers, (one, id) => {
    const scrubber = new Scrubber(section, one, id);
    section.on(scrubber.keys, () => scrubber.show());
    return { box: scrubber.root, scrubber };
  });
  const natives = ({ controls }) => controls.filter(({ type }) => SHARED.includes(type));
  // whether it is shown now is for each figure to say
  place(natives, (one, id) => ({ box: control(section, { ...one, when: null }, id, CONTROLS[one.type]) }));
  const depends = specs.flatMap(natives).filter(({ key, when }) => when && parts.has(key));
  if (depends.length) section.on(depends.map(({ when }) => when[0]), arrange);
}

/** What the dock has of that key, or undefined. @param {Kit.Section} section @param {string} key */
export const shared = (section, key) => sections.get(section.name)?.get(key);

/** A figure follows its section's shared values from now on. @param {import("./figure.js").Figure} figure */
export function join({ root, section, spec }) {
  const mine = [...spec.scrubbers, ...spec.controls].filter(({ key }) => shared(section, key));
  followed.set(root, new Map(mine.map((declared) => [declared.key, declared])));
}

/** Whether a figure follows a shared value. @param {Element} root */
export const joined = (root) => Boolean(followed.get(root)?.size);

/**
 * Show what a figure follows; null hides the dock.
 * @param {HTMLElement | null} root
 */
export function dock(root) {
  if (root === reader) return;
  reader = root;
  arrange();
  measure();
}

function arrange() {
  const parts = reader && followed.get(reader)?.size ? sections.get(reader.dataset.section) : undefined;
  if (parts && parts !== standing) {
    standing = parts;
    for (const place of [own.sliders, own.row, own.folded]) place.replaceChildren();
    holders = new Map([...parts].map(([key, { box }]) => [key, h("div", {}, box)]));
  }
  fill(own, reader, holders);
}

/**
 * Put what a figure follows into a bar.
 * @param {ReturnType<typeof makeBar>} place @param {HTMLElement | null} root
 * @param {Map<string, HTMLElement>} places of its section's parts, by key
 */
function fill({ whole, sliders, row, folded, more }, root, places) {
  const mine = root && followed.get(root);
  whole.hidden = !mine?.size;
  if (whole.hidden) return;
  const parts = sections.get(root.dataset.section);
  const { values } = sectionOf(root.dataset.section);
  for (const [key, holder] of places) {
    const declared = mine.get(key);
    holder.hidden = !declared || !applies(declared, values);
    const place = parts.get(key).scrubber ? sliders : declared?.more ? folded : row;
    if (holder.parentElement !== place) place.append(holder);
  }
  for (const place of [sliders, row]) place.hidden = [...place.children].every((holder) => /** @type {HTMLElement} */ (holder).hidden);
  more.hidden = ![...mine.values()].some((declared) => declared.more);
}

/** The page keeps as much room at its lower edge as the dock takes. */
function measure() {
  if (height === (height = bar.offsetHeight)) return;
  document.body.style.paddingBottom = `${height}px`;
}

/** The height of the dock, as it was measured last. */
export const heightNow = () => height;

/** What the height of a figure's dock depends on. */
function circumstances(root) {
  const { values } = sectionOf(root.dataset.section);
  const keys = [...followed.get(root)].filter(([, declared]) => applies(declared, values)).map(([key]) => key);
  const staged = document.documentElement.dataset.view ?? Boolean(document.fullscreenElement);
  return `${innerWidth} ${innerHeight} ${staged} ${keys}`;
}

/** The height of the dock with what a figure follows: measured on a copy, so that nothing leaves the hand or the focus. */
function measured(root) {
  const copy = makeBar();
  fill(copy, root, new Map([...sections.get(root.dataset.section)].map(([key, { box }]) => [key, h("div", {}, box.cloneNode(true))])));
  copy.whole.style.visibility = "hidden";
  bar.after(copy.whole);
  const found = copy.whole.offsetHeight;
  copy.whole.remove();
  return found;
}

/** How many pixels the dock takes at the window's edge while a figure is read. @param {HTMLElement} root */
export function room(root) {
  if (!joined(root)) return 0;
  if (root === reader) return height;
  const name = circumstances(root);
  if (rooms.get(root)?.name !== name) rooms.set(root, { name, height: measured(root) });
  return rooms.get(root).height;
}

/** Let what stands at the lower edge of an element stand above a dock of that height. @param {HTMLElement} element */
export function keepAbove(element, height) {
  if (element.style.getPropertyValue("--dock") !== `${height}px`) element.style.setProperty("--dock", `${height}px`);
}

/** It stands in the full screen's element, where there is one: nothing else is seen then. */
function settle() {
  const head = document.getElementById("dl-bar");
  if (document.fullscreenElement) document.fullscreenElement.append(bar);
  else if (head) head.after(bar); // few steps of the Tab key from the top
  else document.body.prepend(bar);
}

if (globalThis.document) {
  settle();
  document.addEventListener("fullscreenchange", settle);
  new ResizeObserver(() => {
    measure();
    document.dispatchEvent(new CustomEvent("dl:dock"));
  }).observe(bar);
}
