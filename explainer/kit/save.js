// A figure on its way to slides: PNG, animated GIF, and a page that works by itself.

import { toBase64 } from "./codec.js";
import { packedFilm } from "./film.js";
import { formulaStyles } from "./faces.js";
import { TYPESETTER, isDark, typesetterAddress } from "./gradio.js";
import { t } from "./language.js";
import { linkTo } from "./links.js";
import { drawing, posed, snapshot } from "./snapshot.js";
import { hasFormula, lettersOf } from "./tex.js";
import { GIFEncoder, applyPalette, quantize } from "./vendor/gifenc.js";

/** @typedef {import("./figure.js").Figure} Figure */

const GIF_FRAMES = 60;
const GIF_SCALE = 0.5; // of the picture: 960 × 540

/**
 * Save a figure as a file, or copy it. What is to be said then.
 * @param {string} kind @param {Figure} figure @param {(share: number) => void} progress
 * @returns {Promise<string>}
 */
export async function save(kind, figure, progress) {
  if (kind === "copy") return copy(figure);
  const [make, ending] = FILES[kind];
  const url = URL.createObjectURL(await make(figure, progress));
  const anchor = document.createElement("a");
  Object.assign(anchor, { href: url, download: `${figure.spec.id}.${ending}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return "Saved";
}

/** How each kind of file is made, and its ending. @type {Record<string, [(figure: Figure, progress: (share: number) => void) => Promise<Blob>, string]>} */
const FILES = {
  png: [(figure) => png(figure), "png"],
  clear: [(figure) => png(figure, true), "png"],
  svg: [async (figure) => new Blob([await posed(figure, () => drawing(figure))], { type: "image/svg+xml" }), "svg"],
  gif: [gif, "gif"],
  page: [page, "html"],
};

/** @param {Figure} figure @param {boolean} [clear] with a transparent ground @returns {Promise<Blob>} */
async function png(figure, clear = false) {
  const canvas = await posed(figure, () => snapshot(figure, { clear }));
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Put the picture on the clipboard, where a page may. @param {Figure} figure */
async function copy(figure) {
  if (!navigator.clipboard?.write) return "This page may not use the clipboard: save the PNG";
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png(figure) })]);
  return "Copied";
}

/** @param {Figure} figure @param {(share: number) => void} progress @returns {Promise<Blob>} */
async function gif(figure, progress) {
  const { section, spec } = figure;
  const scrub = spec.scrubbers[0];
  const back = section.values[scrub.key];
  const top = section.limit(scrub.key);
  const frames = Math.min(GIF_FRAMES, top - scrub.minimum + 1);
  const encoder = GIFEncoder();
  const take = async (i) => {
    const share = frames === 1 ? 1 : i / (frames - 1);
    section.set(scrub.key, Math.round(scrub.minimum + share * (top - scrub.minimum)));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const canvas = await snapshot(figure, { scale: GIF_SCALE });
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const palette = quantize(data, 256);
    const delay = i === frames - 1 ? 1500 : 80;
    encoder.writeFrame(applyPalette(data, palette), canvas.width, canvas.height, { palette, delay });
    progress((i + 1) / frames);
  };
  try {
    await posed(figure, async () => {
      for (let i = 0; i < frames; i++) await take(i);
    });
  } finally {
    section.set(scrub.key, back);
  }
  encoder.finish();
  return new Blob([encoder.bytes()], { type: "image/gif" });
}

/**
 * One HTML file: the kit's modules, this figure's spec, Python's answers, and plotly if it plots.
 * @param {Figure} figure @returns {Promise<Blob>}
 */
async function page(figure) {
  const { spec, section } = figure;
  const modules = await collect(new URL("./figure.js", import.meta.url).href);
  const carried = (text) => `data:text/javascript;base64,${toBase64(new TextEncoder().encode(text))}`;
  const imports = {};
  for (const [url, text] of modules) imports[moduleName(url)] = carried(renamed(text, url));
  if (hasFormula(JSON.stringify(spec))) imports[TYPESETTER] = carried(await (await fetch(typesetterAddress())).text());
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
    address: linkTo(section, spec.id),
    panels: spec.panels.map((panel, i) => ({ ...panel, ...figure.panels[i].saved?.() })),
    controls: spec.controls.map(valued),
    scrubbers: spec.scrubbers.map(valued),
    sources: sources.map(({ name, keys, raw }) => ({ name, keys, initial: packedFilm(raw) })),
  };
}

/** The page's HTML. */
function html(spec, imports, [formulas, plotly], saved, values) {
  const inert = (value) => JSON.stringify(value).replaceAll("<", "\\u003c"); // it neither ends a script nor opens a comment
  return `<!doctype html>
<html lang="${document.documentElement.lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(lettersOf(spec.title))}</title>
${document.getElementById("dl-words")?.outerHTML ?? ""}
<style id="dl-formulas">${formulas}</style>
<style>${document.getElementById("dl-style").textContent}</style>
<body class="dl-saved${isDark() ? " dark" : ""}">
<main class="dl-host dl-alone"></main>
<p class="dl-source">${escape(t(`From ${spec.credit}:`))} <a href="${escape(saved.address)}">${escape(saved.address)}</a></p>
${plotly ? `<script>${plotly.replace(/<\/script/gi, "<\\/script")}</script>` : ""}
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
import { mount } from "kit/figure.js";
import { section } from "kit/section.js";
const spec = ${inert(saved)};
const frozen = ${inert({ values })};
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
