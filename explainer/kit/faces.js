// The faces that formulas are set in, for what leaves the page: a saved page, and a plot drawn as a picture.

import { toBase64 } from "./codec.js";

const FACE = /@font-face\{[^}]*\}/g;

/** KaTeX's style sheet, which stands in the page. */
const sheet = () => document.getElementById("dl-formulas")?.textContent ?? "";

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

/** The rule with the face itself in it. @param {string} rule */
async function inlined(rule) {
  const [, address] = /url\(([^)]+)\)/.exec(rule);
  if (address.startsWith("data:")) return rule;
  const bytes = new Uint8Array(await (await fetch(new URL(address, document.baseURI))).arrayBuffer());
  return rule.replace(/src:.*\}/, `src:url(data:font/woff2;base64,${toBase64(bytes)}) format("woff2")}`);
}

/** The rules of the faces in use, each with the face in it. */
export async function faces() {
  const rules = (sheet().match(FACE) ?? []).filter(used);
  return (await Promise.all(rules.map(inlined))).join("\n");
}

/** What a page needs to show typeset formulas: the styles, and the faces in use. */
export async function formulaStyles() {
  return `${await faces()}\n${sheet().replace(FACE, "")}`;
}
