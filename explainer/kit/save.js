// A figure on its way to slides: PNG, animated GIF, and a page that works by itself.

import { toBase64 } from "./codec.js";
import { packedFilm } from "./film.js";
import { GIFEncoder, applyPalette, quantize } from "./vendor/gifenc.js";

const SCALE = 2;
const GIF_FRAMES = 60;
const GIF_WIDTH = 800;

/** @param {"png" | "gif" | "page"} kind @param {any} figure @param {(share: number) => void} progress */
export async function save(kind, figure, progress) {
  const makers = { png, gif, page };
  const endings = { png: "png", gif: "gif", page: "html" };
  const blob = await makers[kind](figure, progress);
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  Object.assign(anchor, { href: url, download: `${figure.spec.id}.${endings[kind]}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function png(figure) {
  const canvas = await snapshot(figure, SCALE);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

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
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
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

/** Title, panels and settings as they stand on the screen, drawn into one canvas. */
async function snapshot(figure, scale) {
  const { root, section, spec, panels } = figure;
  const holder = root.querySelector(".dl-panels");
  const outer = holder.getBoundingClientRect();
  const head = 44;
  const foot = 34;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(outer.width * scale);
  canvas.height = Math.round((outer.height + head + foot) * scale);
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(root);
  pen.scale(scale, scale);
  pen.fillStyle = style.getPropertyValue("--dl-ground").trim() || "white";
  pen.fillRect(0, 0, outer.width, outer.height + head + foot);
  pen.fillStyle = style.color;
  pen.textBaseline = "middle";
  pen.font = `600 20px ${style.fontFamily}`;
  pen.fillText(spec.title, 4, head / 2, outer.width - 8);
  pen.font = `15px ${style.fontFamily}`;
  const settings = spec.reflects.map((key) => `${key} = ${section.values[key]}`).join("   ");
  pen.fillText(settings, 4, head + outer.height + foot / 2, outer.width - 8);
  for (const panel of panels) {
    const at = (element) => {
      const box = element.getBoundingClientRect();
      return [box.left - outer.left, box.top - outer.top + head, box.width, box.height];
    };
    if (panel.draw) {
      await panel.draw(pen, ...at(panel.root));
      continue;
    }
    for (const screen of panel.root.querySelectorAll("canvas")) {
      pen.imageSmoothingEnabled = panel.root.classList.contains("dl-smooth");
      pen.drawImage(screen, ...at(screen));
    }
    for (const caption of panel.root.querySelectorAll(".dl-caption")) {
      const [x, y, width, height] = at(caption);
      const face = getComputedStyle(caption);
      pen.fillStyle = face.color;
      pen.font = `${face.fontWeight} ${face.fontSize} ${face.fontFamily}`;
      pen.textAlign = "center";
      pen.fillText(caption.textContent, x + width / 2, y + height / 2, width + 4);
      pen.textAlign = "start";
    }
  }
  return canvas;
}

/** One HTML file: the kit's modules, this figure's spec, Python's answers, and plotly if it plots. */
async function page(figure) {
  const { spec, section, sources } = figure;
  const modules = await collect(new URL("./figure.js", import.meta.url).href);
  const imports = {};
  for (const [url, text] of modules) {
    imports[moduleName(url)] = `data:text/javascript;base64,${toBase64(new TextEncoder().encode(renamed(text, url)))}`;
  }
  const saved = {
    ...spec,
    code: spec.code ? await figure.code() : [],
    panels: spec.panels.map((one, i) => ({ ...one, ...figure.panels[i].saved?.() })),
    controls: spec.controls.map((one) => ({ ...one, value: section.values[one.key] })),
    scrubbers: spec.scrubbers.map((one) => ({ ...one, value: section.values[one.key] })),
    sources: sources.map((one) => ({ name: one.name, keys: one.keys, initial: packedFilm(one.raw) })),
  };
  const frozen = { values: section.values };
  const plots = spec.panels.some((one) => one.type === "plot");
  const plotly = plots ? await (await fetch(new URL(spec.plotly, document.baseURI))).text() : "";
  const inert = (text) => text.replaceAll("</script", "<\\/script");
  const dark = document.body.classList.contains("dark") ? ' class="dark"' : "";
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(spec.title)}</title>
<style>${document.getElementById("dl-style").textContent}</style>
<body${dark}>
<main class="dl-host dl-alone"></main>
<p class="dl-source">From ${escape(spec.credit)}.</p>
${plotly ? `<script>${inert(plotly)}</script>` : ""}
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
import { mount } from "kit/figure.js";
import { section } from "kit/section.js";
const spec = ${inert(JSON.stringify(saved))};
const frozen = ${inert(JSON.stringify(frozen))};
Object.assign(section(spec.section).values, frozen.values);
mount(document.querySelector(".dl-host"), spec, null);
</script>
</body>
</html>`;
  return new Blob([html], { type: "text/html" });
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
