// A text with a family picker and a slider for each number in it; handles set the same numbers.
//
// The page knows no grammar: Python says at which places of the text the numbers stand.

import { told } from "./check.js";
import { h } from "./controls.js";

/** @typedef {{label: string, start: number, end: number, value: number, minimum: number, maximum: number,
 *   step: number, role: string, group: string}} Slot */

/** A number as it is written into the text. */
const written = (value) => String(Number(value.toPrecision(12)));

/**
 * The text and its slots with slot `i` set to `value`; others of its group keep the sum.
 * @param {string} text @param {Slot[]} slots @param {number} i @param {number} value
 */
export function rewritten(text, slots, i, value) {
  const values = slots.map((slot) => slot.value);
  const others = slots.flatMap((slot, k) => (k !== i && slot.group && slot.group === slots[i].group ? [k] : []));
  const rest = others.reduce((sum, k) => sum + values[k], 0);
  for (const k of others) values[k] = (1 - value) * (rest > 0 ? values[k] / rest : 1 / others.length);
  values[i] = value;
  let out = "";
  let from = 0;
  const moved = slots.map((slot, k) => {
    const same = values[k] === slot.value;
    out += text.slice(from, slot.start);
    const start = out.length;
    out += same ? text.slice(slot.start, slot.end) : written(values[k]);
    from = slot.end;
    return { ...slot, start, end: out.length, value: values[k] };
  });
  return { text: out + text.slice(from), slots: moved };
}

/** A family's template with the numbers of the text before, where they have the same role. */
export function filled(template, slots) {
  return template.replace(/\{(\w+):([^}]*)\}/g, (_, role, other) => {
    const slot = slots.find((one) => one.role === role);
    return slot ? written(slot.value) : other;
  });
}

/** @param {import("./section.js").Section} section @param {any} spec of `kit.Compose` */
export function compose(section, spec, id) {
  /** @type {{text: string, slots: Slot[]}} the last text whose numbers are known */
  let known = { text: "", slots: [] };
  const dig = (path) => {
    const [name, ...rest] = path.split(".");
    return rest.reduce((value, key) => value?.[key], section.sources.get(name)?.value);
  };

  const move = (i, value) => {
    known = rewritten(known.text, known.slots, i, value);
    share();
    section.fail(spec.key, "");
    section.set(spec.key, known.text);
  };

  // what handles hang on: a value for each role, which sets its number at once
  for (const role of spec.roles) {
    const key = `${spec.key}_${role}`;
    section.values[key] = null;
    section.controls.set(key, {
      key,
      linked: false,
      follow(value) {
        const i = known.slots.findIndex((slot) => slot.role === role);
        if (i >= 0 && value !== known.slots[i].value) move(i, value);
      },
    });
  }
  function share() {
    for (const role of spec.roles) {
      const key = `${spec.key}_${role}`;
      const slot = known.slots.find((one) => one.role === role);
      const { minimum, maximum, step } = slot ?? {};
      Object.assign(section.controls.get(key), { minimum, maximum, step });
      const value = slot ? slot.value : null;
      if (section.values[key] === value) continue;
      section.values[key] = value;
      section.touch(key);
    }
    show(section.values[spec.key]);
  }

  const native = h("input", {
    id,
    type: "text",
    spellcheck: false,
    autocomplete: "off",
    oninput: () => section.set(spec.key, native.value),
  });
  const family = h(
    "select",
    {
      id: `${id}-family`,
      "aria-label": `Family of ${spec.label}`,
      onchange: () => {
        const [, , template] = spec.families.find(([name]) => name === family.value);
        section.fail(spec.key, "");
        section.set(spec.key, filled(template, known.slots));
      },
    },
    h("option", { value: "", disabled: true }, "own text"),
    ...spec.families.map(([name, text]) => h("option", { value: name }, text)),
  );
  const sliders = h("span", { className: "dl-slots" });
  const take = h("button", {
    type: "button",
    className: "dl-offer",
    textContent: "Use",
    hidden: true,
    onclick: () => section.set(spec.key, section.offers.get(spec.key)),
  });
  /** What would be allowed in the place of what was refused, at a press. */
  const offered = () => {
    const offer = section.offers.get(spec.key);
    take.hidden = offer === undefined;
    if (take.hidden) return;
    take.textContent = `Use ${offer.length > 60 ? `${offer.slice(0, 60)}…` : offer}`;
    take.title = `Write ${spec.label} as it was meant`;
  };
  /** @type {{label: HTMLElement, input: HTMLInputElement, read: HTMLElement, box: HTMLElement}[]} */
  const rows = [];
  function rowAt(i) {
    if (rows[i]) return rows[i];
    const input = h("input", {
      id: `${id}-slot-${i}`,
      type: "range",
      oninput: () => move(i, Number(input.value)),
    });
    const label = h("label", { htmlFor: input.id });
    const read = h("output", { htmlFor: input.id });
    const box = h("span", { className: "dl-slot" }, label, input, read);
    rows[i] = { label, input, read, box };
    sliders.append(box);
    return rows[i];
  }

  function show(value) {
    if (native.value !== value) native.value = value;
    const name = value.includes("+") ? "mixture" : (/^\s*(\w+)\s*\(/.exec(value)?.[1] ?? "");
    family.value = spec.families.some(([one]) => one === name) ? name : "";
    known.slots.forEach((slot, i) => {
      const { label, input, read, box } = rowAt(i);
      box.hidden = false;
      if (label.textContent !== slot.label) {
        label.textContent = slot.label;
        box.title = `${slot.label} of ${spec.label}`;
      }
      for (const [name, limit] of [["min", slot.minimum], ["max", slot.maximum], ["step", slot.step]]) {
        if (input[name] !== String(limit)) input[name] = limit; // a written limit lays the slider out anew
      }
      input.value = String(slot.value);
      read.textContent = told(slot.value);
    });
    rows.slice(known.slots.length).forEach(({ box }) => (box.hidden = true));
  }

  section.on(["!errors", spec.key], offered);
  section.on([`@${spec.slots.split(".")[0]}`], () => {
    const text = dig(spec.text);
    if (text !== section.values[spec.key] || text === undefined) return;
    known = { text, slots: dig(spec.slots) };
    share();
  });
  return { native, show, extra: [family, sliders, take] };
}
