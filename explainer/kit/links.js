// Deep links: `/?at=SECTION&figure=FIGURE&name=value…`, read once and early, written with no request.

import { t } from "./language.js";
import { specs } from "./server.js";

/** Parameters that belong to the page and not to a section's controls. */
const PAGE_KEYS = ["at", "figure", "view", "lang", "talk", "stop", "host", "follow", "path"];
/** Parameters that frames, campaigns and messengers add to a link: they ask for nothing. */
const ADDED = /^(logs|__.*|utm_.*|fbclid|gclid)$/;
const HUB = "https://huggingface.co"; // frames a Space, and shows an address of its own
const PAUSE_MS = 150; // Safari allows 100 replaceState calls in 30 s

/** @typedef {{at: string | null, figure: string | null, view: string | null, raw: Record<string, string>}} Link */

/** The link that opened the page; `raw` are the values of controls. @type {Link} */
export const link = parse(globalThis.location?.search ?? "");
/** The section and the figure in view; `places.js` keeps them. @type {{section: string | null, figure: string | null}} */
export const here = { section: null, figure: null };

/** The figure that fills the window, by section: the address names it in the lecture view. @type {Map<string, string>} */
export const shown = new Map();

/** @param {string} search @returns {Link} */
export function parse(search) {
  const query = new URLSearchParams(search);
  /** @type {Record<string, string>} */
  const raw = {};
  for (const [key, value] of query) if (!PAGE_KEYS.includes(key) && !ADDED.test(key)) raw[key] = value;
  return { at: query.get("at"), figure: query.get("figure"), view: query.get("view"), raw };
}

/** What the link says of a control of a section, or undefined. */
export function take(section, key) {
  return link.at === section ? link.raw[key] : undefined;
}

/** Say which settings of the link its section does not have, once its controls are known. @param {Kit.Section} section */
export function checkSettings({ name, controls }) {
  if (link.at !== name || !controls.size) return;
  const names = Object.keys(link.raw).filter((key) => (controls.get(key) ?? { linked: false }).linked === false);
  if (names.length) notice("settings", `This section has no setting ${names.map((key) => `“${key}”`).join(", ")}.`);
}

/** A figure's name within its section, as links write it: its id without `SECTION-`. */
export const figureName = (section, id) => (id.startsWith(`${section}-`) ? id.slice(section.length + 1) : id);

/**
 * The figures of a section in the order in which the page was built, for an outline or a talk.
 * @param {string} section
 * @returns {Promise<{name: string, id: string, title: string}[]>} `name` is what a link calls it
 */
export async function figures(section) {
  const found = Object.values(await specs(section));
  return found.map(({ id, title }) => ({ name: figureName(section, id), id, title }));
}

/**
 * The address of a section with its settings; those that stand at their default are left out.
 * @param {string} search the present query, whose page-wide parameters stay
 * @param {string} section
 * @param {Record<string, any>} values
 * @param {Record<string, any>} defaults
 * @param {string | null} [figure] the name of the figure to open
 */
export function address(search, section, values, defaults, figure) {
  const now = new URLSearchParams(search);
  const query = new URLSearchParams({ at: section });
  if (figure) query.set("figure", figure);
  for (const [key, value] of Object.entries(values)) {
    if (value !== defaults[key] && value !== null && value !== undefined) query.set(key, value);
  }
  const kept = now.get("view") === "talk" ? ["view", "talk", "stop", "host"] : ["view"];
  for (const key of [...kept, "follow", "lang", "__theme"]) if (now.has(key)) query.set(key, now.get(key));
  return `?${query}`;
}

let timer;

/** Let the address follow the hand: at once for a click, after a pause while dragging. */
export function follow(section) {
  if (here.section && here.section !== section.name) return; // it is built ahead, or was left
  clearTimeout(timer);
  timer = setTimeout(() => writeAddress(section), PAUSE_MS);
}

/** Write the section's settings into the address. @param {import("./section.js").Section} section */
export function writeAddress(section) {
  clearTimeout(timer);
  if (location.protocol === "file:") return;
  if (here.section && here.section !== section.name) return; // a run in a section that was left
  const lecture = document.documentElement.dataset.view === "lecture";
  const figure = lecture ? shown.get(section.name) : here.figure;
  const next = address(location.search, section.name, section.linkable(), section.defaults, figure);
  put("replaceState", history.state, location.pathname + next + location.hash);
}

/**
 * Set the address, as `history` does. The Hub's page round a Space is told, so that its address can be shared, too.
 * @param {"pushState" | "replaceState"} how
 */
export function put(how, state, url) {
  history[how](state, "", url);
  if (parent === window || !document.referrer.startsWith(`${HUB}/`)) return;
  parent.postMessage({ queryString: location.search.slice(1), hash: location.hash }, HUB);
}

/** What a link asked for in vain, by kind: a figure, settings. @type {Map<string, string>} */
const notices = new Map();

/** Say at the top of the page that a link leads nowhere: one sentence per kind of what it names. */
export function notice(kind, sentence) {
  notices.set(kind, sentence);
  let box = document.getElementById("page-notice");
  if (!box) {
    box = document.createElement("p");
    box.id = "page-notice";
    box.className = "dl-notice";
    box.setAttribute("role", "status");
    document.body.prepend(box);
  }
  box.textContent = [...notices.values()].map(t).join(" ");
}

/** A link that opens a figure with its section's settings. @param {Kit.Section} section @param {string} id of the figure */
export function linkTo(section, id) {
  const query = address(location.search, section.name, section.linkable(), section.defaults, figureName(section.name, id));
  return new URL(query + location.hash, location.href).href;
}
