// Settings worth trying, each with what it teaches; the preset that stands is named, whoever set it.

import { h } from "./dom.js";
import { settingsOf } from "./section.js";
import { setWords } from "./words.js";

/** @type {import("./controls.js").Maker} of `kit.Presets` */
export function presets(section, spec, id) {
  const moral = h("span", { className: "dl-moral", role: "status" });
  const native = h(
    "select",
    {
      id,
      onchange: () => {
        const [, , settings] = spec.choices[Number(native.value)];
        for (const [key, value] of Object.entries(settings)) {
          section.fail(key, "");
          section.set(key, value);
        }
      },
    },
    h("option", { value: "", disabled: true }, "choose …"),
  );
  const groups = new Map();
  spec.choices.forEach(([name, group], i) => {
    if (!groups.has(group)) groups.set(group, h("optgroup", { label: group }));
    groups.get(group).append(h("option", { value: String(i) }, name));
  });
  native.append(...groups.values());
  if (spec.linked) fromLink(section, spec);
  const show = () => {
    const stands = ([, , settings]) =>
      Object.entries(settings).every(
        ([key, value]) => (spec.linked && key === spec.key) || section.values[key] === value,
      );
    const at = spec.choices.findIndex(stands);
    native.value = at < 0 ? "" : String(at);
    setWords(moral, at < 0 ? "" : spec.choices[at][3]);
    if (spec.linked) section.set(spec.key, at < 0 ? "" : spec.choices[at][2][spec.key]);
  };
  section.on(new Set(spec.choices.flatMap(([, , settings]) => Object.keys(settings))), show);
  return { native, show, extra: [moral] };
}

/** A link that names a preset sets its values, except for those that it names itself. */
function fromLink(section, spec) {
  const { values, defaults } = section;
  if (values[spec.key] === spec.value) return;
  for (const [key, value] of Object.entries(settingsOf(spec, values[spec.key]))) {
    if (values[key] === defaults[key]) section.set(key, value);
  }
}
