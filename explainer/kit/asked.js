// Asking while a hand moves: one call in flight, the newest question wins, answers arrive in order.

/**
 * Ask `call` the newest question as often as it can answer. While a call runs, only the newest
 * question waits; those between are never asked. Every answer is newer than the last one shown, so
 * each is shown and a drag stays alive. An error that a newer question has overtaken is dropped.
 * @template Q, A
 * @param {(question: Q) => Promise<A>} call
 * @param {(answer: A, question: Q) => void} onAnswer
 * @param {(error: Error, question: Q) => void} onError
 * @returns {(question: Q) => void}
 */
export function latest(call, onAnswer, onError) {
  let busy = false;
  /** @type {{question: Q} | null} */
  let waiting = null;

  async function run(question) {
    busy = true;
    try {
      const answer = await call(question);
      onAnswer(answer, question);
    } catch (error) {
      if (!waiting) onError(error instanceof Error ? error : new Error(String(error)), question);
    }
    busy = false;
    if (waiting) {
      const next = waiting.question;
      waiting = null;
      run(next);
    }
  }

  return (question) => {
    if (busy) waiting = { question };
    else run(question);
  };
}
