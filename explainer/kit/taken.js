// A talk as a file: its stops below one another, each figure alive without a server; on paper a stop a page.
// `take_away.py` writes the file, and every answer that its figures show.

import { mount } from "./figure.js";
import { t } from "./language.js";
import { section } from "./section.js";
import { lead } from "./stage.js";
import { typesetter } from "./words.js";

const NEAR = "900px 0px"; // to the screen: figures are made on the way there
const PAGE_PX = 680; // the height of a page within its margins
const SETTLED_MS = 120;
const [LEAST, STEP] = [0.3, 0.05]; // zoom of a figure on paper
const ROUNDS = 8; // in which all stops are looked at once more
const LATE_MS = 5000; // for one figure to be painted
const NOTHING_HERE = ["l", "o", "/"]; // keys of the page on its server

/** What a script element of the file holds. @param {Element} element */
const read = (element) => JSON.parse(element.textContent);

/** @type {WeakMap<Element, Promise<any>>} */
const mounted = new WeakMap();

/** Make the figure of a stop, once. @param {Element} stop */
function make(stop) {
  if (!mounted.has(stop)) mounted.set(stop, build(stop));
  return mounted.get(stop);
}

/** @param {Element} stop */
async function build(stop) {
  const data = stop.querySelector(".dl-taken-data");
  if (!data) return null; // its figure needs the server
  const { spec, values } = read(data);
  for (const source of spec.sources) {
    const answer = read(document.getElementById(source.initial));
    source.initial = answer.error ? null : answer;
  }
  await typesetter();
  Object.assign(section(spec.section).values, values);
  return mount(stop.querySelector(".dl-host"), spec, null);
}

/** All stops. @returns {HTMLElement[]} */
const all = () => [...document.querySelectorAll(".dl-taken-stop")].map((stop) => /** @type {HTMLElement} */ (stop));

/** Of the stop that is read, from 0. */
function at() {
  const tops = all().map((stop) => stop.getBoundingClientRect().top);
  return Math.max(0, tops.filter((top) => top < innerHeight / 2).length - 1);
}

function step(by) {
  const stop = all()[at() + by];
  stop?.scrollIntoView({ behavior: "instant" });
  stop?.querySelector("h2").focus({ preventScroll: true });
}

function tell() {
  const text = `${at() + 1} / ${all().length}`;
  const place = document.getElementById("taken-stop");
  if (place.textContent !== text) place.textContent = text;
}

/** Once the figure of a stop is painted, which it is on the screen alone. @param {HTMLElement} stop */
async function painted(stop) {
  stop.scrollIntoView({ behavior: "instant" });
  const figure = await make(stop);
  if (!figure) return;
  const { root } = figure;
  const late = performance.now() + LATE_MS;
  do await new Promise((resolve) => setTimeout(resolve, 60));
  while (root.dataset.ready !== "true" && performance.now() < late);
}

/** Whether a stop has room on a page. @param {HTMLElement} stop */
const fits = (stop) => stop.getBoundingClientRect().height <= PAGE_PX;

/** Make a figure as large as a page has room: what is smaller may find room side by side. @param {HTMLElement} stop */
async function shrink(stop) {
  const host = /** @type {HTMLElement} */ (stop.querySelector(".dl-host"));
  let zoom = Number(host.style.zoom || 1);
  const smaller = () => (host.style.zoom = String((zoom -= STEP)));
  do {
    while (!fits(stop) && zoom > LEAST) smaller();
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS)); // plots follow their boxes, and may need more
  } while (!fits(stop) && zoom > LEAST);
}

let going = false;

/** Lay every stop out for paper; the button stops it. @param {HTMLButtonElement} button */
async function layOut(button) {
  if (going) return (going = false);
  const words = button.textContent;
  const stops = all();
  going = true;
  document.body.classList.add("dl-paper");
  for (const [i, stop] of stops.entries()) {
    if (!going) break;
    button.textContent = t(`Stop (${i + 1} / ${stops.length})`);
    await painted(stop);
    await shrink(stop);
  }
  // some grow once they are out of sight, on a busy machine later than they were looked at
  for (let i = 0, low; going && i < ROUNDS && (i < 2 || low.length); i++) {
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    low = stops.filter((stop) => !fits(stop));
    for (const stop of low) if (going) await shrink(stop);
  }
  button.textContent = words;
  const back = () => {
    document.body.classList.remove("dl-paper");
    for (const host of document.querySelectorAll(".dl-host")) /** @type {HTMLElement} */ (host).style.zoom = "";
  };
  if (going) {
    addEventListener("afterprint", back, { once: true });
    window.print();
  } else back();
  going = false;
}

/** Bring the file to life. */
export function openTaken() {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) make(target).catch(console.warn);
    },
    { rootMargin: NEAR },
  );
  for (const stop of all()) near.observe(stop);
  lead(step);
  const others = (event) => NOTHING_HERE.includes(event.key) && !(event.target instanceof HTMLInputElement) && event.stopImmediatePropagation();
  addEventListener("keydown", others, { capture: true });
  addEventListener("scroll", tell, { passive: true });
  tell();
  /** @type {[string, (event: Event) => void][]} */
  const buttons = [
    ["taken-previous", () => step(-1)],
    ["taken-next", () => step(1)],
    ["taken-print", ({ currentTarget }) => layOut(/** @type {HTMLButtonElement} */ (currentTarget))],
  ];
  for (const [id, run] of buttons) document.getElementById(id).onclick = run;
  document.body.dataset.ready = "true";
}
