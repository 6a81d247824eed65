// The faces that formulas are set in, for what leaves the page: a saved page, and a plot drawn as a picture.

import { toBase64 } from "./codec.js";

const FACE = /@font-face\{[^}]*\}/g;

/** KaTeX's style sheet; on a saved page it stands in the page. */
async function sheet() {
  const saved = document.getElementById("dl-formulas");
  if (saved) return { text: saved.textContent, base: document.baseURI };
  /** @type {HTMLLinkElement | null} */
  const link = document.querySelector('link[href*="katex.min.css"]');
  return link ? { text: await (await fetch(link.href)).text(), base: link.href } : { text: "", base: "" };
}

/** Whether the page has used a face, so that a file needs it. */
function used(rule) {
  const [family, style, weight] = ["font-family", "font-style", "font-weight"].map(
    (name) => new RegExp(`${name}:"?([^;"}]+)`).exec(rule)?.[1],
  );
  return [...document.fonts].some(
    (face) => face.status === "loaded" && face.family.replace(/"/g, "") === family && face.style === style &&
      face.weight.replace("normal", "400").replace("bold", "700") === weight,
  );
}

/** The rule with the face itself in it. @param {string} rule @param {string} base */
async function inlined(rule, base) {
  const [, address] = /url\(([^)]+)\)/.exec(rule);
  if (address.startsWith("data:")) return rule;
  const bytes = new Uint8Array(await (await fetch(new URL(address, base))).arrayBuffer());
  return rule.replace(/src:.*\}/, `src:url(data:font/woff2;base64,${toBase64(bytes)}) format("woff2")}`);
}

/** The rules of the faces in use, each with the face in it. */
export async function faces() {
  const { text, base } = await sheet();
  const rules = (text.match(FACE) ?? []).filter(used);
  return (await Promise.all(rules.map((rule) => inlined(rule, base)))).join("\n");
}

/** What a page needs to show typeset formulas: the styles, and the faces in use. */
export async function formulaStyles() {
  return `${await faces()}\n${(await sheet()).text.replace(FACE, "")}`;
}
