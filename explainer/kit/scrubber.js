// The scrubber: a native range with play, step, speed, loop and a box for the exact value.

import { enter, h } from "./controls.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4];
const SECONDS = 8; // a whole pass at speed 1

/**
 * @param {import("./section.js").Section} section
 * @param {any} spec a range of whole numbers
 * @param {string} id of the range input
 */
export function scrubber(section, spec, id) {
  const value = () => section.values[spec.key];
  const maximum = () => section.limit(spec.key);
  let playing = false;
  let typing = false; // what is half typed in the box stays there, whatever moves the range meanwhile
  let loop = false;
  let speed = 1;
  let last = 0;
  let place = 0; // where playing stands, with its fraction

  const step = (by) => {
    stop();
    section.set(spec.key, Math.min(maximum(), Math.max(spec.minimum, value() + by)));
  };
  const tick = (now) => {
    if (!playing) return;
    const span = maximum() - spec.minimum;
    place += (spec.backwards ? -1 : 1) * ((now - last) / 1000) * speed * (span / SECONDS);
    last = now;
    const over = spec.backwards ? place <= spec.minimum : place >= maximum();
    if (over && loop) place = start();
    else if (over) {
      place = end();
      stop();
    }
    section.set(spec.key, Math.round(place));
    if (playing) requestAnimationFrame(tick);
  };
  const start = () => (spec.backwards ? maximum() : spec.minimum);
  const end = () => (spec.backwards ? spec.minimum : maximum());
  const stop = () => {
    playing = false;
    show();
  };
  const toggle = () => {
    playing = !playing;
    if (playing) {
      place = value() === end() ? start() : value();
      last = performance.now();
      requestAnimationFrame(tick);
    }
    show();
  };

  const range = h("input", {
    id,
    type: "range",
    min: spec.minimum,
    step: 1,
    title: spec.help,
    "aria-label": spec.label,
    "aria-describedby": `${id}-fault`,
    oninput: () => {
      playing = false;
      section.fail(spec.key, "");
      section.set(spec.key, Number(range.value));
    },
    onkeydown: (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      toggle();
    },
  });
  const box = h("input", {
    id: `${id}-value`,
    type: "text",
    inputMode: "numeric",
    autocomplete: "off",
    title: `${spec.label}, exact value`,
    "aria-label": `${spec.label}, exact value`,
    "aria-describedby": `${id}-fault`,
    oninput: () => (typing = true),
    onblur: () => (typing = false),
    onchange: () => {
      playing = typing = false;
      enter(section, spec, box.value);
      show();
    },
  });
  const total = h("span", { className: "dl-total" });
  const button = (symbol, name, onclick, extra = {}) =>
    h("button", { type: "button", title: name, "aria-label": name, onclick, ...extra }, symbol);
  const play = button("▶", "Play", toggle, { className: "dl-play", id: id.replace(/-[^-]+$/, `-${spec.play ?? "play"}`) });
  const looping = button("⟳", "Loop", () => {
    loop = !loop;
    looping.setAttribute("aria-pressed", String(loop));
  });
  looping.setAttribute("aria-pressed", "false");
  const pace = h(
    "select",
    { title: "Speed of playing", "aria-label": "Speed", onchange: () => (speed = Number(pace.value)) },
    ...SPEEDS.map((one) => h("option", { value: one, selected: one === 1 }, `${one}×`)),
  );
  const fault = h("span", { className: "dl-fault", id: `${id}-fault`, role: "alert" });
  const root = h(
    "div",
    { className: "dl-scrubber", role: "group", "aria-label": spec.label },
    play,
    button("−", "One step back", () => step(-1)),
    range,
    button("+", "One step on", () => step(1)),
    h("span", { className: "dl-exact" }, h("i", {}, spec.symbol), " = ", box, total),
    pace,
    looping,
    fault,
  );

  let shownPlaying;
  function show() {
    const now = value();
    const top = maximum();
    if (Number(range.max) !== top) range.max = top;
    if (Number(range.value) !== now) range.value = now;
    range.style.setProperty("--filled", `${((now - spec.minimum) / (top - spec.minimum || 1)) * 100}%`);
    range.setAttribute("aria-valuetext", `${spec.symbol} = ${now} of ${top}`);
    const sentence = section.errors.get(spec.key) ?? "";
    if (fault.textContent !== sentence) fault.textContent = sentence;
    if (!typing && !sentence && box.value !== String(now)) box.value = String(now);
    const of = ` of ${top}`;
    if (total.textContent !== of) total.textContent = of;
    if (shownPlaying === playing) return;
    shownPlaying = playing;
    play.textContent = playing ? "❚❚" : "▶";
    play.setAttribute("aria-label", playing ? "Pause" : "Play");
  }
  show();
  const keys = [spec.key, "!errors", spec.maximum_key].filter(Boolean);
  return { root, keys, show, stop: () => (playing = false) };
}
