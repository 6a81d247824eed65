// Everything that reaches into Gradio's page, each with its reason. `tests/kit/test_upgrades.py` fails
// where an upgrade breaks it.

import { language } from "./language.js";

/**
 * The page's settings, which Gradio writes into the HTML. They are there before its scripts have run, so
 * that sections are fetched meanwhile. A saved page, and a module by itself, have none.
 */
const config = () => window.gradio_config ?? { root: "", api_prefix: "", components: [] };

/** What the page knows of its figures, in the order of the page: each one's elem_id and section. */
export function hosts() {
  const known = config().components.filter(({ props }) => props.props?.section);
  return known.map(({ props }) => ({ id: props.elem_id, section: props.props.section }));
}

/** The number by which Gradio's server knows the component of an elem_id. */
export const componentOf = (id) => config().components.find(({ props }) => props.elem_id === id).id;

/**
 * Where the page is served. The kit's own address says so even where a proxy changes the host that Gradio
 * sees, and below whatever path; a module by itself has none.
 */
function root() {
  const [before, below] = import.meta.url.split("/gradio_api/file=");
  return below === undefined ? config().root : before;
}

/** The language in which the server is to answer, as a query. */
const asked = language === "en" ? "" : `?lang=${language}`;

/** The address of one of the kit's own WebSockets: "channel" or "hall". */
export const socketAddress = (name) => new URL(`${root()}/${name}${asked}`, location.href).href.replace(/^http/, "ws");

/** The address from which a talk's file is saved. @param {string} code of the file's language */
export const talkFileAddress = (code) => new URL(`${root()}/talk-file?lang=${code}`, location.href).href;

/**
 * Call a component's server function as Gradio's `server.NAME(…)` does. Gradio's own call would show the
 * component's loading status before and after, which costs a drag a part of each frame.
 */
export function callServer(component, name, data, signal) {
  const { api_prefix: prefix } = config();
  const body = { data, component_id: component, fn_name: name, session_hash: `${name}-${component}` };
  return fetch(`${root()}${prefix}/component_server${asked}`, {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const TYPESETTER = "kit/auto-render.js"; // in a saved page
const PATIENCE_MS = 3000; // for a lesson whose typesetter does not come

/** Whether the page has lessons at all: the gallery has none. */
const hasLessons = () => config().components.some(({ props }) => props.elem_classes?.includes("dl-lesson"));

/**
 * Once the lessons around a figure stand. Gradio typesets them late, and would move what is under the hand.
 * @param {Element} host
 */
export function lessonsStand(host) {
  if (!hasLessons()) return Promise.resolve();
  const page = panelOf(host);
  const stand = () => {
    const lessons = [...page.querySelectorAll(".dl-lesson, .dl-slide")];
    return lessons.length > 0 && lessons.every((lesson) => lesson.textContent.trim());
  };
  return new Promise((resolve) => {
    const done = () => {
      watch.disconnect();
      clearTimeout(late);
      resolve();
    };
    const watch = new MutationObserver(() => stand() && done());
    const late = setTimeout(done, PATIENCE_MS);
    watch.observe(page, { childList: true, characterData: true, subtree: true });
    if (stand()) done();
  });
}

/** The tab's panel that holds an element; the whole page where there are no tabs. @param {Element} element */
export const panelOf = (element) => element.closest('[role="tabpanel"]') ?? document.body;

const named = (id) => `[role="tab"][data-tab-id="${CSS.escape(id)}"]`;

/** What of the rows of tabs is meant: the page itself would take milliseconds to look through. @returns {HTMLElement[]} */
const within = (rows, selector) => [...rows].flatMap((row) => [...row.querySelectorAll(selector)]);

/** The tab, in reach of a hand, whose Gradio id is a section's name. @returns {HTMLElement | undefined} */
export function tabOf(section) {
  return within(document.getElementsByClassName("tab-wrapper"), named(section)).find((tab) => tab.offsetParent);
}

/**
 * The tab of that id among the tabs of an elem_id. Where there is no room Gradio puts it into a menu, and
 * there it has its title alone.
 * @returns {HTMLElement | undefined}
 */
export function tabIn(tabs, id, title) {
  const rows = [...(document.getElementById(tabs)?.children ?? [])].filter((child) => child.matches(".tab-wrapper"));
  const found = within(rows, `${named(id)}, .overflow-dropdown button`);
  return found.find((tab) => tab.dataset.tabId === id || tab.textContent.trim() === title);
}

/** The panels of tabs that hold a section, the innermost first; none while Gradio has not built it. @returns {HTMLElement[]} */
export function panelsOf(section) {
  const { id } = hosts().find((host) => host.section === section);
  const panels = [];
  const above = (element) => /** @type {HTMLElement | null} */ (element?.closest('[role="tabpanel"]') ?? null);
  for (let panel = above(document.getElementById(id)); panel; panel = above(panel.parentElement)) panels.push(panel);
  return panels;
}

/**
 * Let Gradio build what a tab holds, and show it no more than before: it builds a panel once its tab is chosen,
 * and the tab that was chosen is chosen again in the same turn. No listener of ours hears of it.
 */
export function buildTab(tabs, id, title) {
  const tab = tabIn(tabs, id, title);
  const before = chosenIn(tabs);
  if (!tab || !before || tab === before) return;
  const app = tab.closest("gradio-app");
  const ours = (event) => event.stopPropagation();
  app.addEventListener("click", ours);
  tab.click();
  before.click();
  app.removeEventListener("click", ours);
}

/** The chosen tab among the tabs of an elem_id. @returns {HTMLElement | null} */
export const chosenIn = (tabs) => document.querySelector(`#${CSS.escape(tabs)} [role="tab"][aria-selected="true"]`);

/**
 * Call `run` with the tab that a hand chose. Gradio's own event fires at load as well.
 * @param {(tab: HTMLElement) => void} run
 */
export function onTab(run) {
  for (const kind of ["click", "keyup"]) {
    document.addEventListener(kind, (event) => {
      const tab = event.target instanceof Element && event.target.closest('[role="tab"]');
      if (tab instanceof HTMLElement) setTimeout(() => run(tab));
    });
  }
}

/**
 * The module with which Gradio's Markdown typesets, KaTeX's auto-render: the head names it, since its address
 * changes with the version. A saved page carries a copy.
 */
export function typesetterAddress() {
  /** @type {HTMLLinkElement | null} */
  const hint = document.querySelector('link[href*="/auto-render-"]');
  return hint?.href ?? TYPESETTER;
}

/** Gradio says of the page that it speaks the browser's language, whatever it speaks. */
export function keepLanguage() {
  const page = document.documentElement;
  const keep = () => page.lang === language || (page.lang = language);
  new MutationObserver(keep).observe(page, { attributeFilter: ["lang"] });
  keep();
}

/**
 * Take the colours of selected code out of a style sheet of Gradio's. Their selectors (`[class*="language-"]
 * ::selection`) make Chromium style all that an element holds anew whenever its class changes: of a figure 9 ms.
 * @param {CSSStyleSheet} sheet
 */
function lighten(sheet) {
  if (sheet.href && new URL(sheet.href).origin !== location.origin) return; // closed to scripts
  for (let i = sheet.cssRules.length - 1; i >= 0; i--) {
    const { selectorText = "" } = /** @type {CSSStyleRule} */ (sheet.cssRules[i]);
    if (selectorText.includes("[class") && selectorText.includes("::selection")) sheet.deleteRule(i);
  }
}

/** Keep Gradio's style sheets light: those that stand, and those that it loads later. */
export function keepLight() {
  for (const sheet of document.styleSheets) lighten(sheet);
  document.addEventListener("load", ({ target }) => {
    if (target instanceof HTMLLinkElement && target.sheet) lighten(target.sheet);
  }, true);
}

/** The theme as Gradio names it: classes of the body, "dark" among them. */
export const theme = () => document.body.className;
export const isDark = () => document.body.classList.contains("dark");

/** Set the theme as Gradio does. @param {boolean} dark */
export const setDark = (dark) => document.body.classList.toggle("dark", dark);

/** Call `run` when the theme changes. */
export function onTheme(run) {
  new MutationObserver(run).observe(document.body, { attributes: true, attributeFilter: ["class"] });
}
