// A text with a family picker and a slider for each number in it; handles set the same numbers.
//
// The page knows no grammar: Python says at which positions of the text the numbers stand.

import { readable } from "./check.js";
import { h, setText } from "./dom.js";
import { t } from "./language.js";

/** @typedef {{label: string, start: number, end: number, value: number, minimum: number, maximum: number,
 *   step: number, role: string, group: string}} Slot */

/** A number as it is written into the text. */
const written = (value) => String(Number(value.toPrecision(12)));

/**
 * The text and its slots with slot `i` set to `value`; the others of its group keep the sum at 1.
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
    const slot = slots.find((known) => known.role === role);
    return slot ? written(slot.value) : other;
  });
}

/** The name of a text's family. @param {string} text */
const familyOf = (text) => (text.includes("+") ? "mixture" : (/^\s*(\w+)\s*\(/.exec(text)?.[1] ?? ""));

/** @type {import("./controls.js").Maker} of `kit.Compose` */
export const compose = (section, spec, id) => new Compose(section, spec, id);

class Compose {
  /** @param {import("./section.js").Section} section @param {Kit.Control} spec @param {string} id */
  constructor(section, spec, id) {
    this.section = section;
    this.spec = spec;
    this.id = id;
    /** the last text whose numbers are known @type {{text: string, slots: Slot[]}} */
    this.known = { text: "", slots: [] };
    /** @type {{label: HTMLElement, input: HTMLInputElement, read: HTMLElement, box: HTMLElement}[]} */
    this.rows = [];
    this.native = h("input", {
      id,
      type: "text",
      spellcheck: false,
      autocomplete: "off",
      oninput: () => section.set(spec.key, this.native.value),
    });
    this.family = this.picker();
    this.sliders = h("span", { className: "dl-slots" });
    this.offer = h("button", {
      type: "button",
      className: "dl-offer",
      textContent: "Use",
      hidden: true,
      onclick: () => section.set(spec.key, section.offers.get(spec.key)),
    });
    this.extra = [this.family, this.sliders, this.offer];
    this.defineRoles();
    section.on(["!errors", spec.key], () => this.showOffer());
    section.on([`@${spec.slots.split(".")[0]}`], () => this.learn());
  }

  picker() {
    const { section, spec, id } = this;
    const onchange = () => {
      const [, , template] = spec.families.find(([name]) => name === this.family.value);
      section.fail(spec.key, "");
      section.set(spec.key, filled(template, this.known.slots));
    };
    return h(
      "select",
      { id: `${id}-family`, "aria-label": `Family of ${spec.label}`, onchange },
      h("option", { value: "", disabled: true }, "own text"),
      ...spec.families.map(([name, text]) => h("option", { value: name }, text)),
    );
  }

  /** What handles hang on: for each role a value of the section that sets its number at once. */
  defineRoles() {
    const { section, spec } = this;
    for (const role of spec.roles) {
      const key = `${spec.key}_${role}`;
      section.values[key] = null;
      section.controls.set(key, {
        type: "role",
        key,
        linked: false,
        follow: (value) => {
          const i = this.known.slots.findIndex((slot) => slot.role === role);
          if (i >= 0 && value !== this.known.slots[i].value) this.move(i, value);
        },
      });
    }
  }

  /** Set number `i` of the text. */
  move(i, value) {
    const { section, spec } = this;
    this.known = rewritten(this.known.text, this.known.slots, i, value);
    this.share();
    section.fail(spec.key, "");
    section.set(spec.key, this.known.text);
  }

  /** Python has answered at which positions the numbers of the text stand. */
  learn() {
    const { section, spec } = this;
    const text = section.dig(spec.text);
    if (text !== section.values[spec.key] || text === undefined) return;
    this.known = { text, slots: section.dig(spec.slots) };
    this.share();
  }

  /** Give each role the number of its slot, with its limits. */
  share() {
    const { section, spec } = this;
    for (const role of spec.roles) {
      const key = `${spec.key}_${role}`;
      const slot = this.known.slots.find((known) => known.role === role);
      const { minimum, maximum, step } = slot ?? {};
      Object.assign(section.controls.get(key), { minimum, maximum, step });
      const value = slot ? slot.value : null;
      if (section.values[key] === value) continue;
      section.values[key] = value;
      section.touch(key);
    }
    this.show(section.values[spec.key]);
  }

  /** What would be allowed instead of a refused text, one press away. */
  showOffer() {
    const offer = this.section.offers.get(this.spec.key);
    this.offer.hidden = offer === undefined;
    if (this.offer.hidden) return;
    setText(this.offer, `Use ${offer.length > 60 ? `${offer.slice(0, 60)}…` : offer}`);
    this.offer.title = t(`Write ${this.spec.label} as it was meant`);
  }

  /** The slider of number `i`, made when first needed. */
  row(i) {
    if (this.rows[i]) return this.rows[i];
    const input = h("input", {
      id: `${this.id}-slot-${i}`,
      type: "range",
      oninput: () => this.move(i, Number(input.value)),
    });
    const label = h("label", { htmlFor: input.id });
    const read = h("output", { htmlFor: input.id });
    const box = h("span", { className: "dl-slot" }, label, input, read);
    this.rows[i] = { label, input, read, box };
    this.sliders.append(box);
    return this.rows[i];
  }

  show = (value) => {
    const { spec, known } = this;
    if (this.native.value !== value) this.native.value = value;
    const name = familyOf(value);
    this.family.value = spec.families.some(([family]) => family === name) ? name : "";
    known.slots.forEach((slot, i) => {
      const { label, input, read, box } = this.row(i);
      box.hidden = false;
      if (label.textContent !== slot.label) {
        label.textContent = slot.label;
        box.title = t(`${slot.label} of ${spec.label}`);
      }
      for (const [name, limit] of [["min", slot.minimum], ["max", slot.maximum], ["step", slot.step]]) {
        if (input[name] !== String(limit)) input[name] = String(limit); // a new limit lays the slider out again
      }
      input.value = String(slot.value);
      setText(read, readable(slot.value));
    });
    this.rows.slice(known.slots.length).forEach(({ box }) => (box.hidden = true));
  };
}
