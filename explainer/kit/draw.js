// A pad to draw on with mouse, pen, finger or arrow keys, on black or over a picture; a PNG is its value.

import { ARROWS, h, onDrag, shareOf } from "./dom.js";
import { button, padDialog } from "./pad.js";
import { GREYS, Screen } from "./pixels.js";
import { cut } from "./tiles.js";

const SIZE = 280; // of the pad in its own pixels
const STEP = 14; // of the pen, per arrow key
const EDGE = 12; // half of a line's width: the arrow keys keep the pen inside

/** @type {import("./controls.js").Maker} of `kit.controls.Draw` */
export const draw = (section, spec, id) => new Draw(section, spec, id);

class Draw {
  /** @param {import("./section.js").Section} section @param {Kit.Control} spec @param {string} id */
  constructor(section, spec, id) {
    this.section = section;
    this.spec = spec;
    this.last = null;
    this.pen = [140, 60]; // where the arrow keys go on
    this.pad = h("canvas", {
      width: SIZE,
      height: SIZE,
      className: "dl-pad",
      role: "img",
      tabIndex: 0,
      "aria-label": "Drawing pad: draw with mouse, pen, finger or arrow keys",
      onkeydown: (event) => this.key(event),
    });
    this.ink = this.pad.getContext("2d");
    const under = h("canvas", { className: "dl-pad-under", hidden: true, "aria-hidden": "true" });
    const below = new Screen(under);
    const stroke = (event) => this.line(shareOf(event, this.pad).map((share) => share * SIZE));
    onDrag(this.pad, {
      press: (event) => {
        this.last = null;
        stroke(event);
      },
      move: stroke,
      release: () => (this.last = null),
    });
    const use = h("button", { type: "button", className: "dl-primary", onclick: () => this.take() }, "Use the drawing");
    const { dialog, native } = padDialog(spec, id, {
      content: [h("span", { className: "dl-pad-holder" }, under, this.pad)],
      buttons: [use, button("Clear", () => this.clear())],
      open: () => {
        const table = section.dig(spec.over);
        under.hidden = !table;
        if (table) below.showTiles(cut(table, []), 1, GREYS);
      },
    });
    this.dialog = dialog;
    this.native = native;
    this.extra = [dialog];
    this.clear();
  }

  show = () => {};

  clear() {
    this.ink.fillStyle = "black";
    this.ink.fillRect(0, 0, SIZE, SIZE);
  }

  line(next) {
    const { ink } = this;
    const [x, y] = this.last ?? next;
    Object.assign(ink, { strokeStyle: "white", lineWidth: 2 * EDGE, lineCap: "round" });
    ink.beginPath();
    ink.moveTo(x, y);
    ink.lineTo(next[0], next[1]);
    ink.stroke();
    this.last = next;
  }

  key(event) {
    const direction = ARROWS[event.key];
    if (!direction) return;
    const [right, up] = direction;
    const inside = (at) => Math.min(SIZE - EDGE, Math.max(EDGE, at));
    this.last = this.pen;
    this.pen = [inside(this.pen[0] + STEP * right), inside(this.pen[1] - STEP * up)];
    this.line(this.pen);
    this.last = null;
  }

  take() {
    const { section, spec } = this;
    this.dialog.close();
    section.set(spec.key, this.pad.toDataURL("image/png").split(",")[1]);
    section.set(spec.sets[0], spec.sets[1]);
  }
}
