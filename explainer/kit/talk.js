// A talk: ordered stops, each a figure with its settings. Next and previous go from stop to stop; where two
// of them share a section, its values run to their new place. The notes stand in a second window.

import { h, setText } from "./dom.js";
import { hosts } from "./gradio.js";
import { bind } from "./keys.js";
import { here, link, notice } from "./links.js";
import { visit, wanted } from "./places.js";
import { ask, closeQuestion, isAsked, showCounts } from "./question.js";
import { section as sectionOf } from "./section.js";
import { asker } from "./server.js";
import { listenToNotes, openNotes, tellNotes } from "./speaker.js";
import { lead, setLecture } from "./stage.js";

const page = globalThis.document?.documentElement;
const RUN_MS = 700; // in which a value runs to its new place
const NEAR = 3; // stops that are built beforehand
const LARGEST = 1_000_000; // bytes of a talk's file
const WHOLE = "talk"; // the talk that links need not name
const OWN = "dl-talk-own"; // the file that was dropped, until the tab is closed

/**
 * @typedef {{title: string, at: string, figure: string, raw: Record<string, string>, slides: string, say: string,
 *   minutes: number, question: string, answer: string, choices: string[], place: boolean, picture: string | null}} Stop
 */

/** The talk that the link opened or the hand dropped, or null. @type {{name: string, title: string, stops: Stop[], problems: string[]} | null} */
let talk = JSON.parse(globalThis.document?.getElementById("dl-talk")?.textContent ?? "null");
/** Of the stop that is shown, from 0. */
let index = 0;
let running = 0;

const current = () => talk.stops[index];

/** The stop that the address names; a sentence where the talk has none of that number. */
function named(search) {
  const text = new URLSearchParams(search).get("stop") ?? "1";
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= talk.stops.length) return number - 1;
  notice("stop", `The link asks for the stop “${text.slice(0, 20)}”; this talk has the stops 1 to ${talk.stops.length}.`);
  return 0;
}

/** Numbers of a value, or null where it is none: "0.5,-1.2" has two. */
function numbers(value) {
  if (typeof value === "number") return [value];
  if (typeof value !== "string" || !value) return null;
  const parts = value.split(",").map(Number);
  return parts.every(Number.isFinite) ? parts : null;
}

/** What a value looks like on its way. */
function between(from, to, share, whole) {
  const [a, b] = [numbers(from), numbers(to)];
  const parts = a.map((part, i) => Number((part + share * (b[i] - part)).toFixed(3)));
  if (typeof to === "string") return parts.join(",");
  return whole ? Math.round(parts[0]) : parts[0];
}

/** Let the values of a section run to their new place; what has no way between jumps at once. */
function run(name, raw) {
  const section = sectionOf(name);
  const moving = [];
  link.raw = raw; // for what of the section is still to come
  for (const [key, to] of wanted(name, raw, true)) {
    const from = section.values[key];
    if (from === to) continue;
    const [a, b] = [numbers(from), numbers(to)];
    if (a && b && a.length === b.length && key !== "seed") moving.push({ key, from, to, whole: section.controls.get(key).whole });
    else section.set(key, to);
  }
  const calm = document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const start = performance.now();
  cancelAnimationFrame(running);
  const frame = (now) => {
    const share = calm ? 1 : Math.min(1, (now - start) / RUN_MS);
    const eased = share * share * (3 - 2 * share);
    for (const { key, from, to, whole } of moving) section.set(key, share < 1 ? between(from, to, eased, whole) : to);
    if (share < 1) running = requestAnimationFrame(frame);
  };
  if (calm) frame(start); // a page that nobody sees gets no frames
  else if (moving.length) running = requestAnimationFrame(frame);
}

/** The address of a stop. */
function addressOf(number) {
  const { at, figure, raw } = talk.stops[number];
  const query = new URLSearchParams({ at, figure, ...raw, view: "talk" });
  const old = new URLSearchParams(location.search);
  if (talk.name !== WHOLE) query.set("talk", talk.name);
  for (const key of ["host", "lang", "__theme"]) if (old.has(key)) query.set(key, old.get(key));
  query.set("stop", String(number + 1));
  return `${location.pathname}?${query}`;
}

/** Go to a stop. @param {number} number from 0 */
function go(number) {
  if (number < 0 || number >= talk.stops.length) return;
  ahead?.pauseAhead();
  index = number;
  const { at, figure, raw } = current();
  const same = here.section === at;
  history.pushState({}, "", addressOf(number));
  visit(at, figure, same ? Object.fromEntries(kept(at)) : raw, { restored: true });
  if (same) run(at, raw);
  tell();
  prepare();
}

/** What builds the next stops beforehand, once a talk is given. @type {typeof import("./ahead.js") | null} */
let ahead = null;

/** Build the next stops beforehand, the one before, and the next section. */
function prepare() {
  const { at: here, figure } = current();
  const rest = talk.stops.slice(index + 1);
  const next = rest.slice(0, NEAR);
  const away = rest.find(({ at }) => at !== here);
  const list = [...next, ...(away && !next.includes(away) ? [away] : [])].map((stop) => ({ ...stop, set: true }));
  if (index) list.splice(1, 0, { ...talk.stops[index - 1], set: false }); // Back sets its values
  const others = list.filter((stop) => stop.at !== here || stop.figure !== figure);
  import("./ahead.js").then((module) => (ahead = module).buildAhead(others, here)).catch(console.warn);
}

/** The values of a section as they stand, as a link would carry them. */
const kept = (name) => Object.entries(sectionOf(name).linkable()).map(([key, value]) => [key, value === null ? "" : String(value)]);

/** The bar and the notes say which stop is shown. */
function tell() {
  const stop = current();
  page.dataset.stop = String(index + 1);
  setText(document.getElementById("talk-stop"), `${index + 1} / ${talk.stops.length}`);
  setText(document.getElementById("talk-title"), stop.title);
  const progress = document.getElementById("talk-progress");
  progress.style.setProperty("--share", String((index + 1) / talk.stops.length));
  const ends = { "talk-previous": index === 0, "talk-next": index === talk.stops.length - 1 };
  for (const [id, off] of Object.entries(ends)) document.getElementById(id).setAttribute("aria-disabled", String(off));
  closeQuestion();
  tellNotes(talk, index);
}

/** The hall: `hall.js`, once somebody follows. @type {typeof import("./hall.js") | null} */
let hall = null;

/** What followers see: the question only while the room is asked. */
function state() {
  const { question, choices, place } = current();
  const asked = isAsked() ? { question, choices, place } : { question: "", choices: [], place: false };
  return { at: here.section, figure: here.figure, raw: hall.valuesOf(here.section), stop: index + 1, ...asked };
}

/** Let phones follow; once they do, show or hide the code. */
async function join() {
  hall = await import("./hall.js");
  if (hall.isLed()) return hall.showCode();
  hall.leadHall(state);
  const query = new URLSearchParams(location.search);
  query.set("host", ""); // a reload goes on with it
  history.replaceState(history.state, "", `?${query}`);
}

const save = () => import("./take_away.js").then(({ takeAway }) => takeAway(talk.name, sessionStorage.getItem(OWN)));

const button = (id, words, text, run) =>
  h("button", { type: "button", id, title: words, "aria-label": words, onclick: run }, text);

function build() {
  const bar = h(
    "div",
    { id: "talk-bar", role: "group", "aria-label": "Talk" },
    h("span", { id: "talk-title" }),
    h("span", { id: "talk-stop", role: "status" }),
    button("talk-previous", "Previous stop (p, Page Up)", "‹", () => go(index - 1)),
    button("talk-next", "Next stop (n, Page Down)", "›", () => go(index + 1)),
    button("talk-join", "Let phones follow: code and QR code (j)", "Join", join),
    button("talk-save", "Save the talk as one file: it works without a server, and prints as a handout", "Save", save),
    button("talk-notes", "Notes in a second window (s)", "Notes", () => openNotes(talk.title)),
  );
  document.getElementById("dl-switches").before(bar);
  document.getElementById("dl-bar").append(h("div", { id: "talk-progress", "aria-hidden": "true" }));
}

/** Leave the talk where the lecture view is left. */
function watch() {
  const left = new MutationObserver(() => {
    if (page.dataset.view === "lecture") return;
    left.disconnect();
    ahead?.leaveAhead();
    lead(null);
    hall?.endHall();
    delete page.dataset.stop;
    delete page.dataset.talk;
    closeQuestion();
    for (const id of ["talk-bar", "talk-progress"]) document.getElementById(id)?.remove();
  });
  left.observe(page, { attributeFilter: ["data-view"] });
  addEventListener("popstate", () => {
    if (!page.dataset.stop) return;
    index = named(location.search);
    ahead?.pauseAhead();
    tell();
    prepare();
  });
}

/** The bar, the keys and the notes of the talk, from now on. */
function begin() {
  page.dataset.stop = String(index + 1);
  page.dataset.talk = talk.name; // what no stop changes: a rule on it styles the page once
  build();
  lead((by) => go(index + by));
  listenToNotes((by) => go(index + by));
  tell();
  watch();
  prepare();
  if (new URLSearchParams(location.search).has("host")) join();
}

/** Say what of the talk's file does not open; false if nothing does. */
function opens() {
  if (talk.problems.length) notice("talk", talk.problems.join(" "));
  return talk.stops.length > 0;
}

/** Give the talk of a file that was dropped on the page. @param {string} text */
async function give(text) {
  const read = await asker(hosts()[0].id)("@talk", { text });
  if ("error" in read) return notice("talk", read.error.message);
  const open = talk && page.dataset.stop;
  talk = read;
  if (!opens()) return;
  sessionStorage.setItem(OWN, text);
  setLecture(true);
  if (!open) begin();
  go(0);
}

/** Go on with the file that was dropped before this page was loaded anew. */
async function resume() {
  const text = sessionStorage.getItem(OWN);
  if (!text) return notice("talk", "The link asks for a talk from a file, which stays with who opened it: drop the file here.");
  talk = await asker(hosts()[0].id)("@talk", { text });
  if (!opens()) return;
  index = named(location.search);
  begin();
}

/** @param {DragEvent} event */
async function dropped(event) {
  const file = [...(event.dataTransfer?.files ?? [])].find(({ name }) => name.endsWith(".toml"));
  if (!file) return;
  event.preventDefault();
  if (file.size > LARGEST) notice("talk", `“${file.name}” has ${file.size} bytes; a talk may have ${LARGEST}.`);
  else await give(await file.text());
}

/** Open the talk that came with the page, if one did: at the stop that the link names. */
export function startTalk() {
  if (!document.getElementById("dl-bar")) return;
  bind("s", "notes of the talk in a second window", () => (page.dataset.stop ? openNotes(talk.title) : false));
  bind("j", "let phones follow the talk", () => (page.dataset.stop ? void join() : false));
  document.addEventListener("dl:hall", () => page.dataset.stop && showCounts(current(), hall));
  bind("q", "the talk's question to the room, and its answer", () => (page.dataset.stop ? ask(current(), hall) : false));
  document.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  document.addEventListener("drop", dropped);
  if (link.view === "talk" && !talk) resume().catch(console.warn);
  if (!talk || !opens()) return;
  index = named(location.search);
  if (!link.at) {
    const { at, figure, raw } = current();
    Object.assign(link, { at, figure, raw: { ...raw } });
    history.replaceState(history.state, "", addressOf(index));
  }
  begin();
}
