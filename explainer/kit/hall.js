// The hall: phones follow the lecturer's stop and values through `hall.py`, and answer her question. Fetched
// only where somebody leads or follows.

import { h, setText } from "./dom.js";
import { socketAddress } from "./gradio.js";
import { here, notice } from "./links.js";
import { restore, visit } from "./places.js";
import { section as sectionOf } from "./section.js";

const EVERY_MS = 50; // between two looks at what has changed: a drag never waits for a phone
const AGAIN_MS = 2000; // until a lost follower tries again
const TAKEN = 4001; // the close code where another page leads the hall now, as `hall.py` sends it
const KEPT = "dl-hall"; // code and token of this tab's hall

/** @typedef {{at: string, figure: string | null, raw: Record<string, string>, stop: number, question: string, choices: string[], place?: boolean}} State */

const open = () => new WebSocket(socketAddress("hall"));

/** The values of a section that differ from their defaults, as a link carries them. @param {string} name */
export function valuesOf(name) {
  const { defaults } = sectionOf(name);
  const changed = Object.entries(sectionOf(name).linkable()).filter(([key, value]) => value !== defaults[key]);
  return Object.fromEntries(changed.map(([key, value]) => [key, value === null ? "" : String(value)]));
}

/** What the last count said. @type {{followers: number, answers: number[], places?: number[][]}} */
const heard = { followers: 0, answers: [] };
/** The connection to the hall that is led; a lost one is made anew. @type {WebSocket | null} */
let led = null;

export const isLed = () => led !== null;
export const counts = () => heard;

/** Show code, QR code and how many follow; again: hide them. */
export function showCode() {
  const card = document.getElementById("dl-hall");
  if (card) card.hidden = !card.hidden;
}

function card({ hall, link, qr }) {
  const old = document.getElementById("dl-hall");
  old?.remove();
  const image = `data:image/svg+xml,${encodeURIComponent(qr)}`;
  const box = h(
    "aside",
    { id: "dl-hall", "aria-label": "Follow this talk", hidden: old?.hidden ?? false },
    h("img", { src: image, alt: `QR code of ${link}` }),
    h("p", { id: "dl-hall-code" }, hall),
    h("p", {}, link),
    h("p", { id: "dl-hall-count", role: "status" }),
  );
  (document.fullscreenElement ?? document.body).append(box);
  count();
}

function count() {
  const { followers } = heard;
  const line = document.getElementById("dl-hall-count");
  if (line) setText(line, followers === 1 ? "1 follows" : `${followers} follow`);
  document.dispatchEvent(new CustomEvent("dl:hall"));
}

/**
 * Lead a hall from now on: what `state` says is sent whenever it changes.
 * @param {() => State} state
 */
export function leadHall(state) {
  const socket = open();
  led = socket;
  let last = "";
  let over = false;
  const send = () => {
    const text = JSON.stringify({ state: state() });
    if (text !== last && socket.readyState === WebSocket.OPEN) socket.send((last = text));
  };
  const timer = setInterval(send, EVERY_MS);
  socket.onopen = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    socket.send(JSON.stringify({ host: { ...kept, address: location.origin + location.pathname } }));
    send();
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.error) {
      over = true;
      notice("hall", message.error);
    } else if (message.hall) {
      sessionStorage.setItem(KEPT, JSON.stringify({ code: message.hall, token: message.token }));
      card(message);
    } else {
      Object.assign(heard, message);
      count();
    }
  };
  socket.onclose = ({ code }) => {
    clearInterval(timer);
    if (code === TAKEN) notice("hall", "Another page leads this talk now.");
    if (led === socket && !over && code !== TAKEN) {
      setTimeout(() => led === socket && leadHall(state), AGAIN_MS);
      return;
    }
    if (led === socket) led = null;
    document.getElementById("dl-hall")?.remove();
  };
}

/** End the hall: its followers are told. */
export function endHall() {
  if (led?.readyState === WebSocket.OPEN) led.send(JSON.stringify({ end: true }));
  led = null;
  sessionStorage.removeItem(KEPT);
}

let follows = true;
/** The lecturer's newest state. @type {State | null} */
let newest = null;

/** Go where the lecturer is. @param {State} state */
function apply({ at, figure, raw }) {
  if (here.section !== at || here.figure !== figure) visit(at, figure, raw, { restored: true });
  else restore(at, raw);
}

/** The question with a button for each choice, or with the plot to be tapped. @param {State} state @param {(given: number | number[]) => void} answer */
function ask({ at, figure, question, choices, place }, answer) {
  const old = document.getElementById("dl-hall-question");
  if (old?.dataset.question === question) return;
  closeQuestion();
  if (!question || !(choices.length || place)) return;
  const buttons = choices.map((choice, i) => {
    const pressed = () => {
      answer(i);
      buttons.forEach((other, k) => other.setAttribute("aria-pressed", String(k === i)));
    };
    return h("button", { type: "button", "aria-pressed": "false", onclick: pressed }, choice);
  });
  const said = h("p", { role: "status", hidden: !place }, "Tap on the plot, or move there with the arrow keys and press Enter.");
  const box = h("aside", { id: "dl-hall-question", role: "group", "aria-label": "Question" }, h("p", {}, question), ...buttons, said);
  box.dataset.question = question;
  document.body.append(box);
  if (place) import("./place.js").then(({ askPlace }) => askPlace({ at, figure }, said, answer));
}

function closeQuestion() {
  document.getElementById("dl-hall-question")?.remove();
  for (const layer of document.querySelectorAll(".dl-place")) layer.remove();
}

function bar(code) {
  const label = () => (follows ? "Let go" : "Come back");
  const button = h("button", { type: "button", id: "dl-hall-let-go" }, label());
  button.onclick = () => {
    follows = !follows;
    setText(button, label());
    if (follows && newest) apply(newest);
  };
  const box = h("aside", { id: "dl-hall-bar", "aria-label": "The talk that you follow" }, h("span", {}, `You follow the talk ${code}`), button);
  document.body.append(box);
}

function leave(sentence) {
  document.getElementById("dl-hall-bar")?.remove();
  closeQuestion();
  notice("hall", sentence);
}

/** Follow the talk of a code. @param {string} code */
export function followHall(code) {
  const socket = open();
  let over = false;
  const answer = (choice) => socket.send(JSON.stringify({ answer: choice }));
  socket.onopen = () => socket.send(JSON.stringify({ follow: code }));
  socket.onmessage = ({ data }) => {
    const { state, error, ended } = JSON.parse(data);
    if (error || ended) {
      over = true;
      leave(error ?? "The talk has ended. The page stays yours.");
      return;
    }
    if (!document.getElementById("dl-hall-bar")) bar(code.toUpperCase());
    newest = state;
    ask(state, answer);
    if (follows) apply(state);
  };
  socket.onclose = () => over || setTimeout(() => followHall(code), AGAIN_MS);
}
