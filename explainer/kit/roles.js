// Colours by role, remembered as long as the theme stands: asking the style sheet would slow each frame.

import { theme } from "./gradio.js";

/** @type {Map<string, string>} */
const known = new Map();
let themeOfKnown = "";

/** A role's colour in the present theme: "data" → "#0072b2". */
export function role(name) {
  if (themeOfKnown !== theme()) {
    themeOfKnown = theme();
    known.clear();
  }
  const color = known.get(name) || getComputedStyle(document.body).getPropertyValue(`--dl-${name}`).trim();
  known.set(name, color);
  return color;
}
