// Plotly draws what stands still (axes, curves, heat maps); a canvas over it draws what follows the
// hand, so that a drag costs a few lines of canvas and not a new plot.

import { h } from "./controls.js";
import { handles } from "./handles.js";
import { OVERLAYS } from "./overlays.js";
import { role } from "./roles.js";

let loading;

/** plotly.js from the installed Python package, fetched when the first plot is near. */
export function plotly(url) {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  loading ??= new Promise((done, fail) => {
    const script = h("script", { src: url, onload: () => done(globalThis.Plotly) });
    script.onerror = () => fail(new Error("plotly.js did not load"));
    document.head.append(script);
  });
  return loading;
}

/** Colours named by role, anywhere in a Plotly figure, replaced by the theme's. */
export function themed(value) {
  if (typeof value === "string") {
    return value.replace(/role:([a-z]+)/g, (_, name) => role(name));
  }
  if (Array.isArray(value)) return value.map(themed);
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, themed(part)]));
}

/** The ranges of a layout's axes, as `Plotly.relayout` takes them. */
export function ranges(layout) {
  const axes = Object.entries(layout).filter(([name, axis]) => /^[xy]axis\d*$/.test(name) && axis.range);
  return Object.fromEntries(axes.map(([name, axis]) => [`${name}.range`, axis.range]));
}

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Plot` */
export function plot(context, spec) {
  const { section } = context;
  const base = h("div", { className: "dl-plot-base" });
  const top = h("canvas", { className: "dl-plot-top", "aria-hidden": "true" });
  const root = h(
    "div",
    { className: spec.full ? "dl-plot dl-full" : "dl-plot", role: spec.handles.length ? "group" : "img", "aria-label": spec.label, style: `--aspect:${spec.aspect}` },
    base,
    top,
  );
  const ink = top.getContext("2d");
  const overlays = spec.overlays.map((one) => ({ ...one, draw: OVERLAYS[one.kind] }));
  let library = null;
  let drawn = null; // the answer whose figure Plotly shows
  let key; // of that figure, if it has one: answers with the same key look the same
  let looks = ""; // of that figure, whatever its axes' ranges
  let still = null; // Plotly's part as a picture, for saving

  /** "source.path" among the answers, or undefined. */
  const dig = (path) => {
    const [name, ...rest] = path.split(".");
    return rest.reduce((value, key) => value?.[key], section.sources.get(name)?.value);
  };

  const held = handles(root, section, spec.handles, dig);

  const panel = {
    root,
    keys: [
      `@${spec.source}`,
      ...new Set(held.keys),
      ...new Set(overlays.flatMap((one) => [...one.keys, ...one.sources.map((name) => `@${name}`)])),
    ],
    paint() {
      const answer = section.sources.get(spec.source)?.value;
      if (!answer) return false;
      if (!library) {
        plotly(context.spec.plotly).then(
          (loaded) => {
            library = loaded;
            context.repaint(panel);
          },
          (error) => section.fail("", `${error.message}. The other figures go on.`),
        );
        return false;
      }
      const same = drawn && answer[spec.figure].key !== undefined && answer[spec.figure].key === key;
      if (drawn !== answer && !same) redraw(answer);
      else follow();
      return true;
    },
    refresh() {
      drawn = null;
      looks = "";
      panel.paint();
    },
    async draw(pen, x, y, width, height) {
      still ??= library.toImage(base, { format: "png", width, height, scale: 2 });
      const image = new Image();
      image.src = await still;
      await image.decode();
      pen.drawImage(image, x, y, width, height);
      pen.drawImage(top, x, y, width, height);
    },
    stop: () => resized.disconnect(),
  };

  function redraw(answer) {
    drawn = answer;
    still = null;
    key = answer[spec.figure].key;
    const { data, layout } = themed(answer[spec.figure]);
    const before = looks;
    looks = JSON.stringify([data, layout], (name, value) => (name === "range" ? "any" : value));
    if (looks === before) {
      library.relayout(base, ranges(layout)).then(follow); // half of the work
      return;
    }
    const axis = { gridcolor: role("line"), zerolinecolor: role("line"), linecolor: role("line") };
    const merged = {
      ...layout,
      autosize: true,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: "system-ui, sans-serif", size: 14, color: role("text") },
      margin: { l: 58, r: 14, t: layout.title ? 36 : 14, b: 46, ...layout.margin },
      legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 0, ...layout.legend },
      hovermode: layout.hovermode ?? "closest",
      dragmode: false,
    };
    for (const key of Object.keys(merged)) {
      if (/^[xy]axis\d*$/.test(key)) merged[key] = { fixedrange: true, ...axis, ...merged[key] };
      // a title stands clear of wide numbers; not of all, since that lays a plot out twice under a hand
      const wide = merged[key]?.type === "log" || merged[key]?.tickformat;
      if (/^yaxis\d*$/.test(key) && wide) merged[key].automargin ??= "left";
    }
    const first = !base._context;
    const tag = first && document.querySelector("base");
    // Plotly would name its clips by the whole address where a base tag stands; the address moves
    const href = tag && tag.getAttribute("href");
    if (tag) tag.removeAttribute("href");
    // a config at later calls would make the context anew
    const config = first ? { displayModeBar: false, responsive: false } : undefined;
    const drawing = library.react(base, data, merged, config);
    if (tag) tag.setAttribute("href", href);
    drawing.then(follow);
  }

  function follow() {
    const full = base._fullLayout;
    if (!full) return;
    const ratio = devicePixelRatio || 1;
    const { width, height } = full;
    if (top.width !== Math.round(width * ratio)) top.width = Math.round(width * ratio);
    if (top.height !== Math.round(height * ratio)) top.height = Math.round(height * ratio);
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.clearRect(0, 0, width, height);
    for (const one of overlays) {
      const x = full[one.xaxis ?? "xaxis"];
      const y = full[one.yaxis ?? "yaxis"];
      if (!x || !y) continue;
      ink.save();
      ink.beginPath();
      ink.rect(x._offset, y._offset - 6, x._length, y._length + 6);
      ink.clip();
      one.draw(ink, one, {
        px: (value) => x._offset + x.d2p(value),
        py: (value) => y._offset + y.d2p(value),
        top: y._offset,
        bottom: y._offset + y._length,
        left: x._offset,
        right: x._offset + x._length,
        values: section.values,
        dig,
        role,
        panels: context.panels,
      });
      ink.restore();
    }
    held.place({ ...full, ink, role });
  }

  if (spec.sets) {
    // the curve itself is a handle: press or drag in the plot to move the section's t
    let held = false;
    const move = (event) => {
      const x = base._fullLayout?.xaxis;
      if (!x) return;
      const at = x.p2d(event.clientX - base.getBoundingClientRect().left - x._offset);
      const control = section.controls.get(spec.sets);
      const low = control.minimum;
      section.set(spec.sets, Math.max(low, Math.min(section.limit(spec.sets), Math.round(at))));
    };
    root.classList.add("dl-sets");
    root.addEventListener("pointerdown", (event) => {
      held = true;
      root.setPointerCapture(event.pointerId);
      move(event);
    });
    root.addEventListener("pointermove", (event) => held && move(event));
    for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, () => (held = false));
  }

  let pending = 0;
  const resized = new ResizeObserver(() => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => {
      if (!library || !base._fullLayout || !root.clientWidth) return;
      still = null;
      library.Plots.resize(base).then(follow);
    });
  });
  resized.observe(root);
  return panel;
}
