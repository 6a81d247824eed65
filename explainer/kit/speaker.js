// The lecturer's second window: its notes are kept in step with the talk, also over a reload of this page.

import { t } from "./language.js";
import { notice } from "./links.js";

const SIZE = "width=900,height=700";
const NAME = "diffusion-live-notes";

/** What this tab remembers of its talk. A page in a frame may have no storage. */
function remembered(key, fresh) {
  try {
    const found = sessionStorage.getItem(key) ?? String(fresh);
    sessionStorage.setItem(key, found);
    return found;
  } catch {
    return String(fresh);
  }
}

/** @type {BroadcastChannel | null} */
let channel = null;
/** What the notes show. @type {{talk: any, index: number} | null} */
let shown = null;

const begun = () => Number(remembered("dl-talk-begun", Date.now()));

/** Tell the notes, if they are open, which stop of which talk is shown. */
export function tellNotes(talk, index) {
  shown = { talk, index };
  channel?.postMessage({ ...shown, begun: begun() });
}

/** Listen to the notes' keys. @param {(by: number) => void} step */
export function listenToNotes(step) {
  channel ??= new BroadcastChannel(remembered("dl-talk-channel", `${NAME}-${Date.now()}-${Math.random()}`));
  channel.onmessage = ({ data }) => {
    if (data.by) step(data.by);
    if (data.restart) sessionStorage.setItem("dl-talk-begun", String(Date.now()));
    if (shown) tellNotes(shown.talk, shown.index);
  };
}

/** Open the notes; a window that is open already comes to the front. @param {string} title of the talk */
export function openNotes(title) {
  const notes = window.open("", NAME, SIZE);
  if (!notes) {
    notice("notes", "The browser keeps the second window from opening: allow pop-ups for this page.");
    return;
  }
  notes.focus();
  notes.document.documentElement.dataset.channel = channel.name;
  notes.document.title = t(`Notes · ${title}`);
  const spoken = document.getElementById("dl-words"); // the notes speak the page's language
  if (spoken) notes.document.head.append(notes.document.importNode(spoken, true));
  notes.document.documentElement.lang = document.documentElement.lang;
  const script = notes.document.createElement("script");
  script.type = "module";
  script.src = new URL("notes.js", import.meta.url).href;
  notes.document.head.append(script);
}
