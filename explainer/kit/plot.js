// Plotly draws what stands still (axes, curves, heat maps); a canvas over it draws what follows the
// hand, so that a drag costs a few lines of canvas and not a new plot.

import { drawingOf, enlargeMinor, isDrawn, react, resize } from "./axes.js";
import { h, onDrag } from "./dom.js";
import { faces } from "./faces.js";
import { typeScale } from "./fit.js";
import { handles } from "./handles.js";
import { decimal } from "./language.js";
import { withPlotly } from "./library.js";
import { OVERLAYS, roomAbove, View } from "./overlays.js";
import { Pinned } from "./pinned.js";
import { role } from "./roles.js";
import { marked } from "./tex.js";

const AXIS = /^[xy]axis\d*$/;
const SAID = ["text", "name"]; // what is read in a plot: titles, and the legend
const [TYPE, LABEL, CLEAR] = [14, 15, 6]; // pixels on the page: type, and of axis titles their size and how far they stand from the numbers
const [TOP, BOTTOM, LEGEND] = [14, 46, 24]; // of the margins, and a legend's height on the page
const [LINE, CLEARANCE] = [20, 10]; // on the page: of a legend of many, and round a text between legend and plot
const PHONE = matchMedia("(max-width: 700px) and (orientation: portrait)"); // as in plot.css
const FINE = 3; // pixels of a saved picture per pixel of the layout
// what grows with the type: a field, and the names of the objects in which it does
const SIZES = { size: /font$|^marker$/, width: /^line$/, l: /^margin$/, r: /^margin$/, t: /^margin$/, b: /^margin$/ };

/**
 * Colours named by role, anywhere in a Plotly figure, replaced by the theme's; formulas in Plotly's markup, and a
 * title or a name that is one letter, which is a symbol.
 */
function themed(value, key = "") {
  if (typeof value === "string") {
    const symbol = SAID.includes(key) && /^[A-Za-z]$/.test(value);
    return marked(symbol ? `$${value}$` : value.replace(/role:([a-z]+)/g, (_, name) => role(name)));
  }
  if (Array.isArray(value)) return value.map((part) => themed(part));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, themed(part, name)]));
}

/** The ranges of a layout's axes, as `Plotly.relayout` takes them. */
function ranges(layout) {
  const axes = Object.entries(layout).filter(([name, axis]) => AXIS.test(name) && axis.range);
  return Object.fromEntries(axes.map(([name, axis]) => [`${name}.range`, axis.range]));
}

/** Fonts, margins, lines and marks, anywhere in a Plotly figure, for type that is `scale` times as large. */
function scaled(value, scale, name = "") {
  if (Array.isArray(value)) return value.map((part) => (part && typeof part === "object" ? scaled(part, scale, name) : part));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  const grows = (key) => SIZES[key]?.test(name);
  // no type is smaller than the rest where it is read from afar
  const larger = (part) => scale * (scale > 1 && name.endsWith("font") ? Math.max(TYPE, part) : part);
  const entry = ([key, part]) => [key, typeof part === "number" && grows(key) ? larger(part) : scaled(part, scale, key)];
  return Object.fromEntries(Object.entries(value).map(entry));
}

/** An axis's title in the size of labels; beside wide numbers it stands clear of them. @param {string} name @param {Record<string, any>} [title] */
const titled = (name, title) => ({ ...(name.startsWith("y") && { standoff: CLEAR }), ...title, font: { size: LABEL, ...title?.font } });

/**
 * Python's layout with the page's look.
 * @param {Record<string, any>} layout
 * @param {number} above pixels on the page that are free between the plot and its legend
 * @param {number} height of the whole on the page, less a legend's further lines
 */
function styled(layout, above, height) {
  // a legend counts in heights of the plot; Plotly takes no more than 3 of them
  const lifted = Math.min(1.9, above / Math.max(LEGEND, height - above - TOP - BOTTOM - LEGEND));
  const axis = { gridcolor: role("line"), zerolinecolor: role("line"), linecolor: role("line") };
  const merged = {
    ...layout,
    autosize: true,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: "system-ui, sans-serif", size: TYPE, color: role("text") },
    margin: { l: 58, r: 14, b: BOTTOM, ...layout.margin, t: (layout.margin?.t ?? (layout.title ? 36 : TOP)) + above },
    legend: { orientation: "h", y: 1.02 + lifted, yanchor: "bottom", x: 0, ...layout.legend },
    hovermode: layout.hovermode ?? "closest",
    separators: decimal("0.0") === "0.0" ? ".," : `${decimal("0.0")[1]} `,
    dragmode: false,
  };
  for (const name of Object.keys(merged)) {
    if (AXIS.test(name)) merged[name] = { fixedrange: true, ...axis, ...merged[name], title: titled(name, merged[name]?.title) };
    // a title stands clear of wide numbers; not of all numbers, since that lays a plot out twice under a hand
    const wide = merged[name]?.type === "log" || merged[name]?.tickformat;
    if (name.startsWith("y") && AXIS.test(name) && wide) merged[name].automargin ??= "left";
  }
  return merged;
}

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Plot` */
export const plot = (context, spec) => new Plot(context, spec);

class Plot {
  constructor(context, spec) {
    this.context = context;
    this.section = context.section;
    this.spec = spec;
    this.base = h("div", { className: "dl-plot-base" });
    this.top = h("canvas", { className: "dl-plot-top", "aria-hidden": "true" });
    this.ink = this.top.getContext("2d");
    this.root = h(
      "div",
      {
        className: spec.full ? "dl-plot dl-full" : "dl-plot",
        role: spec.handles.length ? "group" : "img",
        "aria-label": spec.label,
        style: `--aspect:${spec.aspect}`,
      },
      this.base,
      this.top,
    );
    this.library = null;
    this.drawn = null; // the answer whose figure Plotly shows
    this.key = undefined; // of that figure, if it has one: answers with the same key look the same
    this.looks = ""; // of that figure, whatever its axes' ranges
    this.still = null; // Plotly's part as a drawing, for saving
    this.faces = ""; // of its formulas
    /** a state that is kept for comparison @type {Pinned | null} */
    this.pinned = null;
    this.view = new View(this.section, context.panels);
    this.handles = handles(this.root, this.section, spec.handles);
    const overlaid = spec.overlays.flatMap(({ keys, sources }) => [...keys, ...sources.map((name) => `@${name}`)]);
    this.keys = [`@${spec.source}`, ...new Set(this.handles.keys), ...new Set(overlaid)];
    if (spec.sets) this.listen();
    let pending = 0;
    const resized = new ResizeObserver(() => {
      cancelAnimationFrame(pending);
      pending = requestAnimationFrame(() => this.resize());
    });
    resized.observe(this.root);
  }

  /** The curve itself is a handle: a press or a drag in the plot moves the value that the spec names. */
  listen() {
    const { section, spec, base, root } = this;
    const move = (event) => {
      const x = drawingOf(base)?.axis("xaxis");
      if (!x) return;
      const at = x.value(event.clientX - base.getBoundingClientRect().left);
      const low = section.controls.get(spec.sets).minimum;
      section.set(spec.sets, Math.max(low, Math.min(section.limit(spec.sets), Math.round(at))));
    };
    root.classList.add("dl-sets");
    onDrag(root, { press: move, move });
  }

  fetchLibrary() {
    const { context, section } = this;
    const draw = (library) => {
      this.library = library;
      context.repaint(this);
    };
    withPlotly(context.spec.plotly, draw).catch((error) => section.fail("", `${error.message}. The other figures go on.`));
  }

  paint() {
    const answer = this.section.answer(this.spec.source);
    if (!answer) return false;
    if (!this.library) {
      this.fetchLibrary();
      return false;
    }
    const { key } = answer[this.spec.figure];
    const same = this.drawn && key !== undefined && key === this.key;
    const { spec, view } = this;
    if ((this.drawn !== answer && !same) || roomAbove(spec.overlays, view) > view.above) this.redraw(answer);
    else this.follow();
    return true;
  }

  /** Let Plotly draw what stands still. */
  redraw(answer) {
    const { library, base, spec, view } = this;
    const figure = answer[spec.figure];
    this.drawn = answer;
    this.still = null;
    this.key = figure.key;
    view.above = Math.max(view.above, roomAbove(spec.overlays, view)); // what once was needed stays: nothing moves under a hand
    const scale = (view.unit = typeScale(this.root));
    const kept = this.pinned?.traces(figure) ?? [];
    const drawn = themed({ ...figure, data: [...kept, ...figure.data] });
    const named = drawn.layout.showlegend === false ? [] : drawn.data.filter(({ name, showlegend }) => name && showlegend !== false);
    const lines = { "--entries": named.length, "--above": `${view.above}px` }; // on a phone each entry takes one
    for (const [name, value] of Object.entries(lines)) this.root.style.setProperty(name, String(value));
    const height = base.clientHeight / scale - (PHONE.matches ? Math.max(0, named.length - 1) * LINE : 0);
    const { data, layout } = scaled({ ...drawn, layout: styled(drawn.layout, view.above && view.above + CLEARANCE, height) }, scale);
    const before = this.looks;
    this.looks = JSON.stringify([data, layout], (name, value) => (name === "range" ? "any" : value));
    const drawing =
      this.looks === before
        ? library.relayout(base, ranges(layout)) // half of the work
        : react(library, base, data, layout);
    drawing.then(() => this.settle());
  }

  /** Once Plotly has drawn. */
  settle() {
    enlargeMinor(this.base, TYPE * this.view.unit);
    this.follow();
  }

  /** Draw what follows the hand. */
  follow() {
    const { ink, top } = this;
    const drawing = drawingOf(this.base);
    if (!drawing) return;
    const ratio = devicePixelRatio || 1;
    const { width, height } = drawing;
    if (top.width !== Math.round(width * ratio)) top.width = Math.round(width * ratio);
    if (top.height !== Math.round(height * ratio)) top.height = Math.round(height * ratio);
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.clearRect(0, 0, width, height);
    this.over(ink, drawing);
  }

  over(ink, drawing) {
    this.pinned?.paint(ink, (pen, overlay, view) => this.overlay(pen, overlay, drawing, view));
    for (const overlay of this.spec.overlays) this.overlay(ink, overlay, drawing, this.view);
    this.handles.paint(ink, drawing);
  }

  /** Keep what is drawn faintly behind what is to come, or let it go. @param {boolean} on */
  pin(on) {
    const { section, spec, view } = this;
    this.pinned = on && this.drawn ? new Pinned(section, spec, view, this.drawn[spec.figure]) : null;
    this.refresh();
  }

  overlay(ink, spec, drawing, view) {
    const x = drawing.axis(spec.xaxis ?? "xaxis");
    const y = drawing.axis(spec.yaxis ?? "yaxis");
    if (!x || !y) return;
    view.look(x, y);
    ink.save();
    ink.beginPath();
    const above = spec.kind === "says" ? y.start : 6; // texts stand above the plot
    ink.rect(x.start, y.start - above, x.length, y.length + above);
    ink.clip();
    OVERLAYS[spec.kind](ink, spec, view);
    ink.restore();
  }

  resize() {
    const { library, base, root } = this;
    if (!library || !isDrawn(base) || !root.clientWidth) return;
    this.still = null;
    if (this.view.above) this.refresh(); // the legend stands as high above the plot as before
    else resize(library, base).then(() => this.settle());
  }

  refresh() {
    this.drawn = null;
    this.looks = "";
    this.paint();
  }

  /** Plotly's part as a drawing with the faces of its formulas, `larger` times the size of the layout. */
  async lines(width, height, larger = 1) {
    const url = await this.library.toImage(this.base, { format: "svg", width, height });
    const drawn = decodeURIComponent(url.slice(url.indexOf(",") + 1));
    const sized = `<svg width="${larger * width}" height="${larger * height}" viewBox="0 0 ${width} ${height}"`;
    return drawn.replace(/<svg([^>]*)>/, (_, rest) => {
      const others = rest.replace(/\s(width|height|viewBox)="[^"]*"/g, "");
      return `${sized}${others}><style>${this.faces}</style>`;
    });
  }

  async draw(pen, x, y, width, height) {
    this.faces = await faces();
    this.still ??= this.lines(width, height, FINE);
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(await this.still)}`;
    await image.decode();
    pen.drawImage(image, x, y, width, height);
    const drawing = drawingOf(this.base);
    pen.save();
    pen.translate(x, y);
    pen.scale(width / drawing.width, height / drawing.height);
    this.over(pen, drawing);
    pen.restore();
  }

  /** The plot as a drawing, what follows the hand as a picture in it. */
  async drawing(width, height) {
    this.faces = await faces();
    const over = `<image width="${width}" height="${height}" href="${this.top.toDataURL()}"/>`;
    return `${await this.lines(width, height)}${over}`;
  }
}
