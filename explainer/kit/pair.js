// Two controls: a pair of numbers in one box, and a slider that stops at given values only.

import { check, told } from "./check.js";

const says = (section, spec, result) =>
  "error" in result ? section.fail(spec.key, `${result.error}.`) : (section.fail(spec.key, ""), section.set(spec.key, result.value));

/** @param {import("./section.js").Section} section @param {any} spec of `kit.controls.Pair` */
export function pair(section, spec, id) {
  const native = document.createElement("input");
  Object.assign(native, { id, type: "text", autocomplete: "off", spellcheck: false });
  native.addEventListener("change", () => says(section, spec, check(spec, native.value, section.values)));
  return {
    native,
    show: (value) => {
      if (!section.errors.has(spec.key)) native.value = String(value).replace(",", ", ");
    },
  };
}

/** @param {import("./section.js").Section} section @param {any} spec of `kit.controls.Stops` */
export function stops(section, spec, id) {
  const native = document.createElement("input");
  Object.assign(native, { id, type: "range", min: 0, max: spec.stops.length - 1, step: 1 });
  const read = document.createElement("output");
  read.htmlFor = id;
  native.addEventListener("input", () => says(section, spec, { value: spec.stops[native.value] }));
  return {
    native,
    extra: [read],
    show: (value) => {
      native.value = spec.stops.indexOf(value);
      read.textContent = told(value);
      native.setAttribute("aria-valuetext", read.textContent);
    },
  };
}
