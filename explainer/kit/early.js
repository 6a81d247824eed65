// What runs before the first figure stands: the section that the link names is fetched, and the address
// follows the tabs.

import "./head.js";
import "./keys.js";
import { hosts, keepLanguage, keepLight, onTab } from "./gradio.js";
import { language } from "./language.js";
import { figures, here, link, notice } from "./links.js";
import { load } from "./load.js";
import { chosen, keepPlaces } from "./places.js";
import "./print.js";
import { specs } from "./server.js";
import { lectureSwitch } from "./stage.js";
import { startTalk } from "./talk.js";

/** The section that opens first is fetched while Gradio still unpacks its page. */
async function fetchFirst() {
  const names = [...new Set(hosts().map(({ section }) => section))];
  if (link.at && names.length && !names.includes(link.at))
    notice("section", `The link asks for the section “${link.at}”; there are ${names.join(", ")}.`);
  const first = names.includes(link.at) ? link.at : names[0];
  if (!first) return;
  keepPlaces(first);
  await Promise.all(Object.values(await specs(first)).map(load));
  if (!link.figure || first !== link.at) return;
  const known = (await figures(first)).map(({ name }) => name);
  if (known.includes(link.figure)) return;
  notice("figure", `The link asks for the figure “${link.figure}”; this section has ${known.join(", ")}.`);
  link.figure = here.figure = null;
}

/** A link may ask for a language that there is not: the page then speaks the browser's. */
function sayLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const known = [language, ...[...document.querySelectorAll("a.dl-language")].map((other) => other.getAttribute("hreflang"))];
  if (asked === null || known.length < 2 || known.includes(asked)) return;
  notice("language", `The link asks for the language “${asked.slice(0, 20)}”; there are ${known.sort().join(", ")}.`);
}

const page = document.documentElement;
const code = new URLSearchParams(location.search).get("follow");
if (link.view === "lecture" || link.view === "talk" || code) page.dataset.view = "lecture";
startTalk();
if (code) import("./hall.js").then(({ followHall }) => followHall(code));
if (!document.getElementById("dl-bar")) document.body.append(lectureSwitch());
onTab(chosen);
keepLight();
keepLanguage();
sayLanguage();
fetchFirst().catch(console.warn);
