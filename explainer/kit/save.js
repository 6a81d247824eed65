// A figure on its way to slides: PNG, animated GIF, and a page that works by itself.

import { toBase64 } from "./codec.js";
import { packedFilm } from "./film.js";
import { formulaStyles } from "./faces.js";
import { isDark } from "./gradio.js";
import { lettersOf } from "./tex.js";
import { GIFEncoder, applyPalette, quantize } from "./vendor/gifenc.js";

/** @typedef {import("./figure.js").Figure} Figure */

const SCALE = 2;
const GIF_FRAMES = 60;
const GIF_WIDTH = 800;
const HEAD = 44; // pixels of a picture for the title
const FOOT = 34; // and for the settings

/**
 * Save a figure as a file.
 * @param {"png" | "gif" | "page"} kind @param {Figure} figure @param {(share: number) => void} progress
 */
export async function save(kind, figure, progress) {
  /** @type {Record<string, (figure: Figure, progress: (share: number) => void) => Promise<Blob>>} */
  const makers = { png, gif, page };
  const endings = { png: "png", gif: "gif", page: "html" };
  const blob = await makers[kind](figure, progress);
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  Object.assign(anchor, { href: url, download: `${figure.spec.id}.${endings[kind]}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @param {Figure} figure @returns {Promise<Blob>} */
async function png(figure) {
  const canvas = await snapshot(figure, SCALE);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** @param {Figure} figure @param {(share: number) => void} progress @returns {Promise<Blob>} */
async function gif(figure, progress) {
  const { section, spec } = figure;
  const scrub = spec.scrubbers[0];
  const back = section.values[scrub.key];
  const top = section.limit(scrub.key);
  const frames = Math.min(GIF_FRAMES, top - scrub.minimum + 1);
  const encoder = GIFEncoder();
  try {
    for (let i = 0; i < frames; i++) {
      const share = frames === 1 ? 1 : i / (frames - 1);
      section.set(scrub.key, Math.round(scrub.minimum + share * (top - scrub.minimum)));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const box = figure.root.querySelector(".dl-panels").getBoundingClientRect();
      const canvas = await snapshot(figure, Math.min(1, GIF_WIDTH / box.width));
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const palette = quantize(data, 256);
      const delay = i === frames - 1 ? 1500 : 80;
      encoder.writeFrame(applyPalette(data, palette), canvas.width, canvas.height, { palette, delay });
      progress((i + 1) / frames);
    }
  } finally {
    section.set(scrub.key, back);
  }
  encoder.finish();
  return new Blob([encoder.bytes()], { type: "image/gif" });
}

/** Title, panels and settings as they stand on the screen, drawn into one canvas. @param {Figure} figure */
async function snapshot(figure, scale) {
  const { root, section, spec, panels } = figure;
  const outer = root.querySelector(".dl-panels").getBoundingClientRect();
  const height = outer.height + HEAD + FOOT;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(outer.width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(root);
  pen.scale(scale, scale);
  pen.fillStyle = style.getPropertyValue("--dl-ground").trim() || "white";
  pen.fillRect(0, 0, outer.width, height);
  pen.fillStyle = style.color;
  pen.textBaseline = "middle";
  pen.font = `600 20px ${style.fontFamily}`;
  pen.fillText(spec.title, 4, HEAD / 2, outer.width - 8);
  pen.font = `15px ${style.fontFamily}`;
  const settings = spec.reflects.map((key) => `${key} = ${section.values[key]}`).join("   ");
  pen.fillText(settings, 4, HEAD + outer.height + FOOT / 2, outer.width - 8);
  /** @returns {[number, number, number, number]} */
  const boxOf = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left - outer.left, box.top - outer.top + HEAD, box.width, box.height];
  };
  for (const panel of panels) {
    if (panel.draw) await panel.draw(pen, ...boxOf(panel.root));
    else drawPanel(pen, panel.root, boxOf);
  }
  return canvas;
}

/** A panel that is made of canvases and captions. */
function drawPanel(pen, root, boxOf) {
  for (const screen of root.querySelectorAll("canvas")) {
    pen.imageSmoothingEnabled = root.classList.contains("dl-smooth");
    pen.drawImage(screen, ...boxOf(screen));
  }
  for (const caption of root.querySelectorAll(".dl-caption")) {
    const [x, y, width, height] = boxOf(caption);
    const face = getComputedStyle(caption);
    pen.fillStyle = face.color;
    pen.font = `${face.fontWeight} ${face.fontSize} ${face.fontFamily}`;
    pen.textAlign = "center";
    pen.fillText(caption.textContent, x + width / 2, y + height / 2, width + 4);
    pen.textAlign = "start";
  }
}

/**
 * One HTML file: the kit's modules, this figure's spec, Python's answers, and plotly if it plots.
 * @param {Figure} figure @returns {Promise<Blob>}
 */
async function page(figure) {
  const { spec, section } = figure;
  const modules = await collect(new URL("./figure.js", import.meta.url).href);
  const imports = {};
  for (const [url, text] of modules) {
    imports[moduleName(url)] = `data:text/javascript;base64,${toBase64(new TextEncoder().encode(renamed(text, url)))}`;
  }
  const plots = spec.panels.some(({ type }) => type === "plot");
  const plotly = plots ? await (await fetch(new URL(spec.plotly, document.baseURI))).text() : "";
  const text = html(spec, imports, [await formulaStyles(), plotly], await frozen(figure), section.values);
  return new Blob([text], { type: "text/html" });
}

/** The figure's spec with the present values and answers in it. @param {Figure} figure */
async function frozen(figure) {
  const { spec, section, sources } = figure;
  const valued = (declared) => ({ ...declared, value: section.values[declared.key] });
  return {
    ...spec,
    code: spec.code ? await figure.code() : [],
    panels: spec.panels.map((panel, i) => ({ ...panel, ...figure.panels[i].saved?.() })),
    controls: spec.controls.map(valued),
    scrubbers: spec.scrubbers.map(valued),
    sources: sources.map(({ name, keys, raw }) => ({ name, keys, initial: packedFilm(raw) })),
  };
}

/** The page's HTML. */
function html(spec, imports, [formulas, plotly], saved, values) {
  const inert = (text) => text.replaceAll("</script", "<\\/script");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(lettersOf(spec.title))}</title>
<style id="dl-formulas">${formulas}</style>
<style>${document.getElementById("dl-style").textContent}</style>
<body${isDark() ? ' class="dark"' : ""}>
<main class="dl-host dl-alone"></main>
<p class="dl-source">From ${escape(spec.credit)}.</p>
${plotly ? `<script>${inert(plotly)}</script>` : ""}
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
import { mount } from "kit/figure.js";
import { section } from "kit/section.js";
const spec = ${inert(JSON.stringify(saved))};
const frozen = ${inert(JSON.stringify({ values }))};
Object.assign(section(spec.section).values, frozen.values);
mount(document.querySelector(".dl-host"), spec, null);
</script>
</body>
</html>`;
}

/** The module graph from `entry` on, as texts. */
async function collect(entry) {
  const found = new Map();
  const open = [entry];
  while (open.length) {
    const url = open.pop();
    if (found.has(url)) continue;
    const text = await (await fetch(url)).text();
    found.set(url, text);
    for (const [, path] of text.matchAll(IMPORT)) open.push(new URL(path, url).href);
  }
  return found;
}

const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

function moduleName(url) {
  const root = new URL("./", import.meta.url).href;
  return `kit/${url.slice(root.length)}`;
}

/** Relative imports named from the kit's root, since a data: URL has no neighbours. */
function renamed(text, url) {
  return text
    .replace(IMPORT, (whole, path) => whole.replace(path, moduleName(new URL(path, url).href)))
    .replaceAll("import.meta.url", "document.baseURI");
}

function escape(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
