// Lines of JSON, each as soon as it has arrived.

/**
 * Read lines of JSON from the body of a streamed response.
 * @param {ReadableStream<any>} body bytes
 * @returns {AsyncGenerator<any>}
 */
export async function* jsonLines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) if (part) yield JSON.parse(part);
  }
}
