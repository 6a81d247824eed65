// The page's keys: one list, so that no two parts take the same one, and "?" shows them all.

import { h } from "./dom.js";

/** @typedef {{keys: string[], words: string, run: (event: KeyboardEvent) => boolean | void}} Bound */

/** In the order in which they were bound. @type {Bound[]} */
const bound = [];
const NAMES = { PageDown: "Page Down", PageUp: "Page Up", ArrowLeft: "←", ArrowRight: "→" };

/** Whether a key writes text where it is pressed, or chooses by its first letter. @param {EventTarget | null} target */
export function typing(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "radio", "button", "file"].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/**
 * Call `run` when a key is pressed anywhere but while typing. Where `run` returns false the key does what
 * it does without us. A key that a control has used already is not ours.
 * @param {string | string[]} key as `KeyboardEvent.key` names it; several do the same
 * @param {string} words what it does, for the list of keys
 * @param {(event: KeyboardEvent) => boolean | void} run
 */
export function bind(key, words, run) {
  const keys = [key].flat();
  const twice = bound.find((other) => other.keys.some((one) => keys.includes(one)));
  if (twice) throw new Error(`the key ${keys} is taken: ${twice.words}`);
  bound.push({ keys, words, run });
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const found = bound.find(({ keys }) => keys.includes(event.key));
  if (found && found.run(event) !== false) event.preventDefault();
}

/** Show all keys. They stand in the full screen's element, where one is: nothing else is seen then. */
export function showKeys() {
  const rows = bound.flatMap(({ keys, words }) => [
    h("dt", {}, ...keys.flatMap((key, i) => [...(i ? [" "] : []), h("kbd", {}, NAMES[key] ?? key)])),
    h("dd", {}, words),
  ]);
  const close = h("button", { type: "button", className: "dl-primary", onclick: () => dialog.close() }, "Close");
  const dialog = h("dialog", { className: "dl-dialog dl-keys", "aria-label": "Keys" }, h("h2", {}, "Keys"), h("dl", {}, ...rows), close);
  dialog.addEventListener("close", () => dialog.remove());
  (document.fullscreenElement ?? document.body).append(dialog);
  dialog.showModal();
}

globalThis.document?.addEventListener("keydown", pressed);
bind("?", "show these keys", showKeys);
