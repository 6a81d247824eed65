// Native controls bound to a section's values; each with a name, a tooltip and its own error line.

import { check, plain, readable } from "./check.js";
import { ARROWS, h, setText } from "./dom.js";
import { decimal, typed } from "./language.js";

/**
 * @typedef {import("./section.js").Section} Section
 * @typedef {{native: HTMLElement, show: (value: any) => void, extra?: HTMLElement[]}} Made the native
 *   element, what stands beside it, and what shows a value in both
 * @typedef {(section: Section, spec: Kit.Control, id: string) => Made} Maker
 */

const READ_MS = 250; // nobody reads, or hears, sixty sentences per second
const UNLABELLED = ["run", "player", "draw", "dots", "download", "keep", "sketch"]; // buttons that say what they do

/** The help sentence of a control, and the "?" that opens it: a press elsewhere and Escape close it. */
function explained(spec, id) {
  const help = h("span", { className: "dl-told", id: `${id}-help`, popover: "auto" }, spec.help);
  const name = `What is ${spec.label}?`;
  const ask = h("button", { type: "button", className: "dl-ask", "aria-label": name, title: spec.help, popovertarget: help.id }, "?");
  help.addEventListener("toggle", () => {
    const { left, top, bottom } = ask.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = help;
    help.style.left = `${Math.max(8, Math.min(left - 12, innerWidth - width - 8))}px`;
    help.style.top = `${bottom + 6 + height > innerHeight ? top - 6 - height : bottom + 6}px`;
  });
  return { help, ask };
}

/**
 * The control, its label, its help and its error line in one element.
 * @param {Section} section @param {Kit.Control} spec @param {string} id of the native element
 * @param {Maker} make the control's maker: one of `CONTROLS`, or one that was fetched
 */
export function control(section, spec, id, make) {
  const { help, ask } = explained(spec, id);
  const error = h("span", { className: "dl-fault", id: `${id}-fault`, role: "alert" });
  const { native, show, extra = [] } = make(section, spec, id);
  native.setAttribute("aria-describedby", `${help.id} ${error.id}`);
  const label = UNLABELLED.includes(spec.type)
    ? []
    : [h("span", { className: "dl-labelled" }, h("label", { htmlFor: native.id, className: "dl-label" }, spec.label), ask)];
  const box = h(
    "div",
    { className: `dl-control dl-${spec.type}`, title: spec.help },
    ...label,
    h("span", { className: "dl-native" }, native, ...extra, ...(label.length ? [] : [ask])),
    help,
    error,
  );
  const update = () => {
    show(section.values[spec.key]);
    const sentence = section.errors.get(spec.key) ?? "";
    setText(error, sentence);
    native.setAttribute("aria-invalid", String(Boolean(sentence)));
    box.hidden = !applies(spec, section.values);
  };
  section.on([spec.key, "!errors", spec.maximum_key, spec.when?.[0]].filter(Boolean), update);
  update();
  return box;
}

/** Whether a control is shown at these values. @param {Kit.Control} spec @param {Record<string, any>} values */
export const applies = ({ when }, values) => !when || [when[1]].flat().includes(values[when[0]]);

/** Set what a hand entered, or say beside the control why it is not allowed. */
export function enter(section, spec, raw) {
  const result = check(spec, raw, section.values);
  if ("error" in result) return section.fail(spec.key, `${result.error}.`);
  section.fail(spec.key, "");
  section.set(spec.key, result.value);
}

/**
 * The progress of a run in words; while it goes on, each sentence stands long enough to be read.
 * @param {Section} section @param {(name: string) => string} own the section's key of a value of the run
 */
export function progressLine(section, own) {
  const root = h("span", { className: "dl-progress", role: "status" });
  let written = 0;
  let timer = 0;
  const write = () => {
    clearTimeout(timer); // a frame may have come just before it
    timer = 0;
    written = performance.now();
    setText(root, section.values[own("progress")] ?? "");
  };
  const show = () => {
    const wait = section.values[own("state")] === "running" ? written + READ_MS - performance.now() : 0;
    if (wait <= 0) write();
    else timer ||= setTimeout(write, wait);
  };
  return { root, show };
}

/** Makers of the controls that most figures have; `load.js` fetches the others. @type {Record<string, Maker>} */
export const CONTROLS = {
  select(section, spec, id) {
    const groups = new Map();
    for (const [value, text, group] of spec.choices) {
      const option = h("option", { value }, text);
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(option);
    }
    const native = h("select", { id, onchange: () => enter(section, spec, native.value) });
    for (const [group, options] of groups) {
      if (group) native.append(h("optgroup", { label: group }, ...options));
      else native.append(...options);
    }
    return { native, show: (value) => (native.value = value) };
  },

  number(section, spec, id) {
    let typing = false; // while a number is half typed, no other change writes over it
    const take = (value) => {
      typing = false;
      enter(section, spec, value);
    };
    const native = h("input", {
      id,
      type: "text",
      inputMode: spec.whole ? "numeric" : "decimal",
      autocomplete: "off",
      spellcheck: false,
      placeholder: spec.optional ?? "",
      oninput: () => (typing = true),
      onblur: () => (typing = false),
      onchange: () => take(native.value),
      onkeydown: (event) => {
        const [, up] = ARROWS[event.key] ?? [0, 0];
        if (!up) return;
        event.preventDefault();
        const next = Number(typed(native.value) || spec.value || 0) + up * spec.step;
        take(Number(next.toPrecision(12)));
      },
    });
    const extra = spec.dice
      ? [
          h("button", {
            type: "button",
            className: "dl-dice",
            textContent: "New",
            title: `Another ${spec.label}`,
            "aria-label": `Another ${spec.label}`,
            onclick: () => section.set(spec.key, (section.values[spec.key] + 1) % (spec.maximum + 1)),
          }),
        ]
      : [];
    return {
      native,
      extra,
      // a wrong entry stays, to be corrected, as long as its error
      show: (value) => {
        if (!typing && !section.errors.has(spec.key)) native.value = value === null ? "" : decimal(plain(value));
      },
    };
  },

  range(section, spec, id) {
    const native = h("input", {
      id,
      type: "range",
      min: spec.minimum,
      max: spec.maximum,
      step: spec.step,
      oninput: () => enter(section, spec, native.value),
    });
    const read = h("output", { htmlFor: id });
    return {
      native,
      extra: [read],
      show: (value) => {
        native.value = value;
        read.textContent = readable(value);
      },
    };
  },

  switch(section, spec, id) {
    const native = h("input", {
      id,
      type: "checkbox",
      role: "switch",
      onchange: () => section.set(spec.key, native.checked),
    });
    return { native, show: (value) => (native.checked = value) };
  },

  text(section, spec, id) {
    const native = h("input", {
      id,
      type: "text",
      spellcheck: false,
      autocomplete: "off",
      oninput: () => section.set(spec.key, native.value),
    });
    return {
      native,
      show: (value) => {
        if (native.value !== value) native.value = value;
      },
    };
  },

  /** A file of the visitor's own: its content becomes the value, and the value of `sets[0]` is set with it. */
  upload(section, spec, id) {
    const native = h("input", {
      id,
      type: "file",
      accept: spec.accept,
      onchange: () => {
        const file = native.files[0];
        native.value = ""; // so that the same file can be chosen again
        if (file) takeFile(section, spec, file);
      },
    });
    return { native, show: () => {} };
  },

  /** Start and stop of a stream, with its progress in words. */
  run(section, spec, id) {
    const native = h(
      "button",
      { id, type: "button", className: "dl-primary", onclick: () => section.streams.get(spec.stream).start() },
      spec.label,
    );
    const stop = h(
      "button",
      { id: id.replace(/[^-]+$/, "stop"), type: "button", onclick: () => section.streams.get(spec.stream).stop() },
      "Stop",
    );
    const own = section.streams.get(spec.stream)?.own ?? ((name) => name);
    const progress = progressLine(section, own);
    const show = () => {
      stop.disabled = section.values[own("state")] !== "running";
      progress.show();
    };
    section.on([own("state"), own("progress")], show);
    return { native, extra: [stop, progress.root], show };
  },
};

/** Set the content of a file, or say why it is not allowed. @param {File} file */
async function takeFile(section, spec, file) {
  if (file.size > spec.limit) {
    const size = `${(file.size / 1e6).toFixed(1)} MB`;
    return section.fail(spec.key, `“${file.name}” has ${size}; allowed are at most ${spec.limit / 1e6} MB.`);
  }
  if (file.size === 0) return section.fail(spec.key, `“${file.name}” is empty.`);
  let content;
  try {
    content = await base64(file);
  } catch (problem) {
    return section.fail(spec.key, `“${file.name}” could not be read: ${problem.message}`);
  }
  section.set(spec.key, content);
  section.set(spec.sets[0], spec.sets[1]);
}

/** @param {Blob} file */
async function base64(file) {
  /** @type {string} */
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(",") + 1);
}

/** Controls in their order, those of a group in a row of its own. @param {{box: HTMLElement, group?: string | null}[]} placed */
export function grouped(placed) {
  const rows = [];
  let last = null;
  let row = null;
  for (const { box, group } of placed) {
    if (group && group !== last) {
      row = h("div", { className: "dl-grouped" });
      rows.push(h("div", { className: "dl-group", role: "group", "aria-label": group }, h("b", {}, group), row));
    }
    if (group) row.append(box);
    else rows.push(box);
    last = group;
  }
  return rows;
}
