// The question to the room: asked, then answered with what the hall said, then gone. A room answers with a
// choice, or with a place on the stop's plot.

import { h, setText } from "./dom.js";

/** @typedef {import("./talk.js").Stop} Stop */
/** What the lecturer knows of her hall; null without one. @typedef {typeof import("./hall.js") | null} Hall */

const box = () => document.getElementById("talk-question");

export const isAsked = () => box() !== null;

const places = () => import("./place.js"); // seldom needed

const refit = () => dispatchEvent(new Event("resize")); // a question about a place takes room above the figure

/** Take the question away. */
export function closeQuestion() {
  if (!isAsked()) return;
  box().remove();
  delete document.documentElement.dataset.asked;
  refit();
  if (document.querySelector(".dl-place")) places().then(({ leavePlaces }) => leavePlaces());
}

/** Ask the stop's question; again: answer it; again: neither. False if it has none. @param {Stop} stop @param {Hall} hall */
export function ask(stop, hall) {
  const { question, answer, choices, place } = stop;
  if (!question) return false;
  if (!isAsked()) {
    const listed = choices.length ? [h("ol", {}, ...choices.map((choice) => h("li", {}, choice, h("b", {}))))] : [];
    const tapped = place ? [h("p", { className: "dl-tapped" })] : [];
    const asked = h("aside", { id: "talk-question", className: place ? "dl-above" : "", role: "status" }, h("p", {}, question), ...listed, ...tapped);
    (document.fullscreenElement ?? document.body).append(asked);
    if (place) document.documentElement.dataset.asked = "place";
    refit();
  } else if (answer && !isAnswered()) box().append(h("p", { className: "dl-answered" }, answer));
  else return closeQuestion();
  showCounts(stop, hall);
}

const isAnswered = () => Boolean(box()?.querySelector(".dl-answered"));

/** Say how many answered a place; once the answer is shown, how many chose what and where. @param {Stop} stop @param {Hall} hall */
export function showCounts(stop, hall) {
  if (!hall?.isLed() || !isAsked()) return;
  const { answers, places: found = [] } = hall.counts();
  if (stop.place) {
    setText(box().querySelector(".dl-tapped"), found.length === 1 ? "Tap on the plot: 1 answer" : `Tap on the plot: ${found.length} answers`);
    if (isAnswered()) places().then(({ showPlaces }) => isAnswered() && showPlaces(stop, found));
  } else if (isAnswered()) box().querySelectorAll("li b").forEach((node, i) => (node.textContent = String(answers[i] ?? 0)));
}
