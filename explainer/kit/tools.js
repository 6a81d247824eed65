// The tools of a figure: one menu with all that can be taken away, and the full screen.

import { h, setText } from "./dom.js";
import { linkTo, writeAddress } from "./links.js";

const SAID_MS = 2000;
const ICONS = {
  share: "M12 3v11M8 7l4-4 4 4M6 11H5v9h14v-9h-1",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
};

function icon(name) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}

/** @param {import("./figure.js").Figure} figure */
export function tools(figure) {
  const said = h("span", { className: "dl-said-shared", role: "status" });
  const full = "Full screen (f)";
  return h(
    "div",
    { className: "dl-tools", role: "group", "aria-label": `Tools of ${figure.spec.title}` },
    said,
    menu(figure, entries(figure), said),
    h("button", { type: "button", title: full, "aria-label": full, onclick: () => fullscreen(figure.root) }, icon("full")),
  );
}

/**
 * What the menu offers: the words, what they mean, and what they do. It returns what is to be said then.
 * @param {import("./figure.js").Figure} figure
 * @returns {[string, string, (say: (text: string) => void) => Promise<string | void>][]}
 */
function entries(figure) {
  const { spec } = figure;
  const online = figure.ask !== null;
  const codes = Array.isArray(spec.code) ? spec.code.length : spec.code;
  const saved = (kind) => (say) => save(figure, kind, say);
  /** @type {[string, string, (say: (text: string) => void) => Promise<string | void>][]} */
  const all = [];
  if (online) all.push(["Copy link", "To this figure with its settings", () => copyLink(figure)]);
  all.push(["Copy picture", "To paste it into a slide", saved("copy")]);
  all.push(["PNG", "A picture for a slide, 16:9", saved("png")]);
  all.push(["Transparent PNG", "A picture with a transparent ground", saved("clear")]);
  if (spec.panels.some(({ type }) => type === "plot")) all.push(["SVG", "A drawing that stays sharp at any size", saved("svg")]);
  if (spec.panels.some(({ type }) => type === "plot")) all.push(["Pin", "These curves stay, faint, behind new ones; again: they go", async () => pin(figure)]);
  if (spec.scrubbers.length) all.push(["GIF", "An animation along the slider", saved("gif")]);
  if (online) all.push(["PDF", "One sheet, through the print dialogue", () => printed(figure)]);
  if (online) all.push(["Page", "A page that works by itself, from a disk", saved("page")]);
  if (codes) all.push(["Code", "The functions that computed this", () => showCode(figure)]);
  return all;
}

/** Keep the curves of a figure's plots faintly behind what is to come; again: let them go. @param {import("./figure.js").Figure} figure */
export function pin(figure) {
  const on = figure.root.toggleAttribute("data-pinned");
  for (const panel of figure.panels) panel.pin?.(on);
  return on ? "Pinned" : "Unpinned";
}

/** `print.js` lays it out, which knows the whole page. */
async function printed(figure) {
  document.dispatchEvent(new CustomEvent("dl:print", { detail: figure }));
}

/** A button that opens a menu: arrow keys go through it, Escape and a press elsewhere close it. */
function menu(figure, offered, said) {
  const items = offered.map(([name, help, run]) =>
    h(
      "button",
      { type: "button", role: "menuitem", tabindex: "-1", title: help, "aria-label": `${name}: ${help}`, onclick: () => choose(run) },
      h("b", {}, name),
      h("span", {}, help),
    ),
  );
  const list = h("div", { className: "dl-menu", role: "menu", "aria-label": `Share ${figure.spec.title}`, hidden: true }, ...items);
  const words = "Share: link, picture, page, code";
  const button = h(
    "button",
    { type: "button", className: "dl-share", title: words, "aria-label": words, "aria-haspopup": "menu", "aria-expanded": "false" },
    icon("share"),
  );
  const show = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) items[0].focus();
    for (const change of [document.removeEventListener, ...(open ? [document.addEventListener] : [])])
      change.call(document, "pointerdown", outside);
  };
  const outside = (event) => !event.composedPath().some((node) => node === list || node === button) && show(false);
  const say = (text) => setText(said, text);
  async function choose(run) {
    show(false);
    button.focus();
    button.disabled = true;
    try {
      say((await run(say)) ?? "");
    } catch (problem) {
      console.warn(problem);
      say("");
      figure.section.fail("", `The figure could not be saved: ${problem.message}.`);
    } finally {
      button.disabled = false;
      setTimeout(() => say(""), SAID_MS);
    }
  }
  button.addEventListener("click", () => show(list.hidden));
  list.addEventListener("keydown", (event) => steer(event, items, () => (show(false), button.focus())));
  list.addEventListener("focusout", ({ relatedTarget: to }) => to instanceof Node && !list.contains(to) && to !== button && show(false));
  return h("span", { className: "dl-menu-holder" }, button, list);
}

/** The keys of a menu. @param {KeyboardEvent} event @param {HTMLElement[]} items @param {() => void} close */
function steer(event, items, close) {
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) items.at(to % items.length).focus();
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Copy a link that opens this very figure with the section's settings. */
async function copyLink(figure) {
  writeAddress(figure.section);
  const text = linkTo(figure.section, figure.spec.id);
  try {
    await navigator.clipboard.writeText(text); // no clipboard over plain http, nor in some frames
  } catch {
    return offer(figure.root, text);
  }
  return "Copied";
}

/** A window over the figure with a button that closes it. */
function dialog(root, className, label, ...children) {
  const close = h("button", { type: "button", className: "dl-primary", onclick: () => box.close() }, "Close");
  const box = h("dialog", { className: `dl-dialog ${className}`, "aria-label": label }, close, ...children);
  box.addEventListener("close", () => box.remove());
  root.append(box);
  box.showModal();
}

/** Where a page may not write to the clipboard: a field to copy from. */
function offer(root, text) {
  const field = h("input", { type: "text", readOnly: true, value: text, "aria-label": "Link to this figure" });
  dialog(root, "dl-link", "Copy the link", h("p", {}, "Copy this link (Ctrl C or ⌘ C):"), field);
  field.select();
}

async function save(figure, kind, say) {
  const saving = await import("./save.js");
  return saving.save(kind, figure, (share) => say(`${Math.round(100 * share)} %`));
}

async function showCode(figure) {
  const texts = await figure.code();
  const listed = texts.map(({ file, text }) => {
    const copied = async (event) => {
      await navigator.clipboard.writeText(text);
      setText(event.target, "Copied");
    };
    const copy = navigator.clipboard ? [h("button", { type: "button", onclick: copied }, "Copy")] : [];
    return [h("h3", {}, file, " ", ...copy), h("pre", { tabindex: "0" }, h("code", { textContent: text }))];
  });
  dialog(figure.root, "dl-code", `Code of ${figure.spec.title}`, ...listed.flat());
}

/** Show a figure on the full screen, or end that. @param {HTMLElement} root */
export function fullscreen(root) {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.();
}
