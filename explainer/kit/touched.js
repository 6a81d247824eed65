// When a hand was last on the page: what nobody sees yet is made while it rests.

/** Milliseconds without a hand after which the page rests: longer than a talk's values run. */
const REST_MS = 800;
const HANDS = ["pointerdown", "pointermove", "pointerup", "keydown", "wheel", "input"];

let touched = -Infinity;
let held = false;

/** @param {Event} event */
function touch(event) {
  touched = performance.now();
  if (event instanceof PointerEvent) held = event.buttons > 0;
}

for (const kind of globalThis.document ? HANDS : []) document.addEventListener(kind, touch, { capture: true, passive: true });

/** Milliseconds until the page rests, if no hand comes; none if it does. */
export const untilRest = () => Math.max(0, held ? REST_MS : touched + REST_MS - performance.now());
