// What a hand drags on a plot: dots over the canvas, moved by mouse, finger or arrow keys.
//
// A handle knows no formula: it stands at origin + scale · value and a drag solves that for the value.

import { told } from "./check.js";
import { h } from "./controls.js";

/** A hand's number as it is kept: within the limits, on the step, without the noise of floats. */
export function settled(value, { minimum = -Infinity, maximum = Infinity, step = 0, log = false }) {
  const kept = Math.min(maximum, Math.max(minimum, value));
  if (log) return Math.min(maximum, Math.max(minimum, Number(kept.toPrecision(3))));
  if (!step || kept === minimum || kept === maximum) return kept; // an end is always within reach
  const origin = Number.isFinite(minimum) && Number.isInteger(minimum / step) ? minimum : 0;
  const on = Number((origin + Math.round((kept - origin) / step) * step).toPrecision(12));
  return Math.min(maximum, Math.max(minimum, on));
}

/** The numbers of a text value: "1, 2.5" → [1, 2.5]; what is no number is left out. */
export function numbers(text) {
  const parts = String(text ?? "").split(",").map((part) => part.trim());
  return parts.filter(Boolean).map(Number).filter(Number.isFinite);
}

/**
 * @param {HTMLElement} root of the plot
 * @param {import("./section.js").Section} section
 * @param {any[]} specs of `kit/handles.py`
 * @param {(path: string) => any} dig what an answer holds
 * @returns {{keys: string[], place: (view: any) => void}} `place` follows the values; draws into the canvas
 */
export function handles(root, section, specs, dig) {
  const layers = specs.map((spec) => (spec.kind === "points" ? points : handle)(root, section, spec, dig));
  const keys = specs.flatMap((spec) => [...spec.keys, ...spec.sources.map((name) => `@${name}`)]);
  return { keys, place: (view) => layers.forEach((layer) => layer(view)) };
}

/** A number, the key of a value, or the path of a number in an answer. */
function solve(section, dig, place) {
  if (typeof place !== "string") return place;
  return place.includes(".") ? dig(place) : section.values[place];
}

/** On a saved page nobody answers: what Python would have to follow is no handle there. */
const idle = (section, key) =>
  key && (!section.controls.has(key) || [...section.sources.values()].some((one) => !one.latest && one.keys.includes(key)));

const hidden = (section, spec) =>
  Boolean(spec.when && section.values[spec.when[0]] !== spec.when[1]) ||
  [spec.x, spec.y, spec.key].some((key) => idle(section, key));

/** Drag with pointer capture: `move` gets the place in the plot, in pixels. */
function draggable(knob, root, move, end = () => {}) {
  let held = false;
  const at = (event) => {
    const box = root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  knob.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.stopPropagation(); // a plot that is itself pressed stays as it is
    event.preventDefault();
    held = true;
    knob.focus({ preventScroll: true });
    knob.setPointerCapture(event.pointerId);
    knob.classList.add("dl-held");
  });
  knob.addEventListener("pointermove", (event) => held && move(...at(event)));
  for (const name of ["pointerup", "pointercancel"]) {
    knob.addEventListener(name, (event) => {
      if (!held) return;
      held = false;
      knob.classList.remove("dl-held");
      end(...at(event));
    });
  }
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

function dot(ink, view, color, x, y) {
  ink.fillStyle = view.role(color);
  ink.strokeStyle = view.role("ground");
  ink.lineWidth = 2.5;
  ink.beginPath();
  ink.arc(x, y, 8, 0, 2 * Math.PI);
  ink.fill();
  ink.stroke();
}

function handle(root, section, spec, dig) {
  const ways = `${spec.x ? "x" : ""}${spec.y ? "y" : ""}`;
  const knob = h("div", {
    className: `dl-knob dl-knob-${ways}${spec.line ? " dl-knob-line" : ""}`,
    role: "slider",
    tabindex: "0",
    title: spec.label,
    "aria-label": spec.label,
  });
  root.append(knob);
  let view = null;

  /** Set one bound key from a place along its axis, in the axis' own units. */
  const take = (axis, position) => {
    const key = spec[axis];
    if (!key || !Number.isFinite(position)) return;
    const origin = solve(section, dig, spec[`${axis}_from`]);
    const scale = solve(section, dig, spec[`${axis}_scale`]);
    const control = section.controls.get(key) ?? {};
    const log = view[`${axis}Axis`].type === "log";
    const limits = { minimum: control.minimum, maximum: section.limit(key), log };
    const value = settled((position - origin) / scale, { ...limits, step: spec.step ?? control.step });
    section.fail(key, "");
    section.set(key, value);
  };
  draggable(knob, root, (x, y) => {
    if (!view) return;
    take("x", view.xAxis.p2d(x - view.xAxis._offset));
    take("y", view.yAxis.p2d(y - view.yAxis._offset));
  });
  knob.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way || !view) return;
    // a handle that moves along one axis answers all four arrows
    const [right, up] = way;
    const along = { x: right || (spec.y ? 0 : up), y: up || (spec.x ? 0 : right) };
    event.preventDefault();
    for (const axis of ["x", "y"]) {
      const key = spec[axis];
      if (!key || !along[axis]) continue;
      const control = section.controls.get(key) ?? {};
      const now = section.values[key];
      const log = view[`${axis}Axis`].type === "log";
      const step = (spec.step ?? control.step ?? 0.01) * (event.shiftKey ? 10 : 1);
      const next = log ? now * 1.05 ** along[axis] : now + along[axis] * step * Math.sign(solve(section, dig, spec[`${axis}_scale`]) || 1);
      const limits = { minimum: control.minimum, maximum: section.limit(key), log };
      section.set(key, settled(next, { ...limits, step: spec.step ?? control.step }));
    }
  });

  return (shown) => {
    view = shown[spec.xaxis] && shown[spec.yaxis] ? { ...shown, xAxis: shown[spec.xaxis], yAxis: shown[spec.yaxis] } : null;
    const place = (axis) => {
      if (!spec[axis]) return solve(section, dig, spec[`at_${axis}`]);
      const value = section.values[spec[axis]];
      if (value === null || value === undefined) return undefined;
      return solve(section, dig, spec[`${axis}_from`]) + solve(section, dig, spec[`${axis}_scale`]) * value;
    };
    const data = view && !hidden(section, spec) ? [place("x"), place("y")] : [];
    const { xAxis, yAxis } = view ?? {};
    const x = view ? xAxis._offset + xAxis.d2p(data[0]) : NaN;
    const y = view && !spec.line ? yAxis._offset + yAxis.d2p(data[1]) : yAxis?._offset + 12;
    const within = Number.isFinite(x) && Number.isFinite(y) && x >= xAxis._offset - 1 && x <= xAxis._offset + xAxis._length + 1;
    knob.hidden = !within;
    if (!within) return;
    const ink = view.ink;
    const bottom = yAxis._offset + yAxis._length;
    const high = Math.min(bottom, Math.max(yAxis._offset, y));
    knob.style.transform = `translate(${x}px, ${spec.line ? yAxis._offset : high}px)`;
    if (spec.line) {
      knob.style.height = `${yAxis._length}px`;
      ink.strokeStyle = view.role(spec.color);
      ink.lineWidth = 2;
      ink.beginPath();
      ink.moveTo(x, yAxis._offset);
      ink.lineTo(x, bottom);
      ink.stroke();
    }
    dot(ink, view, spec.color, x, high);
    const values = ["x", "y"].filter((axis) => spec[axis]).map((axis) => section.values[spec[axis]]);
    knob.setAttribute("aria-valuenow", String(values[0]));
    knob.setAttribute("aria-valuetext", values.map(told).join(", "));
  };
}

function points(root, section, spec, dig) {
  /** @type {HTMLElement[]} */
  const knobs = [];
  let view = null;
  const now = () => numbers(section.values[spec.key]);
  const write = (list) => {
    section.fail(spec.key, "");
    section.set(spec.key, list.join(", "));
  };
  const along = (pixel) => {
    const { xAxis } = view;
    const [low, high] = [...xAxis.range].sort((a, b) => a - b);
    return settled(xAxis.p2d(pixel - xAxis._offset), { minimum: low, maximum: high, step: spec.step });
  };
  const without = (i) => {
    const list = now();
    if (list.length > spec.fewest) write(list.filter((_, k) => k !== i));
  };
  const put = (i, value) => write(now().map((old, k) => (k === i ? value : old)));

  const knobAt = (i) => {
    if (knobs[i]) return knobs[i];
    const knob = h("div", { className: "dl-knob dl-knob-x", role: "slider", tabindex: "0", title: spec.label });
    draggable(
      knob,
      root,
      (x) => view && put(i, along(x)),
      (_, y) => view && y < view.yAxis._offset - 30 && without(i),
    );
    knob.addEventListener("keydown", (event) => {
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        without(i);
        return;
      }
      const [right, up] = ARROWS[event.key] ?? [0, 0];
      if (!right && !up) return;
      event.preventDefault();
      put(i, settled(now()[i] + (right || up) * spec.step * (event.shiftKey ? 100 : 10), { step: spec.step }));
    });
    knobs[i] = knob;
    root.append(knob);
    return knob;
  };

  // Plotly lays a cover over the page while a button is down, so the second press is told by hand
  let last = { at: 0, x: 0, y: 0 };
  root.addEventListener("pointerdown", (event) => {
    const again =
      event.timeStamp - last.at < 450 && Math.hypot(event.clientX - last.x, event.clientY - last.y) < 12;
    last = { at: again ? 0 : event.timeStamp, x: event.clientX, y: event.clientY };
    if (!again || !view || hidden(section, spec) || now().length >= spec.most) return;
    const x = event.clientX - root.getBoundingClientRect().left;
    if (x < view.xAxis._offset || x > view.xAxis._offset + view.xAxis._length) return;
    write([...now(), along(x)]);
  });

  return (shown) => {
    view = shown[spec.xaxis] && shown[spec.yaxis] ? { ...shown, xAxis: shown[spec.xaxis], yAxis: shown[spec.yaxis] } : null;
    const list = view && !hidden(section, spec) ? now() : [];
    list.forEach((value, i) => {
      const knob = knobAt(i);
      const x = view.xAxis._offset + view.xAxis.d2p(value);
      const y = view.yAxis._offset + view.yAxis.d2p(solve(section, dig, spec.at_y));
      knob.hidden = !Number.isFinite(x) || !Number.isFinite(y);
      if (knob.hidden) return;
      knob.style.transform = `translate(${x}px, ${y}px)`;
      knob.setAttribute("aria-label", `${spec.label} ${i + 1} of ${list.length}`);
      knob.setAttribute("aria-valuenow", String(value));
      dot(view.ink, view, spec.color, x, y);
    });
    knobs.slice(list.length).forEach((knob) => (knob.hidden = true));
  };
}
