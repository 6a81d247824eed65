// Two controls: a pair of numbers in one box, and a slider that stops at given values only.

import { readable } from "./check.js";
import { enter } from "./controls.js";
import { h } from "./dom.js";

/** @type {import("./controls.js").Maker} of `kit.controls.Pair` */
export function pair(section, spec, id) {
  const native = h("input", {
    id,
    type: "text",
    autocomplete: "off",
    onchange: () => enter(section, spec, native.value),
  });
  native.spellcheck = false;
  return {
    native,
    show: (value) => {
      if (!section.errors.has(spec.key)) native.value = String(value).replace(",", ", ");
    },
  };
}

/** @type {import("./controls.js").Maker} of `kit.controls.Stops` */
export function stops(section, spec, id) {
  const native = h("input", {
    id,
    type: "range",
    min: 0,
    max: spec.stops.length - 1,
    step: 1,
    oninput: () => enter(section, spec, spec.stops[native.value]),
  });
  const read = h("output", { htmlFor: id });
  return {
    native,
    extra: [read],
    show: (value) => {
      native.value = String(spec.stops.indexOf(value));
      read.textContent = readable(value);
      native.setAttribute("aria-valuetext", read.textContent);
    },
  };
}
