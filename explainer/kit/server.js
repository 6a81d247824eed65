// How the page reaches Python: a figure's function on the server, and what figures are made of.

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

async function fetched(section) {
  const one = figures().find(({ props }) => props.section === section);
  const response = await call(one.elem_id, "ask", ["@specs", {}]);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}

/** What the page carries of its figures: each one's id and section, in the order of the page. */
export function figures() {
  const { components } = window.gradio_config ?? { components: [] };
  return components.map((one) => one.props).filter((props) => props.props?.section);
}
