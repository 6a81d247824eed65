// Native controls bound to a section's values; each with a name, a tooltip and its own error line.

import { check, plain, told } from "./check.js";
import { parts } from "./parts.js";

/** @typedef {import("./section.js").Section} Section */

const READ = 250; // ms: nobody reads, or hears, sixty sentences a second

/** @param {string} tag @param {Record<string, any>} [props] @param {(Node | string)[]} children */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && !key.includes("-") && key !== "list") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/**
 * The control, its label, its tooltip and its error line in one element.
 * @param {Section} section @param {any} spec @param {string} id of the native element
 */
export function control(section, spec, id) {
  const help = h("span", { className: "dl-help", id: `${id}-help` }, spec.help);
  const error = h("span", { className: "dl-fault", id: `${id}-fault`, role: "alert" });
  const { native, show, extra } = (MAKERS[spec.type] ?? parts[spec.type])(section, spec, id);
  native.setAttribute("aria-describedby", `${help.id} ${error.id}`);
  const label =
    ["run", "player", "draw", "dots", "sketch"].includes(spec.type)
      ? []
      : [h("label", { htmlFor: native.id, className: "dl-label" }, spec.label)];
  const box = h(
    "div",
    { className: `dl-control dl-${spec.type}`, title: spec.help },
    ...label,
    h("span", { className: "dl-native" }, native, ...(extra ?? [])),
    help,
    error,
  );
  const update = () => {
    show(section.values[spec.key]);
    const sentence = section.errors.get(spec.key) ?? "";
    if (error.textContent !== sentence) error.textContent = sentence;
    native.setAttribute("aria-invalid", String(Boolean(sentence)));
    const hides = spec.when && section.values[spec.when[0]] !== spec.when[1];
    box.hidden = Boolean(hides);
  };
  const stop = section.on([spec.key, "!errors", spec.maximum_key, spec.when?.[0]].filter(Boolean), update);
  update();
  return { box, stop };
}

/** Take what a hand entered, or say beside the control why not. */
export function enter(section, spec, raw) {
  const result = check(spec, raw, section.values);
  if ("error" in result) return section.fail(spec.key, `${result.error}.`);
  section.fail(spec.key, "");
  section.set(spec.key, result.value);
}

/** What a run says of itself; while it goes on, each sentence stands long enough to be read. */
export function saying(section, own) {
  const root = h("span", { className: "dl-progress", role: "status" });
  let told = 0;
  let later = 0;
  const tell = () => {
    clearTimeout(later); // a frame may have come just before it
    later = 0;
    told = performance.now();
    const text = section.values[own("progress")] ?? "";
    if (root.textContent !== text) root.textContent = text;
  };
  const show = () => {
    const wait = section.values[own("state")] === "running" ? told + READ - performance.now() : 0;
    if (wait <= 0) tell();
    else later ||= setTimeout(tell, wait);
  };
  return { root, show };
}

const MAKERS = {
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
    let typing = false; // what is half typed is not written over by what else the page learns
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
        const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (!way) return;
        event.preventDefault();
        const next = Number(native.value || spec.value || 0) + way * spec.step;
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
      // a wrong entry stays to be mended while its error stands
      show: (value) => {
        if (!typing && !section.errors.has(spec.key)) native.value = value === null ? "" : plain(value);
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
        read.textContent = told(value);
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

  /** A file of the visitor's own: its content becomes the value, and `sets` is set beside it. */
  upload(section, spec, id) {
    const native = h("input", {
      id,
      type: "file",
      accept: spec.accept,
      onchange: async () => {
        const file = native.files[0];
        native.value = ""; // so that the same file can be chosen again
        if (!file) return;
        if (file.size > spec.limit) {
          const size = `${(file.size / 1e6).toFixed(1)} MB`;
          return section.fail(
            spec.key,
            `“${file.name}” has ${size}; allowed are at most ${spec.limit / 1e6} MB.`,
          );
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
    const progress = saying(section, own);
    const show = () => {
      stop.disabled = section.values[own("state")] !== "running";
      progress.show();
    };
    section.on([own("state"), own("progress")], show);
    return { native, extra: [stop, progress.root], show };
  },
};

/** @param {Blob} file @returns {Promise<string>} */
async function base64(file) {
  const url = await new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(",") + 1);
}
