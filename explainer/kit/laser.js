// The lecturer's pointer, seen from the last row: a large dot with a short trail, where one figure fills the window.

import { h } from "./dom.js";
import { bind } from "./keys.js";
import { isStaged } from "./stage.js";

const TRAIL = 8; // smaller dots, each a step behind the one before
const FOLLOWS = 0.55; // of its way to the one before it goes in a frame
const STILL_PX = 0.5;

/** @type {HTMLElement | null} */
let layer = null;
/** Where each dot is, the first at the pointer. @type {number[][]} */
let places = [];
let frame = 0;

/** Move each dot towards the one before it; they rest once all have come. */
function move() {
  frame = 0;
  if (!layer) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let moving = false;
  places.forEach((place, i) => {
    const before = places[i - 1];
    if (before) {
      const share = calm ? 1 : FOLLOWS;
      const step = [0, 1].map((k) => share * (before[k] - place[k]));
      place[0] += step[0];
      place[1] += step[1];
      moving ||= Math.hypot(...step) > STILL_PX;
    }
    const dot = /** @type {HTMLElement} */ (layer.children[places.length - 1 - i]);
    dot.style.transform = `translate(${place[0]}px, ${place[1]}px) scale(${1 - i / (places.length + 2)})`;
  });
  if (moving) frame = requestAnimationFrame(move);
}

/** @param {PointerEvent} event */
function point({ clientX, clientY }) {
  if (places.length) places[0] = [clientX, clientY];
  else places = Array.from({ length: TRAIL }, () => [clientX, clientY]);
  layer.hidden = false;
  frame ||= requestAnimationFrame(move);
}

/** On the full screen nothing else is seen than its element. */
const host = () => document.fullscreenElement ?? document.body;
const follow = () => (isStaged() ? host().append(layer) : put(false));

/** Take the dot, or put it away. */
function put(on) {
  if (on === Boolean(layer)) return;
  const change = on ? document.addEventListener : document.removeEventListener;
  change.call(document, "pointermove", point, { passive: true });
  change.call(document, "fullscreenchange", follow);
  document.documentElement.toggleAttribute("data-laser", on);
  layer?.remove();
  places = [];
  layer = on ? h("div", { className: "dl-laser", "aria-hidden": "true", hidden: true }, ...Array.from({ length: TRAIL }, () => h("i"))) : null;
  if (layer) host().append(layer);
}

/** Let the key take the pointer, and the end of the lecture view put it away. */
export function keepLaser() {
  bind("x", "the pointer a large dot, in the lecture view", () => (isStaged() ? put(!layer) : false));
  new MutationObserver(() => layer && !isStaged() && put(false)).observe(document.documentElement, { attributeFilter: ["data-view"] });
}
