// The bar at the top: where one is, light or dark, the lecture view, the outline.

import { find, numbered } from "./contents.js";
import { h, setText } from "./dom.js";
import { isDark, onTheme, setDark } from "./gradio.js";
import { bind } from "./keys.js";
import { keepLaser } from "./laser.js";
import { here, link } from "./links.js";
import { toggleOutline } from "./outline.js";
import { kept as progress } from "./progress.js";
import { setLecture } from "./stage.js";

const KEPT = "dl-theme"; // in this browser, until it is switched back to what the system says
const systemDark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

/** What the visitor chose, or null. A page in a frame may have no storage. */
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

let choice = new URLSearchParams(globalThis.location?.search).has("__theme") ? null : kept();

/** Gradio sets the system's theme when it starts and when that changes: ours stands. */
function keepTheme() {
  if (document.documentElement.dataset.paper) return; // which is white
  if (choice && isDark() !== (choice === "dark")) setDark(choice === "dark");
  press("theme", isDark());
}

function switchTheme() {
  const dark = !isDark();
  choice = dark ? "dark" : "light";
  try {
    if (dark === systemDark.matches) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, choice);
  } catch {
    // chosen for this visit alone
  }
  keepTheme();
}

function press(name, pressed) {
  document.getElementById(`dl-${name}-switch`)?.setAttribute("aria-pressed", String(pressed));
}

/** The bar says where one is. */
function showPlace() {
  const place = find(here.section);
  const text = document.getElementById("dl-place");
  if (!place || !text) return;
  setText(text, numbered(place.section));
  for (const anchor of document.querySelectorAll("#dl-chapters a")) {
    if (!(anchor instanceof HTMLElement)) continue;
    if (anchor.dataset.chapter === place.chapter.name) anchor.setAttribute("aria-current", "true");
    else anchor.removeAttribute("aria-current");
  }
  showSections(place);
}

/** On a phone the chapter's sections are one tap away, where Gradio's tabs would hide some in a menu. */
function showSections({ chapter, section }) {
  const list = document.getElementById("dl-sections");
  if (!list) return;
  const current = (name) => (name === section.name ? "page" : null);
  const link = ({ name, title }) => h("a", { href: `?at=${name}`, "aria-current": current(name) }, title);
  list.replaceChildren(...(chapter.sections.length > 1 ? chapter.sections.map(link) : []));
  const here = list.querySelector("[aria-current]");
  if (here instanceof HTMLElement) list.scrollLeft = here.offsetLeft - (list.clientWidth - here.offsetWidth) / 2;
}

/** From the top to the first figure, past the tabs and the lesson. */
function skip(event) {
  event.preventDefault();
  const titles = [...document.querySelectorAll(".dl-figure h2")];
  const first = titles.find((title) => title instanceof HTMLElement && title.offsetParent);
  if (!(first instanceof HTMLElement)) return;
  first.focus({ preventScroll: true });
  first.closest("figure").scrollIntoView({ behavior: "instant" });
}

/** The switches are one stop of the Tab key; arrow keys go from one to the next. @param {HTMLElement} bar */
function rove(bar) {
  /** @type {NodeListOf<HTMLElement>} */
  const switches = bar.querySelectorAll("button, a");
  const all = () => [...switches].filter((one) => one.getClientRects().length);
  const stop = (here) => switches.forEach((one) => (one.tabIndex = one === here ? 0 : -1));
  stop(all()[0]);
  bar.addEventListener("focusin", ({ target }) => stop(target));
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const buttons = all();
    const at = buttons.findIndex((one) => one === document.activeElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  });
}

/** The link to another language leads to this very place. @param {HTMLAnchorElement} link */
function keepAddress(link) {
  link.addEventListener("click", () => {
    const query = new URLSearchParams(location.search);
    query.set("lang", link.hreflang);
    link.href = `?${query}${location.hash}`;
  });
}

/** The search and the glossary are fetched when somebody wants them. */
const search = async (glossary = false) => (await import("./search.js")).open(glossary);
const HASHES = { "#search": () => search(), "#glossary": () => search(true) };

/** Terms are explained where they stand, once there is time. */
function explain() {
  const idle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 300));
  idle(async () => (await import("./terms.js")).explain());
}

const WIDE = "(min-width: 1900px)"; // beside the section there is room that nobody uses

/** The path for who learns alone stands again where it was left, and at first where there is room for it. */
function guide() {
  const idle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 300));
  const asked = new URLSearchParams(location.search).get("path");
  const { open } = progress();
  const wanted = asked || (open ?? matchMedia(WIDE).matches);
  if (!wanted || link.view) return;
  idle(async () => {
    const path = await import("./path.js");
    await (asked ? path.begin(asked) : path.offer());
  });
}

/** A link to a path begins it. @param {MouseEvent} event */
function beginPath({ target, button, ctrlKey, metaKey }) {
  const anchor = target instanceof Element ? target.closest('a[href*="path="]') : null;
  if (!(anchor instanceof HTMLAnchorElement) || button || ctrlKey || metaKey) return;
  const name = new URL(anchor.href).searchParams.get("path");
  void import("./path.js").then(({ toggle }) => toggle(true, name));
}

const togglePath = () => void import("./path.js").then(({ toggle }) => toggle());

const does = { path: togglePath, search: () => search(), outline: () => toggleOutline(), theme: switchTheme, lecture: () => setLecture() };

if (document.getElementById("dl-bar")) {
  for (const [name, run] of Object.entries(does)) {
    document.getElementById(`dl-${name}-switch`).addEventListener("click", () => run());
  }
  document.querySelectorAll("a.dl-language").forEach(keepAddress);
  rove(document.getElementById("dl-switches"));
  document.getElementById("dl-bar").after(h("nav", { id: "dl-sections", "aria-label": "Sections" }));
  document.getElementById("dl-skip").addEventListener("click", skip);
  document.addEventListener("dl:place", showPlace);
  keepLaser();
  bind("d", "light or dark", switchTheme);
  bind("/", "search", () => void search());
  bind("o", "outline", () => toggleOutline());
  const byHash = () => HASHES[location.hash]?.();
  addEventListener("hashchange", byHash);
  byHash();
  bind("g", "the path: what to do in this section", togglePath);
  document.addEventListener("click", beginPath);
  addEventListener("dl:ready", explain);
  addEventListener("dl:ready", guide, { once: true });
  press("lecture", link.view === "lecture");
}
onTheme(keepTheme);
keepTheme();
