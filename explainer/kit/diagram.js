// Boxes and lines that Python placed: each box a button with a small picture of what it makes at t.

import { h } from "./dom.js";
import { Screen } from "./pixels.js";
import { role } from "./roles.js";
import { cut, nearest, signedColours } from "./tiles.js";
import { setWords } from "./words.js";

const KINDS = {
  flow: { color: "text", width: 2, dash: [] },
  skip: { color: "data", width: 3, dash: [] },
  told: { color: "model", width: 1.5, dash: [5, 4] },
};
const HEAD = 6; // pixels of an arrow's head

/** One edge of the diagram with its arrow's head, on a canvas of that size. */
function drawEdge(pen, { kind, points, plain }, width, height) {
  const look = KINDS[kind];
  const at = points.map(([x, y]) => [(x * width) / 100, (y * height) / 100]);
  Object.assign(pen, { strokeStyle: role(look.color), fillStyle: role(look.color), lineWidth: look.width });
  pen.setLineDash(look.dash);
  pen.beginPath();
  at.forEach((point, i) => (i ? pen.lineTo(...point) : pen.moveTo(...point)));
  pen.stroke();
  pen.setLineDash([]);
  if (plain) return;
  const [[x0, y0], [x1, y1]] = at.slice(-2);
  const far = Math.hypot(x1 - x0, y1 - y0) || 1;
  const [dx, dy] = [((x1 - x0) / far) * HEAD, ((y1 - y0) / far) * HEAD];
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x1 - dx - dy * 0.6, y1 - dy + dx * 0.6);
  pen.lineTo(x1 - dx + dy * 0.6, y1 - dy - dx * 0.6);
  pen.fill();
}

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Diagram` */
export const diagram = (context, spec) => new Diagram(context, spec);

class Diagram {
  constructor({ section }, spec) {
    this.section = section;
    this.spec = spec;
    this.lines = h("canvas", { className: "dl-diagram-lines", "aria-hidden": "true" });
    this.pen = this.lines.getContext("2d");
    this.field = h("div", { className: "dl-diagram-field", role: "group", "aria-label": spec.label }, this.lines);
    this.head = h("b");
    this.words = h("span");
    const words = h("p", { className: "dl-diagram-words", "aria-live": "polite" }, this.head, " ", this.words);
    this.root = h("div", { className: "dl-diagram" }, this.field, words);
    const sources = [spec.thumbs, spec.knots].map((path) => `@${path.split(".")[0]}`);
    this.keys = [spec.sets, spec.t, `@${spec.source}`, ...new Set(sources)];
    this.answer = null; // whose boxes stand
    this.boxes = [];
    /** @type {Uint32Array | null} */
    this.colours = null;
    this.painted = { maps: null, row: -1 }; // what stands on the boxes
    new ResizeObserver(() => this.drawEdges()).observe(this.field);
  }

  build(answer) {
    this.answer = answer;
    this.boxes = answer.nodes.map((node) => this.box(node));
    this.field.replaceChildren(this.lines, ...this.boxes.map(({ button }) => button));
    this.painted.maps = null;
    this.drawEdges();
  }

  box(node) {
    const choose = () => this.section.set(this.spec.sets, node.name);
    const thumb = h("canvas", { className: "dl-diagram-thumb", "aria-hidden": "true", width: 1, height: 1 });
    const button = h(
      "button",
      {
        type: "button",
        title: node.words,
        onclick: choose,
        onfocus: choose,
        onpointerenter: (event) => event.pointerType === "mouse" && choose(),
      },
      thumb,
      h("span", {}, h("b", {}, node.title), h("small", {}, node.shape)),
    );
    const [left, top, width, height] = node.box;
    button.style.cssText = `left:${left}%;top:${top}%;width:${width}%;height:${height}%`;
    return { node, button, thumb: new Screen(thumb) };
  }

  drawEdges() {
    const { clientWidth: width, clientHeight: height } = this.field;
    if (!this.answer || !width) return;
    const ratio = devicePixelRatio || 1;
    Object.assign(this.lines, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const edge of this.answer.edges) drawEdge(this.pen, edge, width, height);
  }

  paint() {
    const { section, spec } = this;
    const answer = section.answer(spec.source);
    const knots = section.dig(spec.knots);
    if (!answer) return false;
    if (this.answer !== answer) this.build(answer);
    this.choose(section.values[spec.sets]);
    const maps = knots && section.dig(spec.thumbs);
    if (!maps) return false;
    this.paintThumbs(maps, nearest(knots, section.values[spec.t]));
    return true;
  }

  choose(name) {
    for (const { node, button } of this.boxes) {
      const chosen = node.name === name;
      button.setAttribute("aria-pressed", String(chosen));
      if (!chosen) continue;
      setWords(this.head, node.head);
      setWords(this.words, node.words);
    }
  }

  paintThumbs(maps, row) {
    const { painted } = this;
    if (maps === painted.maps && row === painted.row && this.colours) return;
    Object.assign(painted, { maps, row });
    this.colours ??= signedColours();
    for (const { node, thumb } of this.boxes) {
      if (!maps[node.name]) continue;
      const { bytes, shape } = cut(maps[node.name], [row]);
      const [, height, width] = shape;
      thumb.showTiles({ bytes: bytes.subarray(0, height * width), shape: [1, height, width] }, 1, this.colours);
    }
  }

  refresh() {
    this.colours = null;
    this.drawEdges();
    this.paint();
  }
}
