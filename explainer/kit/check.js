// What a control allows, checked in the page against the limits that Python declared.

import { decimal, typed } from "./language.js";
import { lettersOf } from "./tex.js";

/** @typedef {{value: any} | {error: string}} Verdict */

/**
 * Whether a control allows a value: the value as the section keeps it, or a sentence that says what is allowed.
 * @param {Kit.Control} control
 * @param {string | number | boolean} raw from a hand or from a link
 * @param {Record<string, any>} values the section's other values (a limit can be one of them)
 * @returns {Verdict}
 */
export function check(control, raw, values) {
  const text = String(raw).trim();
  if (control.type === "switch") {
    if (["true", "false"].includes(text)) return { value: text === "true" };
    return { error: says(control, text, "true or false") };
  }
  if (control.type === "select") {
    const known = control.choices.map(([value]) => value);
    if (known.includes(text)) return { value: text };
    return { error: says(control, text, known.join(", ")) };
  }
  if (control.type === "presets") {
    const known = control.choices.map(([, , settings]) => settings[control.key]);
    if (text === "" || known.includes(text)) return { value: text };
    return { error: says(control, text, known.join(", ")) };
  }
  if (control.type === "pair") return pair(control, text);
  if (control.type === "stops") {
    const value = Number(text);
    if (text && control.stops.includes(value)) return { value };
    return { error: says(control, text, control.stops.join(", ")) };
  }
  if (control.type === "number" || control.type === "range") return number(control, text, values);
  return { value: text };
}

function number(control, text, values) {
  const minimum = control.minimum;
  const maximum = (control.maximum_key ? values[control.maximum_key] : null) ?? control.maximum;
  const kind = control.whole ? "a whole number" : "a number";
  const allowed = `${kind} from ${plain(minimum)} to ${plain(maximum)}`;
  if (text === "" && control.optional) return { value: null };
  if (text === "") return { error: `${lettersOf(control.label)} is empty; allowed is ${allowed}` };
  const value = Number(typed(text));
  const good =
    Number.isFinite(value) &&
    value >= minimum &&
    value <= maximum &&
    (!control.whole || Number.isInteger(value));
  return good ? { value } : { error: says(control, text, allowed) };
}

function pair(control, text) {
  const apart = text.includes(";") ? /[;\s]+/ : /[,\s]+/; // beside a semicolon a comma is a decimal sign
  const parts = text.replace(/[()]/g, "").split(apart).filter(Boolean).map(typed);
  const { minimum, maximum } = control;
  const allowed = `two numbers from ${plain(minimum)} to ${plain(maximum)} with a comma between, such as 0.5, -1.2`;
  const values = parts.map(Number);
  const within = (value) => Number.isFinite(value) && value >= minimum && value <= maximum;
  const good = values.length === 2 && values.every(within);
  const rounded = values.map((value) => Number(value.toFixed(3)));
  return good ? { value: rounded.join(",") } : { error: says(control, text, allowed) };
}

function says(control, text, allowed) {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `${lettersOf(control.label)} is “${short}”; allowed is ${allowed}`;
}

/** A number's text for people to read: with a true minus, and none before a zero. */
export const signed = (text) => decimal(text.replace(/^-(?=[0.]+$)/, "").replace(/^-/, "−"));

/** A number for people to read; a fit leaves more digits than anybody wants. */
export const readable = (value) => signed(plain(Number(Number(value).toPrecision(5))));

/** A number as people write it: 4000, 0.02, 1e-4. */
export function plain(value) {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential().replace("e+", "e");
  return String(value);
}
