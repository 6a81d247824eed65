// Colours by role, remembered as long as the theme stands: asking the style sheet costs a frame its time.

/** @type {Map<string, string>} */
const known = new Map();
let theme = "";

/** A role's colour in the present theme: "data" → "#0072b2". */
export function role(name) {
  if (theme !== document.body.className) {
    theme = document.body.className;
    known.clear();
  }
  const color = known.get(name) || getComputedStyle(document.body).getPropertyValue(`--dl-${name}`).trim();
  known.set(name, color);
  return color;
}
