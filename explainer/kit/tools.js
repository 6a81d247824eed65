// The toolbar of a figure: link, code, picture, animation, page, full screen.

import { h } from "./dom.js";
import { address, figureName, write } from "./links.js";

const COPIED_MS = 1500;

const button = (text, name, onclick) =>
  h("button", { type: "button", title: name, "aria-label": name, onclick }, text);

/** @param {import("./figure.js").Figure} figure */
export function tools(figure) {
  const { spec } = figure;
  const online = figure.ask !== null;
  const codes = Array.isArray(spec.code) ? spec.code.length : spec.code;
  return h(
    "div",
    { className: "dl-tools", role: "toolbar", "aria-label": `Tools of ${spec.title}` },
    ...(online ? [button("Copy link", "Copy link: a link to this section with its settings", (event) => copy(figure, event))] : []),
    ...(codes ? [button("Code", "Code: show the code that computed this", () => showCode(figure))] : []),
    button("PNG", "PNG: save as a picture", save(figure, "png")),
    ...(spec.scrubbers.length ? [button("GIF", "GIF: save as an animation", save(figure, "gif"))] : []),
    ...(online ? [button("Page", "Page: save as a page that works by itself", save(figure, "page"))] : []),
    button("Full screen", "Full screen (f)", () => fullscreen(figure.root)),
  );
}

/** Copy a link that opens this very figure with the section's settings. */
async function copy({ section, spec }, { currentTarget: pressed }) {
  write(section);
  const name = figureName(section.name, spec.id);
  const query = address(location.search, section.name, section.linkable(), section.defaults, name);
  const text = new URL(query + location.hash, location.href).href;
  try {
    await navigator.clipboard.writeText(text); // no clipboard over plain http, nor in some frames
  } catch {
    return offer(pressed.closest(".dl-figure"), text);
  }
  pressed.textContent = "Copied";
  setTimeout(() => (pressed.textContent = "Copy link"), COPIED_MS);
}

/** Where a page may not write to the clipboard: a field to copy from. */
function offer(root, text) {
  const field = h("input", { type: "text", readOnly: true, value: text, "aria-label": "Link to this figure" });
  const dialog = h(
    "dialog",
    { className: "dl-dialog dl-link", "aria-label": "Copy the link" },
    h("p", {}, "Copy this link (Ctrl C or ⌘ C):"),
    field,
    h("button", { type: "button", className: "dl-primary", onclick: () => dialog.close() }, "Close"),
  );
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  field.select();
}

const save = (figure, kind) => async (event) => {
  const pressed = event.currentTarget;
  const text = pressed.textContent;
  pressed.disabled = true;
  try {
    const saving = await import("./save.js");
    await saving.save(kind, figure, (share) => {
      pressed.textContent = `${Math.round(100 * share)} %`;
    });
  } catch (problem) {
    console.warn(problem);
    figure.section.fail("", `The figure could not be saved: ${problem.message}.`);
  } finally {
    pressed.disabled = false;
    pressed.textContent = text;
  }
};

async function showCode(figure) {
  const texts = await figure.code();
  const dialog = h(
    "dialog",
    { className: "dl-dialog dl-code", "aria-label": `Code of ${figure.spec.title}` },
    ...texts.flatMap(({ file, text }) => [
      h("h3", {}, file),
      h("pre", { tabindex: "0" }, h("code", { textContent: text })),
    ]),
    h("button", { type: "button", className: "dl-primary", onclick: () => dialog.close() }, "Close"),
  );
  dialog.addEventListener("close", () => dialog.remove());
  figure.root.append(dialog);
  dialog.showModal();
}

/** Show a figure on the full screen, or end that. @param {HTMLElement} root */
export function fullscreen(root) {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.();
}
