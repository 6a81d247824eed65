// How far somebody is who learns alone: kept in this browser, and nowhere else.

const KEPT = "dl-path";

/**
 * @typedef {{id: string, at: string, figure: string, do: string, key: string | null, least: number | null,
 *   most: number | null, value: any, opens: boolean}} Step
 * @typedef {{name: string, title: string, steps: Step[], saw: string, question: string, answer: string}} Trail
 * @typedef {{open: boolean | null, tour: string | null, done: string[]}} Progress `open` is null until somebody
 *   opened or closed the card
 */

/** @returns {Progress} */
export function kept() {
  /** @type {Progress} */
  const none = { open: null, tour: null, done: [] };
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    const done = Array.isArray(found.done) ? found.done.filter((id) => typeof id === "string") : [];
    return { ...none, open: found.open ?? null, tour: typeof found.tour === "string" ? found.tour : null, done };
  } catch {
    return none; // a page in a frame may have no storage, and anybody may have written there
  }
}

/** @param {Progress} progress */
export function keep(progress) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(progress));
  } catch {
    // for this visit alone
  }
}

/** Whether a value is what a step asks for. @param {Step} step @param {any} value */
export function met(step, value) {
  if (value === undefined || value === null) return false;
  if (step.value !== null) return String(value) === String(step.value);
  if (step.least === null && step.most === null) return true; // to change it was all
  const number = Number(value);
  return (step.least === null || number >= step.least) && (step.most === null || number <= step.most);
}

/** The first step that is neither done nor left out, or undefined. @param {Trail} trail @param {Iterable<string>} past */
export function next(trail, past) {
  const over = new Set(past);
  return trail.steps.find(({ id }) => !over.has(id));
}
