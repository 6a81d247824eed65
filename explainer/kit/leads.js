// Links into other sections: the address says it all, and a click opens the tab of this very page.

import { check } from "./check.js";
import { h } from "./controls.js";
import { ink } from "./ink.js";
import { address, link } from "./links.js";
import { section as sectionOf } from "./section.js";

/** @param {import("./figure.js").Context} context @param {any} spec of `kit.Leads` */
export function leads(context, spec) {
  const root = h("p", { className: "dl-leads" });
  return {
    root,
    keys: [`@${spec.source}`],
    paint() {
      const answer = context.section.sources.get(spec.source)?.value;
      if (!answer) return false;
      const links = (answer[spec.leads] ?? []).map((one) => {
        if (location.protocol === "file:") return one.text; // a saved page leads nowhere
        return h(
          "a",
          { href: address(location.search, one.at, one.settings, {}), title: one.title, onclick: (event) => follow(event, one) },
          one.text,
        );
      });
      root.replaceChildren(answer[spec.says] ?? "", ...links.flatMap((node) => [" ", node]));
      return true;
    },
    draw: (pen, x, y) => ink(pen, root, x, y),
  };
}

/** Open the section here, if its tab is in reach and the hand wants no new window. */
function follow(event, { at, settings }) {
  const tab = [...document.querySelectorAll(`[role="tab"][data-tab-id="${CSS.escape(at)}"]`)].find((one) => one.offsetParent);
  if (!tab || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const section = sectionOf(at);
  link.at = at; // for the figures that are not there yet
  link.raw = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
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
