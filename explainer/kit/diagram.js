// Boxes and lines that Python placed: each box a button with a small picture of what it makes at t.

import { h } from "./controls.js";
import { role } from "./roles.js";
import { cut, follow, nearest, paintTiles, shades } from "./tiles.js";

const KINDS = { flow: { color: "text", width: 2, dash: [] }, skip: { color: "data", width: 3, dash: [] }, told: { color: "model", width: 1.5, dash: [5, 4] } };
const HEAD = 6;

/** One edge of the diagram with its arrow's head, on a canvas of that size. */
export function drawEdge(pen, { kind, points, plain }, width, height) {
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

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Diagram` */
export function diagram(context, spec) {
  const { section } = context;
  const lines = h("canvas", { className: "dl-diagram-lines", "aria-hidden": "true" });
  const field = h("div", { className: "dl-diagram-field", role: "group", "aria-label": spec.label }, lines);
  const head = h("b");
  const words = h("span");
  const root = h("div", { className: "dl-diagram" }, field, h("p", { className: "dl-diagram-words", "aria-live": "polite" }, head, " ", words));
  const pen = lines.getContext("2d");
  let shown = null;
  let boxes = [];
  let colours = null;
  let painted = []; // the maps and the row that stand on the boxes

  function build(answer) {
    shown = answer;
    boxes = answer.nodes.map((node) => {
      const choose = () => section.set(spec.sets, node.name);
      const thumb = h("canvas", { className: "dl-diagram-thumb", "aria-hidden": "true", width: 1, height: 1 });
      const button = h(
        "button",
        { type: "button", title: node.words, onclick: choose, onfocus: choose, onpointerenter: (event) => event.pointerType === "mouse" && choose() },
        thumb,
        h("span", {}, h("b", {}, node.title), h("small", {}, node.shape)),
      );
      const [left, top, width, height] = node.box;
      button.style.cssText = `left:${left}%;top:${top}%;width:${width}%;height:${height}%`;
      return { node, button, thumb };
    });
    field.replaceChildren(lines, ...boxes.map(({ button }) => button));
    painted = [];
    draw();
  }

  function draw() {
    const { clientWidth: width, clientHeight: height } = field;
    if (!shown || !width) return;
    const ratio = devicePixelRatio || 1;
    Object.assign(lines, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const edge of shown.edges) drawEdge(pen, edge, width, height);
  }

  function paint() {
    const answer = section.sources.get(spec.source)?.value;
    const knots = follow(section, spec.knots);
    if (!answer) return false;
    if (shown !== answer) build(answer);
    for (const { node, button } of boxes) {
      const chosen = node.name === section.values[spec.sets];
      button.setAttribute("aria-pressed", String(chosen));
      if (chosen && head.textContent !== node.head) {
        head.textContent = node.head;
        words.textContent = node.words;
      }
    }
    const maps = knots && follow(section, spec.thumbs);
    if (!maps) return false;
    const row = nearest(knots, section.values[spec.t]);
    if (maps === painted[0] && row === painted[1] && colours) return true;
    painted = [maps, row];
    colours ??= shades(true);
    for (const { node, thumb } of boxes) {
      if (!maps[node.name]) continue;
      const { bytes, shape } = cut(maps[node.name], [row]);
      const [, height, width] = shape;
      paintTiles(thumb, { bytes: bytes.subarray(0, height * width), shape: [1, height, width] }, 1, colours);
    }
    return true;
  }

  const resized = new ResizeObserver(draw);
  resized.observe(field);
  return {
    root,
    keys: [spec.sets, spec.t, `@${spec.source}`, ...new Set([spec.thumbs, spec.knots].map((path) => `@${path.split(".")[0]}`))],
    paint,
    refresh() {
      colours = null;
      draw();
      paint();
    },
    async draw(out, x, y, width) {
      const from = field.getBoundingClientRect();
      const share = width / (root.clientWidth || width);
      out.drawImage(lines, x, y, from.width * share, from.height * share);
      for (const { node, button, thumb } of boxes) {
        const box = button.getBoundingClientRect();
        const [left, top] = [x + (box.left - from.left) * share, y + (box.top - from.top) * share];
        Object.assign(out, { fillStyle: role("ground"), strokeStyle: role(button.getAttribute("aria-pressed") === "true" ? "accent" : "quiet"), lineWidth: 1.5, textAlign: "start" });
        out.fillRect(left, top, box.width * share, box.height * share);
        out.strokeRect(left, top, box.width * share, box.height * share);
        const side = thumb.clientHeight * share;
        out.drawImage(thumb, left + 4, top + (box.height * share - side) / 2, side, side);
        Object.assign(out, { fillStyle: role("text"), font: `13px system-ui, sans-serif` });
        out.fillText(node.title, left + side + 10, top + box.height * share * 0.32);
        out.fillText(node.shape, left + side + 10, top + box.height * share * 0.7);
      }
    },
    stop: () => resized.disconnect(),
  };
}
