// Places: which section and figure is in view. A place is an entry of the browser's history, so that Back
// and Forward go through them; what the hand sets there changes the entry and adds none.

import { check } from "./check.js";
import { chapters, figureOf, find, sections } from "./contents.js";
import { chosenIn, panelOf, tabIn } from "./gradio.js";
import { address, checkSettings, figureName, here, link, parse, put, shown, writeAddress } from "./links.js";
import { section as sectionOf, settingsOf } from "./section.js";
import { go, isLecture, turnBy } from "./stage.js";

const REST_MS = 120; // after the last scroll
const TOP = 40; // px: this near to the top it is the section that is in view, and no figure
const PATIENCE_MS = 10_000; // for what a tab builds when it is first chosen
const GROWN_MS = 5000; // after which figures have the sizes that their first answers give them
const HAND = ["wheel", "pointerdown", "touchstart", "keydown"];

/** Say to the page's other parts that the place has changed. */
function tell() {
  const place = find(here.section);
  if (place) document.title = `${place.section.title} · Diffusion Live`;
  document.dispatchEvent(new CustomEvent("dl:place"));
}

/** The settings of the preset that a link names. @param {Kit.Section} section @param {Record<string, string>} raw */
function presetIn(section, raw) {
  const presets = [...section.controls.values()].find(({ type, linked, key }) => type === "presets" && linked && key in raw);
  return presets ? settingsOf(presets, raw[presets.key]) : {};
}

/**
 * The values that a link gives a section, those of a preset that it names among them; `wholly`: what it leaves
 * out is the default.
 * @returns {[string, any][]}
 */
export function wanted(name, raw, wholly) {
  const section = sectionOf(name);
  const preset = presetIn(section, raw);
  return [...section.controls].flatMap(([key, control]) => {
    if (control.linked === false || (!wholly && !(key in raw) && !(key in preset))) return [];
    const { [key]: value = section.defaults[key] } = preset;
    const found = key in raw ? check(control, raw[key], section.values) : { value };
    return "error" in found || control.own?.includes(found.value) ? [] : [[key, found.value]];
  });
}

/** Set a section's values from a link. */
export function apply(name, raw, wholly) {
  for (const [key, value] of wanted(name, raw, wholly)) sectionOf(name).set(key, value);
}

/** Give a section the values of a link: at once, and to what of it is still to come. */
export function restore(name, raw) {
  Object.assign(link, { at: name, raw });
  apply(name, raw, true);
}

/** Once `found()` is something. @template T @param {() => T | null | undefined} found @returns {Promise<T | null>} */
export async function until(found) {
  const late = performance.now() + PATIENCE_MS;
  let result = found();
  while (!result && performance.now() < late) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    result = found();
  }
  return result || null;
}

/** Choose the tabs that show a section. */
async function openTabs(name) {
  const { chapter, section } = find(name);
  const outer = await until(() => tabIn("chapters", chapter.name, chapter.title));
  if (here.section === name && outer?.getAttribute("aria-selected") !== "true") outer?.click();
  if (chapter.sections.length === 1) return;
  const inner = await until(() => tabIn(`${chapter.name}-sections`, section.name, section.title));
  if (here.section === name && inner?.getAttribute("aria-selected") !== "true") inner?.click();
}

/** The address of a section as it stands, with the figure in view. */
function present() {
  const { name, defaults } = sectionOf(here.section);
  const raw = link.at === name ? link.raw : {}; // for figures that are not there yet
  return address(location.search, name, { ...raw, ...sectionOf(name).linkable() }, defaults, here.figure);
}

/** Add a place to the history; the one that is left keeps where it was scrolled to. */
function push() {
  history.replaceState({ ...history.state, y: scrollY }, "");
  put("pushState", {}, location.pathname + present());
}

/**
 * Go to a section, at a figure if one is named. Returns false if the page has no such section.
 * @param {string} name
 * @param {string | null} [figure] as links call it
 * @param {Record<string, string>} [raw] settings, as a link carries them
 * @param {{restored?: boolean, y?: number}} [how] of the history: nothing is added to it
 */
export function visit(name, figure = null, raw = {}, { restored = false, y = 0 } = {}) {
  if (!find(name)) return false;
  letGo();
  const moved = here.section !== name || here.figure !== figure;
  if (!restored && moved) history.replaceState({ ...history.state, y: scrollY }, "");
  Object.assign(here, { section: name, figure });
  Object.assign(link, { at: name, figure, raw });
  if (!restored && moved) put("pushState", {}, location.pathname + present());
  apply(name, raw, restored);
  checkSettings(sectionOf(name));
  openTabs(name).then(() => {
    if (here.section !== name) return;
    const entry = figure ? figureOf(name, figure) : undefined;
    if (isLecture() && entry) {
      link.figure = null; // it is shown as soon as it stands
      go(name, figure);
    } else if (!entry) land(restored ? y : 0);
    else reach(entry.id);
  });
  tell();
  return true;
}

/** Scroll to a height, and once more when what the same turn moved (a focus that goes back) has its place. */
function land(top) {
  const scroll = () => scrollTo({ top, behavior: "instant" });
  scroll();
  requestAnimationFrame(scroll);
}

/** Bring a figure into view once it and all figures above it stand; `figure.js` tries again with each. */
function reach(id) {
  const title = document.getElementById(`${id}-title`);
  if (!title?.offsetParent) return;
  const hosts = [...panelOf(title).querySelectorAll(".dl-host")];
  const above = hosts.slice(0, hosts.findIndex((other) => other.contains(title)));
  if (!above.every((other) => other.firstChild)) return;
  link.figure = null; // once
  title.focus({ preventScroll: true });
  hold(title.closest("figure"));
}

let letGo = () => {};

/** Keep a figure at the top of the window while those above it take their sizes, until a hand moves the page. */
function hold(figure) {
  letGo();
  const show = () => figure.scrollIntoView({ behavior: "instant" });
  const grown = new ResizeObserver(show);
  const held = new AbortController();
  const { style } = document.documentElement;
  letGo = () => {
    grown.disconnect();
    held.abort();
    clearTimeout(late);
    style.overflowAnchor = "";
  };
  for (const kind of HAND) addEventListener(kind, letGo, { capture: true, passive: true, signal: held.signal });
  const late = setTimeout(letGo, GROWN_MS);
  style.overflowAnchor = "none"; // the browser's own correction would be added to this one
  grown.observe(panelOf(figure));
  show();
}

/** Bring the figure that the link names into view. @param {string} section @param {Record<string, Kit.FigureSpec>} known */
export function openLinked(section, known) {
  if (link.at !== section || !link.figure) return;
  const id = Object.keys(known).find((other) => figureName(section, other) === link.figure);
  if (id) reach(id);
}

/** A tab was chosen by hand: its section is a new place. @param {HTMLElement} tab */
export function chosen(tab) {
  const list = tab.closest(".tabs")?.id;
  const chapter = chapters.find((one) => list === "chapters" && one.name === tab.dataset.tabId);
  const inner = chapter && chosenIn(`${chapter.name}-sections`);
  const name = chapter
    ? (inner instanceof HTMLElement ? inner.dataset.tabId : chapter.sections[0].name)
    : list?.endsWith("-sections") && tab.dataset.tabId;
  if (!name || name === here.section || !find(name)) return;
  Object.assign(here, { section: name, figure: null });
  push();
  tell();
}

/** The figure that is read now: the last one whose top has passed the middle; null at the section's top. */
function inView() {
  if (isLecture()) return shown.get(here.section) ?? null;
  if (scrollY < TOP) return null;
  const figures = find(here.section)?.section.figures ?? [];
  const tops = figures.map(({ id, name }) => ({ name, box: document.getElementById(id)?.getBoundingClientRect() }));
  const past = tops.filter(({ box }) => box?.height && box.top < innerHeight / 2);
  return past.at(-1)?.name ?? null;
}

let rest;

/** The address follows the figure in view, once the page has come to rest. */
function settle() {
  if (!here.section || link.figure) return; // the figure that the link names is still to come
  const figure = inView();
  if (figure === here.figure) return;
  here.figure = figure;
  writeAddress(sectionOf(here.section));
  tell();
}

/** A click on a link to a place of this page stays in this page. @param {MouseEvent} event */
function followed(event) {
  const anchor = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(anchor instanceof HTMLAnchorElement) || event.button || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || anchor.hasAttribute("download") || anchor.hreflang) return;
  const within = anchor.getAttribute("href");
  if (/^#./.test(within)) { // Gradio's base would take the query off the address
    event.preventDefault();
    location.hash = within;
    return;
  }
  const to = new URL(anchor.href);
  const { at, figure, raw, view } = parse(to.search);
  if (to.origin !== location.origin || to.pathname !== location.pathname) return;
  if (view === "talk") location.assign(to); // comes with its page
  else if (!at || !visit(at, figure, raw)) return;
  event.preventDefault();
}

/** Keep the places from now on. @param {string} first the section that the page opens with */
export function keepPlaces(first) {
  Object.assign(here, { section: first, figure: link.at === first ? link.figure : null });
  if (!sections.length) return;
  history.scrollRestoration = "manual";
  turnBy((section, figure) => visit(section, figure));
  document.addEventListener("click", followed);
  addEventListener("scroll", () => {
    clearTimeout(rest);
    rest = setTimeout(settle, REST_MS);
  }, { passive: true });
  const staged = new MutationObserver(() => isLecture() && settle());
  staged.observe(document.documentElement, { attributeFilter: ["data-figure"] });
  addEventListener("popstate", ({ state }) => {
    const { at, figure, raw } = parse(location.search);
    const name = at ?? sections[0].section.name;
    const same = present() === location.search || (!location.search && location.hash);
    if (name === here.section && figure === here.figure && same) return; // only the hash
    visit(name, figure, raw, { restored: true, y: state?.y ?? 0 });
  });
  tell();
}
