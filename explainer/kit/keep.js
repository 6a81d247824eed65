// A run that is kept: it stays as the answer to a choice, and is shown where that choice is.

import { h } from "./dom.js";
import { shippable } from "./live.js";

/** @type {import("./controls.js").Maker} of `kit.Keep` */
export function keep(section, spec, id) {
  const [key, value] = spec.sets;
  const native = h("button", { id, type: "button" }, spec.label);
  native.addEventListener("click", () => {
    const film = section.sources.get(spec.film).value;
    if (!film?.values) return;
    const into = section.sources.get(spec.into);
    const times = film.values.map((values) => values[spec.times]);
    const before = section.values[key];
    section.values[key] = value;
    into.remember({ ...shippable({ ...film, times }), values: times.map(() => ({})) }, into.settings());
    section.values[key] = before;
    if (before === value) into.ask();
    else section.set(key, value);
  });
  return { native, show: () => {} };
}
