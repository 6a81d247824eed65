// The page's end of `channel.py`: one socket through which every figure asks and is streamed to.

import { socketAddress } from "./gradio.js";

/** @typedef {(reply: any[] | null) => void} Take one answer or step in a list; empty at the end, null if it broke off */

const LOOK_MS = 1000;
const QUIET_MS = 4000; // of a socket that owes an answer: then the server is asked for a sign of life
const DEAD_MS = 4000; // without that sign
const ALIVE = 0; // the number of that question; the others count from 1

/** @type {WebSocket | null} */
let socket = null;
let proven = false; // whether a socket was ever open
let spoken = false; // whether anything ever came through one
let refused = false;
let count = 0;
let heard = 0; // when something last came, or was asked after a pause
let tried = 0; // when the sign of life was asked for; 0 once it has come
let timer;
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
  const mine = new WebSocket(socketAddress("channel"));
  socket = mine;
  mine.onopen = () => (proven = true);
  mine.onmessage = ({ data }) => {
    if (typeof data === "string") hear(data);
    else unpacked(data).then(hear, () => mine.close()); // the caller then fetches
  };
  mine.onclose = () => gone(!proven);
}

/** The socket is lost: whoever waits fetches instead. */
function gone(forGood) {
  socket = null;
  refused = forGood;
  clearInterval(timer);
  timer = undefined;
  const left = [...open.values()];
  open.clear();
  for (const { take } of left) take(null);
}

/** A connection can die without a word, and some proxies open sockets that they let nothing through. */
function look() {
  const now = performance.now();
  if (open.size === 0 || now - heard < QUIET_MS) return;
  if (!tried) {
    tried = now;
    socket.send(`[${ALIVE}]`);
  } else if (now - tried > DEAD_MS) {
    const dead = socket;
    dead.onclose = null; // it would be told only after its own time limit
    dead.close();
    gone(!spoken);
  }
}

function hear(text) {
  heard = performance.now();
  tried = 0;
  spoken = true;
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
  if (open.size === 0) [heard, tried] = [performance.now(), 0];
  timer ??= setInterval(look, LOOK_MS);
  open.set(number, { take, more });
  socket.send(`[${number},${text}]`);
  return number;
}

/** Take no more replies to that message. */
export function stop(number) {
  if (open.delete(number) && ready()) socket.send(`[${number}]`);
}
