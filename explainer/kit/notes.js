// The notes of a talk, in a window of their own: what to say, the clock, the minutes left, the next stop.
// `speaker.js` opens the window and answers it through a channel.

import { h } from "./dom.js";
import { t } from "./language.js";
import { lettersOf } from "./tex.js";

const STYLE = `
  :root { color-scheme: light dark; font: 20px/1.45 system-ui, sans-serif; }
  body { margin: 24px; display: grid; align-content: start; gap: 16px 32px; grid-template-columns: minmax(0, 2fr) minmax(220px, 1fr); }
  header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: baseline; }
  header b { font-size: 1.3em; } header .late { color: #b3261e; } h1, h2 { margin: 0; font-size: 1.2em; }
  @media (max-width: 700px) { body { grid-template-columns: minmax(0, 1fr); } }
  p { margin: .6em 0; white-space: pre-line; } img { width: 100%; border: 1px solid #8888; } small { opacity: .8; }
  button { font: inherit; padding: 8px 16px; min-height: 44px; }
  @media (prefers-color-scheme: dark) { header .late { color: #ff8a80; } }
`;
/** @type {{talk: any, index: number, begun: number} | null} */
let state = null;
const channel = new BroadcastChannel(document.documentElement.dataset.channel);

const { lang } = document.documentElement;
const locale = navigator.languages.find((one) => one.startsWith(lang)) ?? lang; // 18:15 or 6:15 PM, as the page's readers write it

const minutes = (stops) => stops.reduce((sum, stop) => sum + stop.minutes, 0);

/** Words for the time that is left: what was planned for the rest, and how far behind or ahead that is. */
function clock() {
  const { talk, index, begun } = state;
  const spent = (Date.now() - begun) / 60_000;
  const behind = Math.round(spent - minutes(talk.stops.slice(0, index + 1)));
  const rest = Math.round(minutes(talk.stops) - spent);
  const now = new Date().toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  const pace = behind > 0 ? `${behind} min behind` : "in time";
  return h(
    "header",
    {},
    h("b", {}, now),
    h("span", {}, rest >= 0 ? `${rest} min left` : `${-rest} min over`),
    h("span", { className: behind > 0 ? "late" : "" }, pace),
    h("span", {}, `${index + 1} / ${talk.stops.length}`),
    step("‹ Previous", -1),
    step("Next ›", 1),
    h("button", { type: "button", onclick: () => channel.postMessage({ restart: true }) }, "Restart the clock"),
  );
}

const step = (text, by) => h("button", { type: "button", onclick: () => channel.postMessage({ by }) }, text);

/** An element with words of the talk, its formulas as plain letters: nothing typesets them in this window. */
function line(tag, text) {
  const node = h(tag);
  node.textContent = lettersOf(t(text));
  return node;
}

/** What is said now, and at the right what comes next. */
function paint() {
  if (!state) return;
  const { talk, index } = state;
  const [stop, next] = talk.stops.slice(index, index + 2);
  const asked = stop.question ? [h("h2", {}, "Question"), line("p", stop.question), h("p", {}, line("small", stop.answer))] : [];
  const said = h("main", {}, line("h1", stop.title), h("p", {}, line("small", stop.slides)), line("p", stop.say), ...asked);
  const after = next
    ? [line("h2", `Next: ${next.title}`), ...(next.picture ? [h("img", { src: new URL(next.picture, opener.document.baseURI).href, alt: "" })] : [])]
    : [h("h2", {}, "This is the last stop.")];
  document.body.replaceChildren(clock(), said, h("aside", {}, ...after));
}

channel.onmessage = ({ data }) => {
  if (!data.talk) return;
  state = data;
  paint();
};
document.head.append(h("style", {}, STYLE));
addEventListener("keydown", ({ key }) => {
  const by = { n: 1, PageDown: 1, ArrowRight: 1, p: -1, PageUp: -1, ArrowLeft: -1 }[key];
  if (by) channel.postMessage({ by });
});
setInterval(() => state && document.querySelector("header")?.replaceWith(clock()), 5000);
channel.postMessage({ wants: "state" });
