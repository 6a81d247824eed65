// How the page reaches Python: through one socket for all figures, by requests where there is none.

import { listen, ready, stop } from "./channel.js";
import { jsonLines } from "./lines.js";

const LARGEST = 1_000_000; // characters of a message: what is larger goes in a request

/** A question to the function `kind` of a figure as a message, or null where it must be a request. */
function message(figure, kind, question) {
  if (!ready()) return null;
  const text = `${figure},"${kind}",${JSON.stringify(question)}`;
  return text.length < LARGEST ? text : null;
}

/** The same question as a request. */
async function request(figure, kind, question, signal) {
  const { root, api_prefix: prefix } = window.gradio_config;
  const response = await fetch(`${root}${prefix}/component_server`, {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ data: question, component_id: figure, fn_name: kind, session_hash: `${kind}-${figure}` }),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

const place = (id) => window.gradio_config.components.find((one) => one.props.elem_id === id).id;

/**
 * What the figure `id` asks: `(name, values)` → the answer of a source, or of "@code" and the like.
 * Gradio's `server.ask(…)` fetches the same, and wakes the component's loading status before and after,
 * which costs a drag a part of each frame.
 */
export function asker(id) {
  const figure = place(id);
  return async (name, values) => {
    const question = [name, values];
    const text = message(figure, "ask", question);
    if (text) {
      const reply = await new Promise((take) => listen(text, take));
      if (reply) return reply[0];
    }
    return (await request(figure, "ask", question)).json();
  };
}

/** What the figure `id` streams: `(name, values, signal)` → the steps of a run, one by one, until it is aborted. */
export function opener(id) {
  const figure = place(id);
  return async function* (name, values, signal) {
    const question = [name, values];
    const text = message(figure, "stream", question);
    if (text) yield* messages(text, signal);
    else yield* jsonLines((await request(figure, "stream", question, signal)).body);
  };
}

async function* messages(text, signal) {
  const come = [];
  let wake = () => {};
  const put = (reply) => {
    come.push(reply);
    wake();
  };
  const number = listen(text, put, true);
  const leave = () => put(null);
  signal.addEventListener("abort", leave);
  try {
    while (true) {
      if (come.length === 0) await new Promise((done) => (wake = done));
      const reply = come.shift();
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

/** @type {Map<string, Promise<Record<string, any>>>} section → figure's id → its spec */
const known = new Map();

/** The specs of a section's figures, by id: one request when the section is first wanted. */
export function specs(section) {
  if (!known.has(section)) {
    const wanted = fetched(section);
    known.set(section, wanted);
    wanted.catch(() => known.delete(section));
  }
  return known.get(section);
}

function fetched(section) {
  const one = figures().find(({ props }) => props.section === section);
  return asker(one.elem_id)("@specs", {});
}

/** What the page carries of its figures: each one's id and section, in the order of the page. */
export function figures() {
  const { components } = window.gradio_config ?? { components: [] };
  return components.map((one) => one.props).filter((props) => props.props?.section);
}
