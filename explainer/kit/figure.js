// The frame of every figure: title, "try this", panels, controls, scrubber, tools, error line.

import { control, h } from "./controls.js";
import { untaken, link, notice, write } from "./links.js";
import { load, parts } from "./parts.js";
import { scrubber } from "./scrubber.js";
import { section as sectionOf } from "./section.js";
import { asker, opener, specs } from "./server.js";

/**
 * @typedef {{root: HTMLElement, keys: string[], paint: () => boolean, refresh?: () => void,
 *   draw?: Function, stop?: () => void}} Panel a drawing: `paint` shows the present values, true if it could
 * @typedef {{section: import("./section.js").Section, panels: Record<string, any>, spec: any,
 *   repaint: (panel: Panel) => void}} Context
 */

/** The keys that a control sets. */
function touches(one) {
  const sets = typeof one.sets === "string" ? [one.sets] : (one.sets ?? []).slice(0, 1);
  const presets = one.type === "presets" ? one.choices.flatMap(([, , settings]) => Object.keys(settings)) : [];
  return [one.key, ...sets, ...presets];
}

/**
 * Build a figure into `host`, once the parts that it is made of are there.
 * @param {HTMLElement} host
 * @param {any} spec from `kit.Figure`
 * @param {((name: string, values: any) => Promise<any>) | null} ask null on a saved page
 * @param {((name: string, values: any, signal: AbortSignal) => Promise<Response>) | null} open for streams
 */
export async function mount(host, spec, ask, open = null) {
  await load(spec);
  const section = sectionOf(spec.section);
  for (const one of [...spec.controls, ...spec.scrubbers]) section.define(one);
  const sources = spec.sources.map((one) => section.source(one, ask));
  const asks = new Set([...spec.sources, ...spec.streams].flatMap((one) => one.keys));
  for (const one of open ? spec.streams : []) section.streams.set(one.name, parts[one.live ? "live" : "stream"](section, one, open));

  const context = { section, panels: {}, spec, repaint };
  const panels = spec.panels.map((one) => {
    const panel = parts[one.type](context, one);
    panel.root.classList.add("dl-panel");
    if (one.name) context.panels[one.name] = panel;
    return panel;
  });
  const scrubbers = spec.scrubbers.map((one) => scrubber(section, one, one.elem_id ?? `${spec.stem}-${one.key}`));
  const controls = spec.controls
    .filter((one) => ask || !(touches(one).some((key) => asks.has(key)) || ["run", "player"].includes(one.type))) // a saved page can't ask: what needs it is left out
    .map((one) => ({ one, ...control(section, one, one.elem_id ?? `${spec.stem}-${one.key}`) }));

  const error = h("p", { className: "dl-error", role: "alert", hidden: true });
  const group = (more) => controls.filter(({ one }) => one.more === more).map(({ box }) => box);
  const few = group(false);
  const rest = group(true);
  const titleId = `${spec.id}-title`;
  const root = h(
    "figure",
    {
      className: `dl-figure dl-${spec.layout}`,
      "aria-labelledby": titleId,
      "data-section": spec.section,
      "data-ready": "false",
    },
    h("header", { className: "dl-head" }, h("h2", { id: titleId }, spec.title), tools()),
    ...(ask || controls.length || scrubbers.length // a saved page without either has nothing to try
      ? [h("p", { className: "dl-try" }, h("b", {}, "Try this: "), spec.try_this)]
      : []),
    h("div", { className: "dl-panels" }, ...panels.map((panel) => panel.root)),
    ...scrubbers.map((one) => one.root),
    ...(few.length ? [h("div", { className: "dl-controls" }, ...few)] : []),
    ...(rest.length
      ? [h("details", { className: "dl-more" }, h("summary", {}, "More"), h("div", { className: "dl-controls" }, ...rest))]
      : []),
    error,
    ...(spec.caption ? [h("p", { className: "dl-explain" }, spec.caption)] : []),
  );
  host.replaceChildren(root);

  let seen = false;
  const figure = { root, spec, section, panels, sources, code, ready: () => root.dataset.ready === "true" };

  /** An attribute is written only where it changes. */
  function says(name, value) {
    if (root.getAttribute(name) !== String(value)) root.setAttribute(name, String(value));
  }
  function painted() {
    if (!seen) return;
    for (const key of spec.reflects) says(`data-${key.replace(/_/g, "-")}`, section.values[key]);
    for (const panel of panels) if (panel.data) Object.assign(root.dataset, panel.data);
    says("aria-busy", sources.some((one) => one.waits));
    let told = true;
    for (const [name, source, ...path] of spec.reports) {
      const value = path.reduce((part, key) => part?.[key], section.sources.get(source)?.value);
      if (value === undefined) told = false;
      else if (root.dataset[name] !== String(value)) root.dataset[name] = String(value);
    }
    if (root.dataset.ready !== "true" && told && panels.every((panel) => panel.done)) {
      root.dataset.ready = "true";
      root.dispatchEvent(new CustomEvent("dl:ready", { bubbles: true }));
    }
  }
  function paint(panel) {
    if (!seen) return void (panel.stale = true);
    panel.stale = false;
    panel.done = panel.paint() || panel.done;
  }
  function repaint(panel) {
    paint(panel);
    painted();
  }
  const offs = [
    ...panels.map((panel) => section.on(panel.keys, () => repaint(panel))),
    ...scrubbers.map((one) => section.on(one.keys, () => seen && one.show())),
    section.on([...spec.reflects, ...sources.flatMap(({ name }) => [`@${name}`, `?${name}`])], painted),
    section.on(["!errors"], fault),
  ];
  function fault() {
    const sentence = section.errors.get("") ?? "";
    error.hidden = !sentence;
    if (error.textContent !== sentence) error.textContent = sentence;
  }
  fault();

  // asked for when it is near the screen, painted while it is on it
  const nearby = new IntersectionObserver(
    (entries) => {
      const near = entries[entries.length - 1].isIntersecting;
      for (const source of sources) near ? source.want(root) : source.leave(root);
    },
    { rootMargin: "60px 0px" },
  );
  const onScreen = new IntersectionObserver(
    (entries) => {
      seen = entries[entries.length - 1].isIntersecting;
      if (!seen) return;
      for (const one of scrubbers) one.show();
      for (const panel of panels) if (panel.stale !== false || !panel.done) paint(panel);
      painted();
    },
    { rootMargin: "30px 0px" },
  );
  nearby.observe(root);
  onScreen.observe(root);

  const theme = new MutationObserver(() => panels.forEach((panel) => panel.refresh?.()));
  theme.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  root.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.key !== "f" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    fullscreen();
  });

  function fullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.();
  }

  function tools() {
    const button = (text, name, onclick) =>
      h("button", { type: "button", title: name, "aria-label": name, onclick }, text);
    const save = (kind) => async (event) => {
      const pressed = event.currentTarget;
      const text = pressed.textContent;
      pressed.disabled = true;
      try {
        const saving = await import("./save.js");
        await saving.save(kind, figure, (share) => {
          pressed.textContent = `${Math.round(100 * share)} %`;
        });
      } catch (problem) {
        console.warn(problem);
        section.fail("", `The figure could not be saved: ${problem.message}.`);
      } finally {
        pressed.disabled = false;
        pressed.textContent = text;
      }
    };
    const copy = async (event) => {
      const pressed = event.currentTarget;
      write(section);
      await navigator.clipboard.writeText(location.href);
      pressed.textContent = "Copied";
      setTimeout(() => (pressed.textContent = "Copy link"), 1500);
    };
    const online = ask !== null;
    return h(
      "div",
      { className: "dl-tools", role: "toolbar", "aria-label": `Tools of ${spec.title}` },
      ...(online ? [button("Copy link", "Copy link: a link to this section with its settings", copy)] : []),
      ...((spec.code.length ?? spec.code) ? [button("Code", "Code: show the code that computed this", showCode)] : []),
      button("PNG", "PNG: save as a picture", save("png")),
      ...(spec.scrubbers.length ? [button("GIF", "GIF: save as an animation", save("gif"))] : []),
      ...(online ? [button("Page", "Page: save as a page that works by itself", save("page"))] : []),
      button("Full screen", "Full screen (f)", fullscreen),
    );
  }

  /** On a saved page the code is in the page, here it is asked for. */
  async function code() {
    return Array.isArray(spec.code) ? spec.code : (await ask("@code", {})).code;
  }

  async function showCode() {
    const texts = await code();
    const dialog = h(
      "dialog",
      { className: "dl-dialog dl-code", "aria-label": `Code of ${spec.title}` },
      ...texts.flatMap(({ file, text }) => [
        h("h3", {}, file),
        h("pre", { tabindex: "0" }, h("code", {}, text)),
      ]),
      h("button", { type: "button", className: "dl-primary", onclick: () => dialog.close() }, "Close"),
    );
    dialog.addEventListener("close", () => dialog.remove());
    root.append(dialog);
    dialog.showModal();
  }

  setTimeout(() => {
    if (link.at !== spec.section) return;
    const names = untaken();
    if (names.length) notice(`The link names ${names.join(", ")}, which this section has not.`);
  }, 1000);

  return {
    ...figure,
    stop() {
      nearby.disconnect();
      onScreen.disconnect();
      theme.disconnect();
      for (const source of sources) source.leave(root);
      for (const one of [...scrubbers, ...controls]) one.stop();
      for (const panel of panels) panel.stop?.();
      for (const off of offs) off();
    },
  };
}

/** Figures of a section mount one after the other, and the first one waits for the lessons. */
const order = new Map();
const PATIENCE_MS = 3000; // for a lesson whose typesetter does not come

/** Whether the page has lessons at all: the gallery has none. */
const taught = () => window.gradio_config.components.some(({ props }) => props.elem_classes?.includes("dl-lesson"));

/** Once the lessons round a figure stand: Gradio typesets them late, and would move what is under the hand. */
function typeset(host) {
  const page = host.closest('[role="tabpanel"]') ?? document.body;
  const stand = () => {
    const lessons = [...page.querySelectorAll(".dl-lesson, .dl-slide")];
    return lessons.length > 0 && lessons.every((one) => one.textContent.trim());
  };
  return new Promise((take) => {
    const done = () => {
      watch.disconnect();
      clearTimeout(late);
      take();
    };
    const watch = new MutationObserver(() => stand() && done());
    const late = setTimeout(done, PATIENCE_MS);
    watch.observe(page, { childList: true, characterData: true, subtree: true });
    if (stand()) done();
  });
}

/**
 * What the figures of a section share stands before any of them asks, in the order of the page: Gradio
 * seldom, but sometimes, builds a later figure first.
 */
function prepare(name, known) {
  const section = sectionOf(name);
  for (const { controls, scrubbers } of Object.values(known)) {
    for (const one of [...controls, ...scrubbers]) section.define(one);
  }
  for (const [figure, { sources }] of Object.entries(known)) {
    for (const one of sources) section.source(one, asker(figure));
  }
}

/** What Gradio calls when a `kit.Figure` mounts. */
export function fromGradio(element, { section, figure }) {
  const host = element.querySelector(".dl-host");
  const mounted = Promise.all([specs(section), order.get(section) ?? (taught() && typeset(host))]).then(([known]) => {
    prepare(section, known);
    return mount(host, known[figure], asker(figure), opener(figure));
  });
  const settled = mounted.catch((problem) => {
    console.warn(problem);
    const sentence = "This figure did not arrive: the server does not answer. Reload the page to try again.";
    host.replaceChildren(h("p", { className: "dl-error", role: "alert" }, sentence));
  });
  order.set(section, settled);
}
