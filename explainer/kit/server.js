// How the page reaches Python: a figure's function on the server, and what figures are made of.

import { jsonLines } from "./lines.js";

/** A function of the figure `id` on the server: `ask` answers once, `stream` line by line. */
function call(id, name, data, signal) {
  const { root, api_prefix: prefix, components } = window.gradio_config;
  const component = components.find((one) => one.props.elem_id === id);
  return fetch(`${root}${prefix}/component_server`, {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ data, component_id: component.id, fn_name: name, session_hash: `${name}-${id}` }),
  });
}

/**
 * The answer of a source, or of "@code" and the like. Gradio's `server.ask(…)` fetches the same, and
 * wakes the component's loading status before and after, which costs a drag a part of each frame.
 */
export function asker(id) {
  /** @type {{name: string, values: any, done: (answer: any) => void, fail: (error: Error) => void}[]} */
  let open = [];
  return (name, values) =>
    new Promise((done, fail) => {
      open.push({ name, values, done, fail });
      if (open.length > 1) return;
      // what else the same hand asks comes before this microtask: one request for all of it
      queueMicrotask(() => {
        const asks = open;
        open = [];
        answers(id, asks).catch((error) => asks.forEach((one) => one.fail(error)));
      });
    });
}

async function answers(id, asks) {
  const questions = asks.map(({ name, values }) => [name, values]);
  const response = await call(id, "ask", asks.length > 1 ? ["@each", questions] : questions[0]);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  if (asks.length === 1) return asks[0].done(await response.json());
  for await (const [place, answer] of jsonLines(response.body)) asks[place].done(answer);
  asks.forEach((one) => one.fail(new Error("the server broke off"))); // those that are answered stay so
}

/** The fetch behind Gradio's `server.stream(…)`, whose own client waits for the whole answer. */
export function opener(id) {
  return (name, values, signal) => call(id, "stream", [name, values], signal);
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
