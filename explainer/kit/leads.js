// Links into other sections: the address carries the settings, and `places.js` opens it in this very page.

import { h } from "./dom.js";
import { ink } from "./ink.js";
import { address } from "./links.js";

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
        return h("a", { href, title: lead.title }, lead.text);
      });
      root.replaceChildren(answer[spec.says] ?? "", ...links.flatMap((node) => [" ", node]));
      return true;
    },
    draw: (pen, x, y) => ink(pen, root, x, y),
  };
}
