// The path for who learns alone: a card that names one thing to do, lights the part that is meant and ticks itself.
// It is fetched after the first paint, when somebody wants it or has not finished it.

import { chapters, find, numbered } from "./contents.js";
import { heightNow, idOf, keepAbove } from "./dock.js";
import { h } from "./dom.js";
import { hosts } from "./gradio.js";
import { t } from "./language.js";
import { figureName, here, notice } from "./links.js";
import { visit } from "./places.js";
import { keep, kept, met, next } from "./progress.js";
import { section as sectionOf } from "./section.js";
import { asker, specs } from "./server.js";
import { lettersOf } from "./tex.js";

/** @typedef {import("./progress.js").Step} Step @typedef {import("./progress.js").Trail} Trail */

const BELOW = globalThis.matchMedia?.("(max-width: 1099px)"); // as in path.css: no room beside the section
const LOW = globalThis.matchMedia?.("(max-height: 480px)");
const HEIGHT = { low: 92, below: 164 }; // px of the card below the section
const STARTS = ["run", "player"]; // controls that start a run
const page = globalThis.document?.documentElement;

const progress = kept();
/** Steps that were left out on this visit. @type {Set<string>} */
const left = new Set();
/** @type {Promise<{sections: Record<string, Trail>, tours: Record<string, Trail>}> | null} */
let asked = null;
/** @type {{sections: Record<string, Trail>, tours: Record<string, Trail>} | null} */
let known = null;
/** The step that was done last. @type {Step | null} */
let ticked = null;
/** What the card shows, as text. */
let painted = "";
/** Values that are listened to. @type {Set<string>} */
const heard = new Set();

const body = h("div");
const heading = h("h2", { id: "dl-path-title", tabindex: "-1" });
const said = h("p", { className: "dl-help", role: "status" });
const card = h(
  "aside",
  { id: "dl-path", "aria-labelledby": heading.id },
  h("header", {}, heading, h("button", { type: "button", title: "Close", "aria-label": "Close the path", onclick: () => toggle(false) }, "×")),
  body,
  said,
);
card.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));

const isOpen = () => page.dataset.path === "open";
const button = (text, run) => h("button", { type: "button", onclick: run }, text);
const save = () => keep(progress);

/** The path that is followed: the tour that was begun, or that of the section. @returns {Trail | undefined} */
const trail = () => known?.tours[progress.tour ?? ""] ?? known?.sections[here.section ?? ""];
const past = () => [...progress.done, ...left];
/** The step that is to be done now, or undefined. */
const step = () => (trail() ? next(trail(), past()) : undefined);

/** Open or close the card, for good. @param {boolean} [open] @param {string | null} [tour] the tour that begins */
export async function toggle(open = !isOpen(), tour = undefined) {
  await show(open, tour);
  if (open) heading.focus({ preventScroll: true });
}

/** Begin the tour that the page's link names. @param {string} tour */
export const begin = (tour) => show(true, tour);

/** A link may name a tour that there is not. */
function checkTour() {
  if (!progress.tour || progress.tour in known.tours) return;
  notice("path", `The link asks for the path “${progress.tour.slice(0, 20)}”; there are ${Object.keys(known.tours).join(", ")}.`);
  progress.tour = null;
}

/**
 * Show the card, or take it away.
 * @param {boolean} open @param {string | null} [tour] the tour that begins @param {boolean} [decided] by a hand, for good
 */
async function show(open, tour = undefined, decided = true) {
  if (open) {
    asked ??= asker(hosts()[0].id)("@paths", {});
    asked.catch(() => (asked = null)); // asked again at the next press
    known = await asked;
  }
  if (decided) Object.assign(progress, { open, ...(tour === undefined ? {} : { tour }) });
  if (open) checkTour();
  if (decided) save();
  page.dataset.path = open ? "open" : "closed";
  const within = card.contains(document.activeElement);
  const control = document.getElementById("dl-path-switch");
  control?.setAttribute("aria-expanded", String(open));
  if (!open && within) control?.focus({ preventScroll: true });
  if (!card.isConnected) document.getElementById("dl-bar").after(card);
  measure();
  paint();
}

/** Figures take the room that the card leaves. */
function measure() {
  const height = isOpen() && BELOW.matches ? HEIGHT[LOW.matches ? "low" : "below"] : 0;
  page.style.setProperty("--path", `${height}px`);
  document.dispatchEvent(new CustomEvent("dl:dock"));
}

/** A step was done. @param {Step} one */
function tick(one) {
  ticked = one;
  progress.done = [...new Set([...progress.done, one.id])];
  save();
  paint();
  const now = step();
  said.textContent = `${t("Done.")} ${now ? `${t("Next:")} ${lettersOf(now.do)}` : t("That was the last step.")}`;
}

/** Hear of a value that some step asks for. @param {Step} one */
function hear({ at, key }) {
  const name = `${at} ${key}`;
  if (!key || heard.has(name)) return;
  heard.add(name);
  const section = sectionOf(at);
  section.on([key], () => {
    const now = isOpen() ? step() : undefined;
    if (now?.at === at && now.key === key && met(now, section.values[key])) tick(now);
  });
}

/** An answer was opened. @param {Event} event */
function unfolded({ target }) {
  const now = isOpen() ? step() : undefined;
  if (!now?.opens || !(target instanceof HTMLDetailsElement) || !target.open || !target.matches(".dl-answer")) return;
  const id = target.closest(".dl-figure")?.getAttribute("aria-labelledby")?.replace(/-title$/, "");
  if (id && figureName(now.at, id) === now.figure) tick(now);
}

/** The part of the page that a step means, if it stands. @param {Step} one @returns {Promise<Element | null>} */
async function partOf(one) {
  const found = Object.values(await specs(one.at));
  const spec = found.find(({ id }) => figureName(one.at, id) === one.figure);
  const figure = document.getElementById(spec.id);
  if (one.opens) return figure?.querySelector("details.dl-answer") ?? null;
  const meant = ({ key, type }) => key === one.key || (one.value === "running" && STARTS.includes(type));
  const ids = [spec, ...found].flatMap((other) =>
    [...other.scrubbers, ...other.controls].filter(meant).map((declared) => idOf(other, declared)),
  );
  const parts = ids.map((id) => document.getElementById(id)?.closest(".dl-scrubber, .dl-control"));
  const seen = parts.find((part) => part?.getClientRects().length && (figure?.contains(part) || part.closest("#dock")));
  return seen ?? figure?.querySelector(".dl-panels") ?? null;
}

/** Light the part that is meant now, and nothing else. */
async function light() {
  const now = isOpen() ? step() : undefined;
  const part = now && now.at === here.section ? await partOf(now) : null;
  if (now !== (isOpen() ? step() : undefined)) return; // it has changed meanwhile
  for (const lit of document.querySelectorAll(".dl-meant")) if (lit !== part) lit.classList.remove("dl-meant");
  part?.classList.add("dl-meant");
}

/** Numbers of the steps: which are done, and which one is to be done. @param {Trail} whole @param {Step | undefined} now */
const numbers = (whole, now) =>
  h("ol", {}, ...whole.steps.map((one, i) => {
    const done = progress.done.includes(one.id);
    const name = `${i + 1}${done ? ", done" : ""}`;
    const look = { className: done ? "dl-done" : "", "aria-current": one === now ? "step" : null, "aria-label": name };
    return h("li", look, done ? "✓" : String(i + 1));
  }));

/** What is to be done now. @param {Step} now */
function doing(now) {
  return [
    ...(ticked ? [h("p", { className: "dl-ticked" }, "✓ ", ticked.do)] : []),
    h("p", { className: "dl-do" }, now.do),
    h("div", { className: "dl-buttons" },
      button("Show me", () => void visit(now.at, now.figure)),
      button("Leave it out", () => {
        left.add(now.id);
        ticked = null;
        paint();
      })),
  ];
}

/** What was seen, and the question at the end. @param {Trail} whole */
function ending(whole) {
  const order = chapters.flatMap(({ sections }) => sections);
  const after = progress.tour ? null : order[order.findIndex(({ name }) => name === here.section) + 1];
  return [
    h("p", {}, h("b", {}, "What did you just see? "), whole.saw),
    h("p", { className: "dl-do" }, whole.question),
    h("details", {}, h("summary", {}, "Show the answer"), h("p", {}, whole.answer)),
    ...(after ? [h("p", {}, t("Next: "), h("a", { href: `?at=${after.name}` }, numbered(after)))] : []),
  ];
}

/** Under all: another path, and a clean slate. */
function foot() {
  const others = progress.tour
    ? [button("This section's steps", () => void toggle(true, null))]
    : Object.values(known.tours).map(({ name, title }) => button(title, () => void toggle(true, name)));
  const clear = button("Clear my progress", () => {
    Object.assign(progress, { done: [], tour: null });
    left.clear();
    ticked = null;
    save();
    paint();
    heading.focus({ preventScroll: true });
  });
  return h("div", { className: "dl-foot" }, ...others, clear);
}

function paint() {
  const whole = trail();
  if (!isOpen() || !whole) return void light();
  const now = step();
  const at = find(here.section)?.section;
  const shows = JSON.stringify([whole, here.section, progress, [...left], ticked]);
  if (shows === painted) return void light(); // what has the focus keeps it, and an open answer stays open
  painted = shows;
  const within = body.contains(document.activeElement);
  heading.replaceChildren(whole.title || t(`Try it: ${at.title}`));
  whole.steps.forEach(hear);
  body.replaceChildren(numbers(whole, now), ...(now ? doing(now) : ending(whole)), foot());
  if (within) heading.focus({ preventScroll: true });
  light();
}

/** Follow the page from now on. */
function start() {
  document.addEventListener("dl:place", () => {
    if (!progress.tour) ticked = null;
    paint();
  });
  document.addEventListener("dl:ready", () => light());
  document.addEventListener("dl:dock", () => {
    keepAbove(card, heightNow());
    light();
  });
  document.addEventListener("toggle", unfolded, true);
  for (const room of [BELOW, LOW]) room.addEventListener("change", measure);
}

/** Show the card as it was left, or where nobody has decided yet. */
export const offer = () => show(true, undefined, false);

if (page && document.getElementById("dl-bar")) start();
