// A talk's file, as `take_away.py` writes it: the browser saves it while the server makes it, and can break off.

import { h } from "./dom.js";
import { talkFileAddress } from "./gradio.js";
import { language } from "./language.js";

const DROPPED = "own"; // the name of a talk that the server has no copy of

/** Save the file of a talk. @param {string} name @param {string | null} text of the one that was dropped */
export function takeAway(name, text) {
  const fields = { talk: name, address: location.origin + location.pathname, ...(text && name === DROPPED ? { text } : {}) };
  const inputs = Object.entries(fields).map(([field, value]) => h("textarea", { name: field, value }));
  const form = h("form", { method: "post", action: talkFileAddress(language), hidden: true }, ...inputs);
  document.body.append(form);
  form.submit();
  form.remove();
}
