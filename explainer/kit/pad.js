// A dialog with a pad to draw on, and the button that opens it.

import { h } from "./dom.js";

/** A button of a dialog. */
export const button = (text, onclick) => h("button", { type: "button", onclick }, text);

/**
 * @param {Kit.Control} spec @param {string} id of the button that opens the dialog
 * @param {{content: Node[], buttons: Node[], open: () => void}} parts what stands below the help and
 *   beside "Cancel"; `open` is called when the dialog is shown
 */
export function padDialog(spec, id, { content, buttons, open }) {
  const dialog = h(
    "dialog",
    { className: "dl-dialog", "aria-label": spec.label },
    h("p", {}, spec.help),
    ...content,
    h("div", { className: "dl-buttons" }, ...buttons, button("Cancel", () => dialog.close())),
  );
  const onclick = () => {
    dialog.showModal();
    open();
  };
  return { dialog, native: h("button", { id, type: "button", onclick }, spec.label) };
}
