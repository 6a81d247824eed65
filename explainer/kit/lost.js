// The server does not answer: one banner says so, and what was asked in vain is asked again by itself.

import { h } from "./dom.js";

const AGAIN_MS = 1500;
const LATE_MS = 5000; // a connection may be dead without a word

/** What is to be done once the server answers, by who waits for it. @type {Map<string, () => void>} */
const waiting = new Map();
let timer;

/** @param {boolean} gone */
function banner(gone) {
  const shown = document.getElementById("dl-lost");
  if (!gone) shown?.remove();
  else if (!shown) {
    const words = "The server does not answer. What is grey is out of date; it comes back by itself.";
    document.body.append(h("p", { id: "dl-lost", role: "status" }, words));
  }
}

async function look() {
  timer = undefined;
  const asked = fetch(location.href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(LATE_MS) });
  const answered = await asked.then(({ status }) => status < 500, () => false);
  if (!answered) return wait();
  const all = [...waiting.values()];
  waiting.clear();
  banner(false);
  for (const run of all) run();
}

function wait() {
  timer ??= setTimeout(look, AGAIN_MS);
}

/** Run `again` once the server answers; `who` waits for one thing at a time. */
export function lost(who, again) {
  if (!/^http/.test(location.protocol)) return;
  waiting.set(who, again);
  banner(true);
  wait();
}
