// A map of a plane: what stands still is painted once, what the hand moves is painted above it.

import { opened, pairOf, pairText } from "./atlas.js";
import { signed } from "./check.js";
import { h } from "./controls.js";
import { axes, dotted, frame, mosaic, named, rowOf, shade } from "./ground.js";
import { role } from "./roles.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** Keys that a hand holds now: several maps of a section can have the same hand. @type {WeakMap<any, Set<string>>} */
const holds = new WeakMap();

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Map` */
export function map(context, spec) {
  const { section } = context;
  const canvas = h("canvas", { className: "dl-screen", role: "img", "aria-label": spec.label });
  const holder = h("span", { className: "dl-holder" }, canvas);
  const caption = h("figcaption", { className: "dl-caption" }, spec.label);
  const chips = h("div", { className: "dl-chips", role: "group", "aria-label": `Centres of the classes: ${spec.label}` });
  const root = h(
    "figure",
    { className: "dl-term dl-map dl-smooth", style: `--size:${spec.size}` },
    h("div", { className: "dl-map-row" }, holder, ...(spec.chips ? [chips] : [])),
    caption,
  );
  const ink = canvas.getContext("2d");
  const still = document.createElement("canvas");
  let drawn = null; // what `still` shows
  let wide = 0;
  let theme = 0;
  let held = -1;
  if (!holds.has(section)) holds.set(section, new Set());
  const holding = holds.get(section);
  let stroke = null;
  let view = null;

  const dig = (path) => path.split(".").slice(1).reduce((value, key) => value?.[key], section.sources.get(path.split(".")[0])?.value);
  const now = () => section.sources.get(spec.source)?.value;
  const corners = (answer) => (spec.extent ? spec.extent.map(dig) : [answer.low, answer.high]);
  const whole = (answer, pair) =>
    spec.unit ? pair.map((share, k) => (answer.low[k] + answer.high[k]) / 2 + (share * (answer.high[k] - answer.low[k])) / 2) : pair;
  const own = (answer, [x, y]) =>
    spec.unit ? [x, y].map((at, k) => (2 * at - answer.low[k] - answer.high[k]) / (answer.high[k] - answer.low[k])) : [x, y];

  function set(i, pair) {
    const { key } = spec.hands[i];
    section.fail(key, "");
    section.set(key, pairText(pair));
  }
  /** Take a hand to a place of the canvas, kept inside the map. */
  function move(i, event) {
    const box = canvas.getBoundingClientRect();
    const share = (at, from, size) => Math.min(1, Math.max(0, (at - from) / size));
    const x = view.x(share(event.clientX, box.left, box.width) * canvas.width);
    const y = view.y(share(event.clientY, box.top, box.height) * canvas.height);
    if (stroke) stroke.push([x, y]);
    else set(i, own(now(), [x, y]));
    if (stroke) context.repaint(panel);
  }

  const knobs = spec.hands.map((hand, i) => {
    const knob = h("div", {
      className: "dl-knob",
      role: "slider",
      tabindex: "0",
      title: hand.label,
      "aria-label": hand.label,
      onkeydown: (event) => {
        const way = ARROWS[event.key];
        const pair = pairOf(section.values[hand.key]);
        if (!way || !pair || !now()) return;
        event.preventDefault();
        const far = spec.step * (event.shiftKey ? 10 : 1);
        const [low, high] = spec.unit ? [[-1, -1], [1, 1]] : [now().low, now().high];
        set(i, pair.map((at, k) => Math.min(high[k], Math.max(low[k], at + far * way[k]))));
      },
    });
    holder.append(knob);
    return knob;
  });
  /** What is asked of Python follows the hand once it has let go. */
  const settle = (i) => {
    const { key, rest } = spec.hands[i];
    if (rest && !holding.has(key)) section.set(rest, section.values[key]);
  };
  spec.hands.forEach(({ key, rest }) => rest && (section.values[rest] ??= section.values[key]));
  const offs = spec.hands.map(({ key }, i) => section.on([key], () => settle(i)));

  holder.addEventListener("pointerdown", (event) => {
    if (event.button || !view || !(spec.hands.length || spec.draws)) return;
    event.preventDefault();
    const drawing = spec.draws && section.values[spec.draws[1]] === spec.draws[2];
    if (!drawing && !spec.hands.length) return;
    holder.setPointerCapture(event.pointerId);
    if (drawing) {
      stroke = [];
      held = 0;
    } else {
      const box = holder.getBoundingClientRect();
      const far = (knob) => {
        const spot = knob.getBoundingClientRect();
        return Math.hypot(spot.left + spot.width / 2 - event.clientX, spot.top + spot.height / 2 - event.clientY) / box.width;
      };
      held = knobs.reduce((best, knob, i) => (far(knob) < far(knobs[best]) ? i : best), 0);
      holding.add(spec.hands[held].key);
      knobs[held].focus({ preventScroll: true });
    }
    move(held, event);
  });
  holder.addEventListener("pointermove", (event) => held >= 0 && move(held, event));
  for (const end of ["pointerup", "pointercancel"]) {
    holder.addEventListener(end, () => {
      const last = held;
      held = -1;
      if (stroke) {
        const every = Math.max(1, Math.ceil(stroke.length / 120));
        section.set(spec.draws[0], stroke.filter((_, i) => i % every === 0 || i === stroke.length - 1).map(pairText).join(" "));
        stroke = null;
      } else if (last >= 0) {
        holding.delete(spec.hands[last].key);
        settle(last);
      }
    });
  }

  /** Everything that no hand moves. */
  function ground(answer, side) {
    const kind = spec.ground ? section.values[spec.ground] : "points";
    const atlas = kind === "mosaic" ? opened(section.sources.get(spec.atlas)?.value, () => context.repaint(panel)) : null;
    const row = spec.pick ? section.values[spec.pick[0]] : 0;
    const mark = [answer, kind, atlas, row, side, theme, String(corners(answer))];
    if (drawn && mark.every((one, i) => one === drawn[i])) return;
    drawn = mark;
    Object.assign(still, { width: side, height: side });
    const pen = still.getContext("2d");
    pen.fillStyle = role("ground");
    pen.fillRect(0, 0, side, side);
    if (kind === "density" && answer.density) shade(pen, answer.density, side);
    if (atlas) mosaic(pen, view, atlas, side);
    const unit = side / 380;
    if (kind === "points" && !spec.extent) {
      const points = spec.pick ? rowOf(answer.points, dig(spec.pick[1]), row) : answer.points;
      dotted(pen, view, answer, points, unit);
    }
    if (kind !== "mosaic") axes(pen, view, spec.circles, unit, side);
    if (kind !== "mosaic" && spec.chips) named(pen, view, answer, unit);
    fill(answer);
  }

  /** A button a class: its mark, its colour, and the way to its centre. */
  function fill(answer) {
    if (!spec.chips || !spec.hands.length) return;
    chips.replaceChildren(
      ...answer.marks.map((mark, i) => {
        const centre = [answer.centres[2 * i], answer.centres[2 * i + 1]];
        const name = `${answer.names[i]}: centre at (${centre.map((at) => signed(at.toFixed(2))).join(", ")})`;
        const text = answer.names[i] === mark ? mark : `${mark} ${answer.names[i]}`;
        const dot = h("i", { className: "dl-chip", style: `background:var(--dl-class${i})` });
        return h("button", { type: "button", title: name, "aria-label": `${text}, ${name}`, onclick: () => set(0, own(answer, centre)) }, dot, text);
      }),
    );
  }

  function paint() {
    const answer = now();
    if (!answer || !corners(answer).every(Boolean)) return false;
    wide ||= canvas.clientWidth; // read once a size: a frame that reads it lays the page out once more
    const side = Math.round((wide || 360) * Math.min(2, devicePixelRatio || 1));
    if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
    view = frame(...corners(answer), side);
    ground(answer, side);
    ink.drawImage(still, 0, 0);
    const unit = side / 380;
    for (const [path, color] of spec.lines) line(dig(path), color, unit);
    for (const [path, color] of spec.dots) spots(dig(path), color, unit);
    if (spec.along) {
      const way = dig(spec.along[0]);
      const row = Math.min(section.values[spec.along[1]], (way?.length ?? 0) / 2 - 1);
      if (row >= 0) spot(view.px(way[2 * row]), view.py(way[2 * row + 1]), 7 * unit, "accent", unit);
    }
    if (stroke) line(Float32Array.from(stroke.flat()), "accent", unit);
    spec.hands.forEach((hand, i) => place(hand, knobs[i], answer, side, unit));
    return true;
  }

  function line(places, color, unit) {
    if (!places?.length) return;
    ink.beginPath();
    for (let i = 0; i < places.length; i += 2) ink.lineTo(view.px(places[i]), view.py(places[i + 1]));
    for (const [style, width] of [["ground", 6], [color, 2.5]]) {
      ink.strokeStyle = role(style);
      ink.lineWidth = width * unit;
      ink.stroke();
    }
  }

  function spots(places, color, unit) {
    for (let i = 0; i < (places?.length ?? 0); i += 2) spot(view.px(places[i]), view.py(places[i + 1]), 3.5 * unit, color, unit);
  }

  function spot(x, y, radius, color, unit) {
    ink.beginPath();
    ink.arc(x, y, radius, 0, 2 * Math.PI);
    ink.fillStyle = role(color);
    ink.strokeStyle = role("ground");
    ink.lineWidth = 2 * unit;
    ink.fill();
    ink.stroke();
  }

  function place(hand, knob, answer, side, unit) {
    const pair = pairOf(section.values[hand.key]);
    knob.hidden = !pair;
    if (!pair) return;
    const at = whole(answer, pair);
    const [x, y] = [view.px(at[0]), view.py(at[1])];
    spot(x, y, 8 * unit, hand.color, unit);
    if (hand.text) {
      ink.fillStyle = role("ground");
      ink.font = `700 ${11 * unit}px system-ui, sans-serif`;
      ink.textAlign = "center";
      ink.textBaseline = "middle";
      ink.fillText(hand.text, x, y);
    }
    const css = (wide || 360) / side;
    knob.style.transform = `translate(${x * css}px, ${y * css}px)`;
    knob.setAttribute("aria-valuenow", String(pair[0]));
    knob.setAttribute("aria-valuetext", at.map((one) => signed(one.toFixed(2))).join(", "));
  }

  const panel = {
    root,
    keys: [...spec.keys, ...spec.sources.map((name) => `@${name}`)],
    paint,
    refresh() {
      theme++;
      paint();
    },
    stop() {
      resized.disconnect();
      for (const off of offs) off();
    },
  };
  const resized = new ResizeObserver(() => {
    wide = canvas.clientWidth;
    if (panel.done) context.repaint(panel);
  });
  resized.observe(canvas);
  return panel;
}
