// How the page reaches Python: through one socket for all figures, by requests where there is none.

import { listen, ready, stop } from "./channel.js";
import { callServer, componentOf, hosts } from "./gradio.js";

const LATE_MS = 60_000; // of an answer: far above the slowest, so that a dead connection is noticed
const LARGEST = 1_000_000; // characters of a message: what is larger goes in a request

/** A question to the function `kind` of a component as a message, or null where it must be a request. */
function message(component, kind, question) {
  if (!ready()) return null;
  const text = `${component},"${kind}",${JSON.stringify(question)}`;
  return text.length < LARGEST ? text : null;
}

/** The same question as a request. */
async function request(component, kind, question, signal) {
  const response = await callServer(component, kind, question, signal);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

/**
 * What the figure `id` asks: `(name, values)` → the answer of a source, or of "@code" and the like.
 * @returns {Kit.Ask}
 */
export function asker(id) {
  const component = componentOf(id);
  return async (name, values) => {
    const question = [name, values];
    const text = message(component, "ask", question);
    if (text) {
      const reply = await new Promise((resolve) => listen(text, resolve));
      if (reply) return reply[0];
    }
    return (await request(component, "ask", question, AbortSignal.timeout(LATE_MS))).json();
  };
}

/**
 * What the figure `id` streams: `(name, values, signal)` → the steps of a run, one by one, until it is aborted.
 * @returns {Kit.Open}
 */
export function opener(id) {
  const component = componentOf(id);
  return async function* (name, values, signal) {
    const question = [name, values];
    const text = message(component, "stream", question);
    if (text) return yield* messages(text, signal);
    const [{ jsonLines }, response] = await Promise.all([
      import("./lines.js"), // seldom needed
      request(component, "stream", question, signal),
    ]);
    yield* jsonLines(response.body);
  };
}

async function* messages(text, signal) {
  const replies = [];
  let wake = () => {};
  const put = (reply) => {
    replies.push(reply);
    wake();
  };
  const number = listen(text, put, true);
  const leave = () => put(null);
  signal.addEventListener("abort", leave);
  try {
    while (true) {
      if (replies.length === 0) await new Promise((resolve) => (wake = () => resolve()));
      const reply = replies.shift();
      signal.throwIfAborted(); // as a fetch does
      if (!reply) throw new Error("the server broke off");
      if (reply.length === 0) return;
      yield reply[0];
    }
  } finally {
    signal.removeEventListener("abort", leave);
    stop(number);
  }
}

/** @type {Map<string, Promise<Record<string, Kit.FigureSpec>>>} section → figure's id → its spec */
const known = new Map();

/** The specs of a section's figures, by id: one request, when the section is first wanted. */
export function specs(section) {
  if (!known.has(section)) {
    const host = hosts().find((known) => known.section === section);
    const wanted = asker(host.id)("@specs", {});
    known.set(section, wanted);
    wanted.catch(() => known.delete(section));
  }
  return known.get(section);
}
