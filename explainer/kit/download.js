// A file that Python writes with the settings on screen, saved by the browser.

import { h } from "./dom.js";

/** @type {import("./controls.js").Maker} of `kit.Download` */
export function download(section, spec, id) {
  const native = h("button", { id, type: "button" }, spec.label);
  native.addEventListener("click", async () => {
    native.setAttribute("aria-busy", "true");
    section.fail(spec.key, "");
    try {
      const answer = await section.sources.get(spec.source).once({ [spec.asks[0]]: spec.asks[1] });
      if (answer.error) return section.fail(spec.key, `${answer.error.message}.`);
      const url = URL.createObjectURL(new Blob([answer.text], { type: "text/plain" }));
      const anchor = h("a", { href: url, download: answer.file });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (problem) {
      console.warn(problem);
      section.fail(spec.key, "The server does not answer. Try again.");
    } finally {
      native.removeAttribute("aria-busy");
    }
  });
  return { native, show: () => {} };
}
