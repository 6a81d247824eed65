// The page's end of `channel.py`: one socket through which every figure asks and is streamed to.

import { channelAddress } from "./gradio.js";

/** @typedef {(reply: any[] | null) => void} Take one answer or step in a list; empty at the end, null if it broke off */

/** @type {WebSocket | null} */
let socket = null;
let proven = false; // whether a socket was ever open
let refused = false;
let count = 0;
/** Messages that may still be answered, by number. @type {Map<number, {take: Take, more: boolean}>} */
const open = new Map();

/**
 * Whether a message can be sent now. Nobody waits for the socket: before it is open, or where a proxy
 * lets none through, the caller fetches instead. A socket that was lost (the server restarted, the laptop
 * slept) is opened again at the next question.
 */
export function ready() {
  if (!socket && !refused) connect();
  return socket?.readyState === WebSocket.OPEN;
}

function connect() {
  const mine = new WebSocket(channelAddress());
  socket = mine;
  mine.onopen = () => (proven = true);
  mine.onmessage = ({ data }) => {
    if (typeof data === "string") hear(data);
    else unpacked(data).then(hear, () => mine.close()); // the caller then fetches
  };
  mine.onclose = () => {
    socket = null;
    refused = !proven;
    const left = [...open.values()];
    open.clear();
    for (const { take } of left) take(null);
  };
}

function hear(text) {
  const [number, ...reply] = JSON.parse(text);
  const asked = open.get(number);
  if (!asked?.more || reply.length === 0) open.delete(number);
  asked?.take(reply);
}

/** The text of a large answer. @param {Blob} packed */
async function unpacked(packed) {
  return new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Send a message; `take` gets the reply, or each one where there are `more`. Returns the message's number. */
export function listen(text, take, more = false) {
  const number = ++count;
  open.set(number, { take, more });
  socket.send(`[${number},${text}]`);
  return number;
}

/** Take no more replies to that message. */
export function stop(number) {
  if (open.delete(number) && ready()) socket.send(`[${number}]`);
}
