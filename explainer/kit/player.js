// The buttons of a run without an end: play and pause, its steps, reset, the way back from trouble, and its state.

import { progressLine } from "./controls.js";
import { h, setText } from "./dom.js";

/** @type {import("./controls.js").Maker} of `kit.Player` */
export function player(section, spec, id) {
  const stem = id.replace(/-[^-]+$/, "");
  const stream = () => section.streams.get(spec.stream);
  const own = stream()?.own ?? ((name) => name);
  const button = (name, text, title, onclick) =>
    h("button", { id: `${stem}-${name}`, type: "button", title, onclick }, text);
  const toggle = () => (stream().running() ? stream().pause() : stream().start());
  const native = h("button", { id, type: "button", className: "dl-primary", onclick: toggle }, spec.label);
  const steps = spec.steps.map(([move, text, help]) => button(move, text, help, () => stream().step(move)));
  const reset = button("reset", "Reset", "Fresh networks with these settings", () => stream().reset());
  const back = button("back", "Back to the last good step", "Go on from before it broke", () => stream().back());
  const progress = progressLine(section, own);
  progress.root.id = `${stem}-state`;
  const show = () => {
    const state = section.values[own("state")];
    setText(native, state === "running" ? "❚❚ Pause" : spec.label);
    if (back.hidden !== (state !== "broken")) back.hidden = state !== "broken";
    progress.show();
  };
  section.on([own("state"), own("progress")], show);
  return { native, extra: [...steps, reset, back, progress.root], show };
}
