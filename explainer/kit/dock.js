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

const sliders = h("div", { className: "dl-sliders" });
const row = h("div", { className: "dl-docked" });
const folded = h("div", { className: "dl-controls" });
const more = h("details", { className: "dl-more" }, h("summary", {}, "More"), folded);
const words = "Shared by the figures of this section";
const bar = h("div", { id: "dock", className: "dl-figure", role: "region", "aria-label": words, hidden: true });
bar.append(h("div", {}, sliders, row, more));

/** The root of the figure whose values it shows. @type {Element | null} */
let reader = null;
/** @type {Map<string, Part> | undefined} */
let standing;

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
  const mine = reader && followed.get(reader);
  bar.hidden = !mine?.size;
  if (!mine?.size) return;
  const { dataset } = /** @type {HTMLElement} */ (reader);
  const parts = sections.get(dataset.section);
  const { values } = sectionOf(dataset.section);
  if (parts !== standing) {
    standing = parts;
    for (const place of [sliders, row, folded]) place.replaceChildren();
    for (const { box, scrubber } of parts.values()) (scrubber ? sliders : row).append(h("div", {}, box));
  }
  for (const [key, { box, scrubber }] of parts) {
    const holder = box.parentElement;
    const declared = mine.get(key);
    holder.hidden = !declared || !applies(declared, values);
    const place = scrubber ? sliders : declared?.more ? folded : row;
    if (holder.parentElement !== place) place.append(holder);
  }
  for (const place of [sliders, row]) place.hidden = [...place.children].every((holder) => /** @type {HTMLElement} */ (holder).hidden);
  more.hidden = ![...mine.values()].some((declared) => declared.more);
}

/** The page keeps as much room at its lower edge as the dock takes. */
function measure() {
  const height = `${bar.offsetHeight}px`;
  const { style } = document.documentElement;
  if (style.getPropertyValue("--dock") !== height) style.setProperty("--dock", height);
}

/** How many pixels the dock takes at the window's edge while a figure is read. @param {HTMLElement} root */
export function room(root) {
  if (!joined(root)) return 0;
  const before = reader;
  if (root !== before) {
    reader = root;
    arrange();
  }
  const height = bar.offsetHeight;
  if (root !== before) {
    reader = before;
    arrange();
  }
  return height;
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
