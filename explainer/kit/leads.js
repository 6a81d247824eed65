// Links into other sections: the address carries the settings, and a click opens the tab in this very page.

import { check } from "./check.js";
import { h } from "./dom.js";
import { tabOf } from "./gradio.js";
import { ink } from "./ink.js";
import { address, link } from "./links.js";
import { section as sectionOf } from "./section.js";

/** @param {Kit.Context} context @param {Kit.Spec} spec of `kit.Leads` */
export function leads({ section }, spec) {
  const root = h("p", { className: "dl-leads" });
  return {
    root,
    keys: [`@${spec.source}`],
    paint() {
      const answer = section.answer(spec.source);
      if (!answer) return false;
      const links = (answer[spec.leads] ?? []).map((lead) => {
        if (location.protocol === "file:") return lead.text; // a saved page leads nowhere
        const href = address(location.search, lead.at, lead.settings, {});
        return h("a", { href, title: lead.title, onclick: (event) => follow(event, lead) }, lead.text);
      });
      root.replaceChildren(answer[spec.says] ?? "", ...links.flatMap((node) => [" ", node]));
      return true;
    },
    draw: (pen, x, y) => ink(pen, root, x, y),
  };
}

/** Open the section here, if its tab is in reach and no key asks for a new window. */
function follow(event, { at, settings }) {
  const tab = tabOf(at);
  if (!tab || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const section = sectionOf(at);
  // for the figures that are not there yet
  const raw = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
  Object.assign(link, { at, figure: null, raw });
  for (const [key, value] of Object.entries(settings)) {
    const control = section.controls.get(key);
    if (!control) continue;
    const found = check(control, value, section.values);
    if (!("error" in found)) section.set(key, found.value);
  }
  tab.click();
  tab.focus();
  scrollTo({ top: 0 });
}
