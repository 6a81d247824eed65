// A figure as a picture of 16:9 for a slide: laid out as in the lecture view, out of sight, then drawn.

import { fit } from "./fit.js";
import { ink } from "./ink.js";
import { figureName } from "./links.js";
import { lettersOf, widthOf, write } from "./tex.js";

/** @typedef {import("./figure.js").Figure} Figure */

export const WIDE = 1920;
export const HIGH = 1080;
const EDGE = 56; // pixels round everything
const HEAD = 84; // for the title
const FOOT = 44; // for the settings and the address
const DENSE = 2; // pixels of a canvas per pixel of the layout

const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/**
 * Run while a figure is laid out for a slide, with canvases as fine as the picture. Its place on the page stays.
 * @template T @param {Figure} figure @param {() => Promise<T>} run @returns {Promise<T>}
 */
export async function posed(figure, run) {
  const { root, panels } = figure;
  const place = root.parentElement;
  const was = root.classList.contains("dl-staged");
  const ratio = Object.getOwnPropertyDescriptor(window, "devicePixelRatio");
  const refresh = async () => {
    for (const panel of panels) panel.refresh?.();
    await frames();
    await frames(); // a plot follows its box one frame later
  };
  place.style.minHeight = `${root.offsetHeight}px`;
  root.classList.add("dl-staged", "dl-posed");
  Object.defineProperty(window, "devicePixelRatio", { value: DENSE, configurable: true }); // what canvases ask for
  try {
    fit(root);
    await refresh();
    return await run();
  } finally {
    Object.defineProperty(window, "devicePixelRatio", ratio);
    root.classList.toggle("dl-staged", was);
    root.classList.remove("dl-posed");
    fit(root);
    place.style.minHeight = "";
    await refresh();
  }
}

/** What a control shows, in words. @param {Kit.Section} section @param {Kit.Control} spec */
function setting(section, spec) {
  const value = section.values[spec.key];
  if (value === null || value === undefined || value === "" || value === false) return "";
  if (spec.when && section.values[spec.when[0]] !== spec.when[1]) return "";
  if (spec.symbol) return `${spec.symbol} = ${value}`;
  if (spec.type === "select") return `${spec.label}: ${spec.choices.find(([known]) => known === value)?.[1] ?? value}`;
  if (spec.type === "switch") return spec.label;
  return ["number", "range", "stops", "pair"].includes(spec.type) ? `${spec.label}: ${value}` : "";
}

/** The settings that a picture says: the slider's, and those of the controls in sight. @param {Figure} figure */
export function settings({ section, spec }) {
  const told = [...spec.scrubbers, ...spec.controls.filter((one) => !one.more || section.values[one.key] !== one.value)];
  return [...new Set(told.map((one) => setting(section, one)).filter(Boolean))].join("   ·   ");
}

/** Where the figure is to be found. @param {Figure} figure */
export const source = ({ spec }) =>
  (spec.address ?? `${location.host}${location.pathname}?at=${spec.section}&figure=${figureName(spec.section, spec.id)}`).replace(/^https?:\/\//, "");

/** Title and foot. @param {CanvasRenderingContext2D} pen @param {Figure} figure */
function frame(pen, figure) {
  const { color, fontFamily } = getComputedStyle(figure.root);
  const fitted = (text, weight, size, width) => {
    pen.font = `${weight} ${size}px ${fontFamily}`;
    const wide = widthOf(pen, text);
    if (wide > width) pen.font = `${weight} ${(size * width) / wide}px ${fontFamily}`;
  };
  pen.fillStyle = color;
  pen.textBaseline = "middle";
  fitted(figure.spec.title, 650, 44, WIDE - 2 * EDGE);
  write(pen, figure.spec.title, EDGE, EDGE / 2 + HEAD / 2);
  const from = source(figure);
  const y = HIGH - FOOT / 2 - 14;
  pen.globalAlpha = 0.75;
  pen.font = `400 22px ${fontFamily}`;
  const room = WIDE - 3 * EDGE - widthOf(pen, from);
  pen.textAlign = "right";
  write(pen, from, WIDE - EDGE, y);
  pen.textAlign = "left";
  const told = settings(figure);
  fitted(told, 400, 22, room);
  write(pen, told, EDGE, y);
  pen.globalAlpha = 1;
}

/** Where the panels go: as large as there is room. @param {Figure} figure */
export function stand({ root }) {
  const outer = root.querySelector(".dl-panels").getBoundingClientRect();
  const [wide, high] = [WIDE - 2 * EDGE, HIGH - EDGE - HEAD - FOOT - 20];
  const scale = Math.min(wide / outer.width, high / outer.height);
  const left = EDGE + (wide - scale * outer.width) / 2;
  const top = EDGE / 2 + HEAD + (high - scale * outer.height) / 2;
  /** @param {Element} node @returns {[number, number, number, number]} in pixels of the layout */
  const boxOf = (node) => {
    const box = node.getBoundingClientRect();
    return [box.left - outer.left, box.top - outer.top, box.width, box.height];
  };
  return { scale, left, top, boxOf };
}

/**
 * A posed figure as a picture. @param {Figure} figure
 * @param {{scale?: number, clear?: boolean}} [how] `clear`: with a transparent ground
 */
export async function snapshot(figure, { scale = 1, clear = false } = {}) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(WIDE * scale);
  canvas.height = Math.round(HIGH * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  if (!clear) {
    pen.fillStyle = getComputedStyle(figure.root).getPropertyValue("--dl-ground").trim() || "white";
    pen.fillRect(0, 0, WIDE, HIGH);
  }
  frame(pen, figure);
  const { scale: larger, left, top, boxOf } = stand(figure);
  pen.translate(left, top);
  pen.scale(larger, larger);
  for (const panel of figure.panels) {
    const box = boxOf(panel.root);
    if (!box[2]) continue; // not shown now
    if (panel.draw) await panel.draw(pen, ...box);
    else await ink(pen, panel.root, box[0], box[1]);
  }
  return canvas;
}

const text = (words) => words.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** A posed figure as a drawing: plots as lines and letters, all else as pictures in it. @param {Figure} figure */
export async function drawing(figure) {
  const { root, panels } = figure;
  const { color, fontFamily } = getComputedStyle(root);
  const { scale, left, top, boxOf } = stand(figure);
  const parts = [];
  for (const panel of panels) {
    const [x, y, width, height] = boxOf(panel.root);
    if (!width) continue;
    if (panel.drawing) {
      parts.push(`<g transform="translate(${x} ${y})">${await panel.drawing(width, height)}</g>`);
      continue;
    }
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: Math.ceil(DENSE * scale * width), height: Math.ceil(DENSE * scale * height) });
    const pen = canvas.getContext("2d");
    pen.scale(DENSE * scale, DENSE * scale);
    if (panel.draw) await panel.draw(pen, 0, 0, width, height);
    else await ink(pen, panel.root, 0, 0);
    parts.push(`<image x="${x}" y="${y}" width="${width}" height="${height}" href="${canvas.toDataURL()}"/>`);
  }
  const line = (words, x, y, size, more) => `<text x="${x}" y="${y}" font-size="${size}" ${more}>${text(lettersOf(words))}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${WIDE} ${HIGH}"
  fill="${color}" font-family="${text(fontFamily)}">
${line(figure.spec.title, EDGE, EDGE / 2 + HEAD / 2 + 14, 44, 'font-weight="650"')}
<g transform="translate(${left} ${top}) scale(${scale})">${parts.join("\n")}</g>
${line(settings(figure), EDGE, HIGH - 28, 22, "")}
${line(source(figure), WIDE - EDGE, HIGH - 28, 22, 'text-anchor="end"')}
</svg>`;
}
