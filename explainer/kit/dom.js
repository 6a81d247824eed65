// Elements, and what a hand does with them: arrow keys, the position of a pointer, a drag.

import { t } from "./language.js";
import { lettersOf } from "./tex.js";
import { words } from "./words.js";

/** Properties of elements that a visitor reads or hears. */
const SAID = ["textContent", "placeholder", "alt", "label"];

/**
 * A new element. Properties that the element has are set, `on…` become listeners, the rest attributes;
 * undefined, null and false are left out. Its words are put into the page's language, formulas between dollars typeset.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [props]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const said = tag === "option" ? (text) => [lettersOf(text)] : words;
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "title" || key === "aria-label") node.setAttribute(key, lettersOf(t(value)));
    else if (SAID.includes(key)) node[key] = t(value);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && !key.includes("-") && key !== "list") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flatMap((child) => (typeof child === "string" ? said(t(child)) : child)));
  return node;
}

/** The answer to what a figure asks, folded, so that the question comes first. @param {Node} inside */
export const folded = (inside) => h("details", { className: "dl-answer" }, h("summary", {}, "Show the answer"), inside);

/** Write a text in the page's language, and only where it changes: a new text is laid out, and read out, again. */
export function setText(node, text) {
  const said = t(text);
  if (node.textContent !== said) node.textContent = said;
}

/** Write an attribute only where it changes: a new one makes the browser look up the styles again. */
export function setAttribute(node, name, value) {
  const text = name === "aria-label" ? lettersOf(t(String(value))) : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** The direction of each arrow key: right, up. @type {Record<string, [number, number]>} */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** Where a pointer is on an element: shares of its width and height, from the top left corner. */
export function shareOf(event, element) {
  const box = element.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
}

/** The [row, column] under a pointer, on an element that shows a grid. */
export function cellOf(event, element, rows, columns) {
  const [x, y] = shareOf(event, element);
  const cell = (share, count) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  return [cell(y, rows), cell(x, columns)];
}

/**
 * Follow a drag from its press to its release; the pointer stays captured. `press` may return false to
 * leave the press to others. A second finger, a palm and other buttons than the first have no part in it.
 * @param {HTMLElement} element
 * @param {{press: (event: PointerEvent) => boolean | void, move: (event: PointerEvent) => void,
 *   release?: (event: PointerEvent) => void}} hand
 */
export function onDrag(element, { press, move, release }) {
  /** the pointer that drags @type {number | null} */
  let held = null;
  /** its latest event: that of a lost capture tells no place @type {PointerEvent | null} */
  let latest = null;
  element.addEventListener("pointerdown", (event) => {
    const others = held !== null && held !== event.pointerId;
    if (others || event.button > 0 || press(event) === false) return;
    held = event.pointerId;
    latest = event;
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (event.pointerId !== held) return;
    latest = event;
    move(event);
  });
  const end = (event) => {
    if (event.pointerId !== held) return;
    held = null;
    release?.(event);
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
  // where no release comes, as from an element that is hidden
  element.addEventListener("lostpointercapture", (event) => event.pointerId === held && end(latest));
}

/**
 * Call `run` with an element's width whenever that is another one. What is hidden keeps the width that it had.
 * @param {HTMLElement} element @param {(width: number) => void} run
 */
export function onWidth(element, run) {
  let before = 0;
  const observer = new ResizeObserver(() => {
    const { clientWidth: width } = element;
    if (width && width !== before) run((before = width));
  });
  observer.observe(element);
}

const UNSEEN_MS = 100;

/** Once the next frame begins; a page that nobody sees gets none, and goes on without. @returns {Promise<void>} */
export const frame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
    setTimeout(resolve, UNSEEN_MS);
  });
