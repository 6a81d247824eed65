// A pad to draw on with mouse, pen, finger or arrow keys, on black or over a picture; a PNG is its value.

import { h } from "./controls.js";
import { cut, follow, paintTiles, shades } from "./tiles.js";

/** @param {import("./section.js").Section} section @param {any} spec of `kit.controls.Draw` */
export function draw(section, spec, id) {
  const pad = h("canvas", {
    width: 280,
    height: 280,
    className: "dl-pad",
    role: "img",
    "aria-label": "Drawing pad: draw with mouse, pen, finger or arrow keys",
  });
  const under = h("canvas", { className: "dl-pad-under", hidden: true, "aria-hidden": "true" });
  const ink = pad.getContext("2d");
  const clear = () => {
    ink.fillStyle = "black";
    ink.fillRect(0, 0, 280, 280);
  };
  let last = null;
  const place = (event) => {
    const box = pad.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * 280,
      ((event.clientY - box.top) / box.height) * 280,
    ];
  };
  const stroke = (event) => line(place(event));
  const line = (next) => {
    Object.assign(ink, { strokeStyle: "white", lineWidth: 24, lineCap: "round" });
    ink.beginPath();
    ink.moveTo(...(last ?? next));
    ink.lineTo(...next);
    ink.stroke();
    last = next;
  };
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    last = null;
    stroke(event);
  });
  pad.addEventListener("pointermove", (event) => last && stroke(event));
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (last = null));
  let pen = [140, 60]; // the arrow keys draw from here on
  pad.tabIndex = 0;
  pad.addEventListener("keydown", ({ key }) => {
    const way = { ArrowUp: [0, -14], ArrowDown: [0, 14], ArrowLeft: [-14, 0], ArrowRight: [14, 0] }[key];
    if (way) [last, pen] = [pen, pen.map((at, i) => Math.min(268, Math.max(12, at + way[i])))];
    if (way) line(pen), (last = null);
  });
  const use = () => {
    dialog.close();
    section.set(spec.key, pad.toDataURL("image/png").split(",")[1]);
    section.set(spec.sets[0], spec.sets[1]);
  };
  const dialog = h(
    "dialog",
    { className: "dl-dialog", "aria-label": spec.label },
    h("p", {}, spec.help),
    h("span", { className: "dl-pad-holder" }, under, pad),
    h(
      "div",
      { className: "dl-buttons" },
      h("button", { type: "button", className: "dl-primary", onclick: use }, "Use the drawing"),
      h("button", { type: "button", onclick: clear }, "Clear"),
      h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
    ),
  );
  clear();
  const open = () => {
    const table = spec.over && follow(section, spec.over);
    under.hidden = !table;
    if (table) paintTiles(under, cut(table, []), 1, shades(false));
    dialog.showModal();
  };
  const native = h("button", { id, type: "button", onclick: open }, spec.label);
  return { native, extra: [dialog], show: () => {} };
}
