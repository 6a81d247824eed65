// The frame of every figure: title, "try this", panels, controls, scrubber, tools, error line.

import { control, CONTROLS, grouped } from "./controls.js";
import { idOf, join, share, shared } from "./dock.js";
import { folded, frame, h, setAttribute, setText } from "./dom.js";
import { lessonsStand, onTheme } from "./gradio.js";
import { checkSettings } from "./links.js";
import { load, makers } from "./load.js";
import { lost } from "./lost.js";
import { openLinked } from "./places.js";
import { Scrubber } from "./scrubber.js";
import { section as sectionOf } from "./section.js";
import { asker, opener, specs } from "./server.js";
import { stand } from "./stage.js";
import { tools } from "./tools.js";

const BUTTONS = ["run", "player", "keep", "download"]; // which a server answers

/** The keys that a control sets. @param {Kit.Control} spec */
function keysSet(spec) {
  const sets = typeof spec.sets === "string" ? [spec.sets] : (spec.sets ?? []).slice(0, 1);
  const presets = spec.type === "presets" ? spec.choices.flatMap(([, , settings]) => Object.keys(settings)) : [];
  return [spec.key, ...sets, ...presets];
}

/** Of a figure's controls or sliders those that can be used: a saved page can't ask, and leaves out what needs Python. */
function usable(spec, ask, kind = "controls") {
  if (ask) return spec[kind];
  const asked = new Set([...spec.sources, ...spec.streams].flatMap(({ keys }) => keys));
  const needsPython = (declared) =>
    BUTTONS.includes(declared.type) || keysSet(declared).some((key) => asked.has(key));
  return spec[kind].filter((declared) => !needsPython(declared));
}

/**
 * What a saved page says of a figure: no hint that asks for a control that it lacks, and of the caption no
 * sentence that names a button that it lacks. `named.py` says which sentence names which.
 * @param {Kit.FigureSpec} spec
 */
function saying(spec) {
  const here = new Set(usable(spec, null).map(({ key }) => key));
  const lacks = (keys) => keys?.some((key) => !here.has(key));
  const sentences = spec.caption.split(/(?<=[.?!]) /).filter((_, i) => !lacks(spec.names.sentences[i]));
  return { try_this: lacks(spec.names.hint) ? "" : spec.try_this, caption: sentences.join(" ") };
}

/** A figure on the page. Its parts are made at once; they are painted while they are on the screen. */
export class Figure {
  /** @param {Kit.FigureSpec} spec @param {Kit.Ask | null} ask @param {Kit.Open | null} open */
  constructor(spec, ask, open) {
    this.spec = spec;
    this.ask = ask;
    const section = (this.section = sectionOf(spec.section));
    for (const declared of [...spec.controls, ...spec.scrubbers]) section.define(declared);
    this.sources = spec.sources.map((source) => section.source(source, ask));
    for (const stream of open ? spec.streams : [])
      section.streams.set(stream.name, makers[stream.live ? "live" : "stream"](section, stream, open));
    this.panels = this.makePanels();
    const own = ({ key }) => !shared(section, key); // the others stand in the dock
    /** those of the figure alone @type {Scrubber[]} */
    this.ownScrubbers = usable(spec, ask, "scrubbers").filter(own).map((declared) => new Scrubber(section, declared, idOf(spec, declared)));
    this.scrubbers = [...spec.scrubbers.flatMap(({ key }) => shared(section, key)?.scrubber ?? []), ...this.ownScrubbers];
    this.controls = usable(spec, ask).filter(own).map((declared) => {
      const make = CONTROLS[declared.type] ?? makers[declared.type];
      return { box: control(section, declared, idOf(spec, declared), make), more: declared.more, group: declared.group, atHand: declared.at_hand };
    });
    this.error = h("p", { className: "dl-error", role: "alert", hidden: true });
    this.title = h("h2", { id: `${spec.id}-title`, tabindex: "-1" }, spec.title); // a link can put the focus there
    this.root = this.makeRoot();
    this.onScreen = false;
    this.kept = false; // whether it filled the window before, and looks as it did then: kept by stage.js, as are
    this.look = ""; // the size of its type when it was laid out, and on the stage the window's,
    this.laid = ""; // and the room that it had
    /** attribute and path of each number that is reported @type {[string, string][]} */
    this.reports = spec.reports.map(([name, ...path]) => [name, path.join(".")]);
  }

  makePanels() {
    const { section, spec } = this;
    /** @type {Kit.Context} */
    const context = { section, panels: {}, spec, repaint: (panel) => this.repaint(panel) };
    return spec.panels.map((declared) => {
      /** @type {Kit.Panel} */
      const panel = makers[declared.type](context, declared);
      panel.root.classList.add("dl-panel");
      if (declared.name) context.panels[declared.name] = panel;
      return panel;
    });
  }

  makeRoot() {
    const { spec, controls, ownScrubbers } = this;
    const docked = [...ownScrubbers.map(({ root }) => root), ...controls.filter(({ atHand }) => atHand).map(({ box }) => box)];
    const { try_this: hint, caption } = this.ask ? spec : saying(spec);
    const tries = hint && (this.ask || controls.length || ownScrubbers.length); // a saved page without either has nothing to try
    return h(
      "figure",
      {
        className: `dl-figure dl-${spec.layout}`,
        "aria-labelledby": this.title.id,
        "data-section": spec.section,
        "data-ready": "false",
      },
      h("header", { className: "dl-head" }, this.title, tools(this)),
      ...(tries ? [h("p", { className: "dl-try" }, h("b", {}, "Try this: "), hint)] : []),
      h("div", { className: "dl-panels" }, ...this.panels.map((panel) => panel.root)),
      ...(docked.length ? [h("div", { className: "dl-dock" }, ...docked)] : []),
      ...this.makeControls(),
      ...this.makeLacks(),
      this.error,
      ...(caption ? [h("p", { className: "dl-explain" }, caption)] : []),
      ...(spec.answer ? [folded(h("p", {}, spec.answer))] : []),
    );
  }

  /** What a saved page has to do without, and where it is to be had. */
  makeLacks() {
    const { spec } = this;
    if (this.ask) return [];
    const here = new Set([...usable(spec, null), ...usable(spec, null, "scrubbers")]);
    const lacking = [...spec.scrubbers, ...spec.controls].filter((declared) => !here.has(declared) && declared.label);
    if (!lacking.length) return [];
    const names = lacking.map(({ label }) => label).join(", ");
    return [h("p", { className: "dl-explain" }, `This page works by itself. These need the server, and are left out: ${names}.`)];
  }

  makeControls() {
    const [few, rest] = [false, true].map((more) => this.controls.filter((placed) => !placed.atHand && placed.more === more));
    const row = (placed) => h("div", { className: "dl-controls" }, ...grouped(placed));
    return [
      ...(few.length ? [row(few)] : []),
      ...(rest.length ? [h("details", { className: "dl-more" }, h("summary", {}, "More"), row(rest))] : []),
    ];
  }

  /** Follow the section from now on. The root stands on the page. */
  start() {
    const { section, spec, root, panels, ownScrubbers, sources } = this;
    const status = sources.flatMap(({ name }) => [`@${name}`, `?${name}`]);
    for (const panel of panels) section.on(panel.keys, () => this.repaint(panel));
    for (const scrubber of ownScrubbers) section.on(scrubber.keys, () => this.onScreen && scrubber.show());
    section.on([...spec.reflects, ...status], () => this.report());
    section.on(["!errors"], () => this.showError());
    this.showError();
    this.watch("60px 0px", (near) => sources.forEach((source) => (near ? source.want(root) : source.leave(root))));
    this.watch("30px 0px", (onScreen) => this.appear(onScreen));
    onTheme(() => panels.forEach((panel) => panel.refresh?.()));
    join(this);
    stand(this);
  }

  /** Call `run` when the root comes near the screen or leaves it. */
  watch(rootMargin, run) {
    const observer = new IntersectionObserver((entries) => run(entries[entries.length - 1].isIntersecting), { rootMargin });
    observer.observe(this.root);
  }

  /** It came on the screen, or left it: what was not painted meanwhile is painted now. */
  appear(onScreen) {
    this.onScreen = onScreen;
    if (!onScreen) return;
    for (const scrubber of this.ownScrubbers) scrubber.show();
    for (const panel of this.panels) if (panel.stale !== false || !panel.done) this.paint(panel);
    this.report();
  }

  paint(panel) {
    panel.stale = !this.onScreen;
    if (!panel.stale) panel.done = panel.paint() || panel.done;
  }

  repaint(panel) {
    this.paint(panel);
    this.report();
  }

  /** Keep the attributes that say what is shown, whether Python is asked, and whether all is ready. */
  report() {
    if (!this.onScreen) return;
    const { section, spec, root, panels, sources } = this;
    for (const key of spec.reflects) setAttribute(root, `data-${key.replace(/_/g, "-")}`, section.values[key]);
    for (const panel of panels) if (panel.data) Object.assign(root.dataset, panel.data);
    setAttribute(root, "aria-busy", sources.some((source) => source.waits));
    const failed = sources.filter((source) => source.failed).map(({ name }) => `@${name}`);
    for (const panel of panels) panel.root.classList.toggle("dl-outdated", failed.some((key) => panel.keys.includes(key)));
    let complete = true;
    for (const [name, path] of this.reports) {
      const value = section.dig(path);
      if (value === undefined) complete = false;
      else if (root.dataset[name] !== String(value ?? "")) root.dataset[name] = String(value ?? "");
    }
    if (this.ready() || !complete || !panels.every((panel) => panel.done)) return;
    root.dataset.ready = "true";
    root.dispatchEvent(new CustomEvent("dl:ready", { bubbles: true }));
  }

  ready() {
    return this.root.dataset.ready === "true";
  }

  /** The sentence that holds for the whole figure. */
  showError() {
    const sentence = this.section.errors.get("") ?? "";
    this.error.hidden = !sentence;
    setText(this.error, sentence);
  }

  /** The code that computed this. On a saved page it is in the page, here it is asked for. */
  async code() {
    return Array.isArray(this.spec.code) ? this.spec.code : (await this.ask("@code", {})).code;
  }
}

/**
 * Build a figure into `host`, once the parts that it is made of are there.
 * @param {Element} host
 * @param {Kit.FigureSpec} spec from `kit.Figure`
 * @param {Kit.Ask | null} ask null on a saved page
 * @param {Kit.Open | null} [open] for streams
 */
export async function mount(host, spec, ask, open = null) {
  await load(spec);
  const figure = new Figure(spec, ask, open);
  host.replaceChildren(figure.root);
  figure.start();
  return figure;
}

/** Figures of a section mount one after the other, and the first one waits for the lessons. @type {Map<string, Promise<void>>} */
const order = new Map();

/**
 * What the figures of a section share stands before any of them asks, in the order of the page: Gradio
 * seldom, but sometimes, builds a later figure first.
 * @param {string} name @param {Record<string, Kit.FigureSpec>} known
 */
function prepare(name, known) {
  const section = sectionOf(name);
  for (const { controls, scrubbers } of Object.values(known)) {
    for (const declared of [...controls, ...scrubbers]) section.define(declared);
  }
  for (const [id, { sources }] of Object.entries(known)) {
    for (const source of sources) section.source(source, asker(id));
  }
  share(section, known);
  checkSettings(section);
}

/** Once what stands now has been painted. */
const painted = () => frame().then(frame);

/** What Gradio calls when a `kit.Figure` mounts. @param {Element} element @param {{section: string, figure: string}} props */
export function fromGradio(element, { section, figure }) {
  const host = element.querySelector(".dl-host");
  const isFirst = !order.has(section);
  const mounted = Promise.all([specs(section), order.get(section) ?? lessonsStand(host)]).then(async ([known]) => {
    prepare(section, known);
    await mount(host, known[figure], asker(figure), opener(figure));
    openLinked(section, known);
  });
  const settled = mounted.catch((problem) => {
    console.warn(problem);
    const sentence = "This figure could not be loaded: the server does not answer. It will appear as soon as the server does.";
    lost(figure, () => fromGradio(element, { section, figure }));
    host.replaceChildren(h("p", { className: "dl-error", role: "alert" }, sentence));
  });
  order.set(section, isFirst ? settled.then(painted) : settled); // the others are below it
}
