// The scrubber: a native range with play, step, speed, loop and a box for the exact value.

import { check } from "./check.js";
import { h, setText } from "./dom.js";
import { decimal, t } from "./language.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4];
const CALM_MS = 1000; // between two pictures for who asked for less motion: stills, one after the other
const SECONDS = 8; // a whole pass at speed 1

const button = (symbol, name, onclick, extra = {}) =>
  h("button", { type: "button", title: name, "aria-label": name, onclick, ...extra }, symbol);

/** Whole numbers of a section's value, played or set by hand (`kit.Scrubber`). */
export class Scrubber {
  /**
   * @param {import("./section.js").Section} section
   * @param {Kit.Control} spec
   * @param {string} id of the range input
   */
  constructor(section, spec, id) {
    this.section = section;
    this.spec = spec;
    this.playing = false;
    this.typing = false; // what is half typed in the box stays there, whatever moves the range meanwhile
    this.loop = false;
    this.speed = 1;
    this.last = 0; // when it moved last
    this.position = 0; // where playing stands, with its fraction
    this.shownPlaying = null;
    this.range = this.makeRange(id);
    this.box = this.makeBox(id);
    this.play = button("▶", "Play", () => this.toggle(), {
      className: "dl-play",
      id: id.replace(/-[^-]+$/, `-${spec.play ?? "play"}`),
    });
    this.total = h("span", { className: "dl-total" });
    this.fault = h("span", { className: "dl-fault", id: `${id}-fault`, role: "alert" });
    this.root = h(
      "div",
      { className: spec.symbol.length > 2 ? "dl-scrubber dl-worded" : "dl-scrubber", role: "group", "aria-label": spec.label },
      this.play,
      button("−", "One step back", () => this.step(-1)),
      this.range,
      button("+", "One step on", () => this.step(1)),
      h("span", { className: "dl-exact" }, h("i", {}, spec.symbol), " = ", this.box, this.total),
      this.makePace(),
      this.makeLoop(),
      this.fault,
    );
    this.keys = [spec.key, "!errors", spec.maximum_key].filter(Boolean);
    this.show();
  }

  makeRange(id) {
    const { section, spec } = this;
    return h("input", {
      id,
      type: "range",
      min: spec.minimum,
      step: 1,
      title: spec.help,
      "aria-label": spec.label,
      "aria-describedby": `${id}-fault`,
      oninput: () => {
        this.playing = false;
        section.fail(spec.key, "");
        section.set(spec.key, Number(this.range.value));
      },
      onkeydown: (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        this.toggle();
      },
    });
  }

  makeBox(id) {
    const name = `${this.spec.label}, exact value`;
    return h("input", {
      id: `${id}-value`,
      type: "text",
      inputMode: "numeric",
      autocomplete: "off",
      title: name,
      "aria-label": name,
      "aria-describedby": `${id}-fault`,
      oninput: () => (this.typing = true),
      onblur: () => (this.typing = false),
      onchange: () => {
        this.playing = this.typing = false;
        this.enter(this.box.value);
        this.show();
      },
    });
  }

  makePace() {
    const pace = h(
      "select",
      { title: "Speed of playing", "aria-label": "Speed", onchange: () => (this.speed = Number(pace.value)) },
      ...SPEEDS.map((speed) => h("option", { value: speed, selected: speed === 1 }, `${speed}×`)),
    );
    return pace;
  }

  makeLoop() {
    const looping = button("⟳", "Loop", () => {
      this.loop = !this.loop;
      looping.setAttribute("aria-pressed", String(this.loop));
    });
    looping.setAttribute("aria-pressed", "false");
    return looping;
  }

  /** Set what a hand wrote in the unit that is shown, or say why it is not allowed. */
  enter(raw) {
    const { section, spec } = this;
    const { per } = spec;
    const shown = { ...spec, minimum: spec.minimum / per, maximum: this.maximum / per, maximum_key: null, whole: per === 1 };
    const found = check(shown, raw, section.values);
    if ("error" in found) return section.fail(spec.key, `${found.error}.`);
    section.fail(spec.key, "");
    section.set(spec.key, Math.round(found.value * per));
  }

  /** A value in the unit that is shown. */
  written(value) {
    return decimal((value / this.spec.per).toFixed(Math.log10(this.spec.per)));
  }

  get value() {
    return this.section.values[this.spec.key];
  }

  get maximum() {
    return this.section.limit(this.spec.key);
  }

  /** Where playing begins and ends. */
  get first() {
    return this.spec.backwards ? this.maximum : this.spec.minimum;
  }

  get end() {
    return this.spec.backwards ? this.spec.minimum : this.maximum;
  }

  step(by) {
    const { section, spec } = this;
    this.pause();
    section.set(spec.key, Math.min(this.maximum, Math.max(spec.minimum, this.value + by)));
  }

  toggle() {
    this.playing = !this.playing;
    if (this.playing) {
      this.position = this.value === this.end ? this.first : this.value;
      this.last = performance.now();
      requestAnimationFrame(this.tick);
    }
    this.show();
  }

  /** One frame of playing. */
  tick = (now) => {
    if (!this.playing) return;
    if (now - this.last < CALM_MS && matchMedia("(prefers-reduced-motion: reduce)").matches) {
      requestAnimationFrame(this.tick);
      return;
    }
    const { spec } = this;
    const span = this.maximum - spec.minimum;
    this.position += (spec.backwards ? -1 : 1) * ((now - this.last) / 1000) * this.speed * (span / SECONDS);
    this.last = now;
    const over = spec.backwards ? this.position <= spec.minimum : this.position >= this.maximum;
    if (over && this.loop) this.position = this.first;
    else if (over) {
      this.position = this.end;
      this.pause();
    }
    this.section.set(spec.key, Math.round(this.position));
    if (this.playing) requestAnimationFrame(this.tick);
  };

  pause() {
    this.playing = false;
    this.show();
  }

  show() {
    const { section, spec, range, box } = this;
    const { value, maximum } = this;
    if (Number(range.max) !== maximum) range.max = String(maximum);
    const nothing = maximum <= spec.minimum; // no run has come yet
    if (this.root.classList.toggle("dl-idle", nothing) !== range.disabled) range.disabled = this.play.disabled = nothing;
    if (Number(range.value) !== value) range.value = String(value);
    range.style.setProperty("--filled", `${((value - spec.minimum) / (maximum - spec.minimum || 1)) * 100}%`);
    const [at, of] = [this.written(value), `${this.written(maximum)}${spec.unit && ` ${spec.unit}`}`];
    range.setAttribute("aria-valuetext", t(`${spec.symbol} = ${at} of ${of}`));
    const sentence = section.errors.get(spec.key) ?? "";
    setText(this.fault, sentence);
    if (!this.typing && !sentence && box.value !== at) box.value = at;
    setText(this.total, ` of ${of}`);
    if (this.shownPlaying === this.playing) return;
    this.shownPlaying = this.playing;
    this.play.textContent = this.playing ? "❚❚" : "▶";
    this.play.setAttribute("aria-label", t(this.playing ? "Pause" : "Play"));
  }
}
