// Deep links: `/?at=SECTION&name=value…`, read once and early, written with no request.

import { load } from "./parts.js";
import { figures, specs } from "./server.js";

/** Parameters that belong to the page and not to a section. */
const PAGE_KEYS = ["at", "view", "__theme"];
const PAUSE_MS = 150; // Safari allows 100 replaceState calls in 30 s

/** @type {{at: string | null, raw: Record<string, string>, view: string | null}} */
export const link = parse(globalThis.location?.search ?? "");
/** Parameters of the link that some control has taken. @type {Set<string>} */
const taken = new Set();

/** @param {string} search */
export function parse(search) {
  const query = new URLSearchParams(search);
  const raw = {};
  for (const [key, value] of query) if (!PAGE_KEYS.includes(key)) raw[key] = value;
  return { at: query.get("at"), view: query.get("view"), raw };
}

/** What the link says of a control of a section, or undefined. */
export function take(section, key) {
  if (link.at !== section || !(key in link.raw)) return undefined;
  taken.add(key);
  return link.raw[key];
}

/** Parameters of the link that no control of its section has taken. */
export function untaken() {
  return Object.keys(link.raw).filter((key) => !taken.has(key));
}

/**
 * The address of a section with its settings; those that stand at their default are left out.
 * @param {string} search the present query, whose page-wide parameters stay
 * @param {string} section
 * @param {Record<string, any>} values
 * @param {Record<string, any>} defaults
 */
export function address(search, section, values, defaults) {
  const now = new URLSearchParams(search);
  const query = new URLSearchParams({ at: section });
  for (const [key, value] of Object.entries(values)) {
    if (value !== defaults[key] && value !== null && value !== undefined) query.set(key, value);
  }
  for (const key of ["view", "__theme"]) if (now.has(key)) query.set(key, now.get(key));
  return `?${query}`;
}

let timer;

/** Let the address follow the hand: at once for a click, after a pause while dragging. */
export function follow(section) {
  clearTimeout(timer);
  timer = setTimeout(() => write(section), PAUSE_MS);
}

/** @param {import("./section.js").Section} section */
export function write(section) {
  clearTimeout(timer);
  if (location.protocol === "file:") return;
  const next = address(location.search, section.name, section.linkable(), section.defaults);
  history.replaceState(history.state, "", location.pathname + next + location.hash);
}

/** One sentence at the top of the page, for links that lead nowhere. */
export function notice(text) {
  let box = document.getElementById("page-notice");
  if (!box) {
    box = document.createElement("p");
    box.id = "page-notice";
    box.className = "dl-notice";
    box.setAttribute("role", "status");
    document.body.prepend(box);
  }
  box.textContent = text;
}

/** The section whose figures can be seen now, in the whole page or in a part of it. */
function visible(part = document) {
  const shown = [...part.querySelectorAll("[data-section]")].find((root) => root.offsetParent);
  return shown?.getAttribute("data-section");
}

let hand = 0;

/** A tab was chosen: the address follows as soon as its section stands on the page. */
async function opened(tab) {
  const mine = ++hand;
  const panel = document.getElementById(tab.getAttribute("aria-controls"));
  const late = performance.now() + 10_000;
  let name;
  while (!(name = tab.getAttribute("aria-selected") === "true" && visible(panel ?? document))) {
    await new Promise((done) => requestAnimationFrame(done));
    if (mine !== hand || performance.now() > late) return;
  }
  write((await import("./section.js")).section(name));
}

if (globalThis.document && !document.querySelector(".dl-alone")) {
  if (link.view === "lecture") document.documentElement.dataset.view = "lecture";
  // A tab's own event fires at load as well; a hand on the tab does not.
  for (const kind of ["click", "keyup"]) {
    document.addEventListener(kind, (event) => {
      const tab = event.target instanceof Element && event.target.closest('[role="tab"]');
      if (tab) setTimeout(() => opened(tab));
    });
  }
  const names = [...new Set(figures().map((props) => props.props.section))];
  if (link.at && names.length && !names.includes(link.at))
    notice(`The link asks for the section “${link.at}”; there are ${names.join(", ")}.`);
  // the section that opens first is fetched while Gradio still unpacks its page
  const first = names.includes(link.at) ? link.at : names[0];
  if (first) specs(first).then((found) => Promise.all(Object.values(found).map(load)), console.warn);
}
