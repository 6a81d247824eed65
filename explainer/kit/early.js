// What runs before the first figure stands: the section that the link names is fetched, and the address
// follows the tabs.

import { chosenPanel, hosts, onTab } from "./gradio.js";
import { figures, link, notice, write } from "./links.js";
import { load } from "./load.js";
import { section as sectionOf } from "./section.js";
import { specs } from "./server.js";
import { lectureSwitch } from "./stage.js";

const PATIENCE_MS = 10_000; // for a section that is built when its tab is first chosen

/** The section whose figures show now in a part of the page. @param {Element} part */
function visible(part) {
  /** @type {NodeListOf<HTMLElement>} */
  const roots = part.querySelectorAll("[data-section]");
  return [...roots].find((root) => root.offsetParent)?.dataset.section;
}

let choices = 0;

/** A tab was chosen: the address follows as soon as its section stands on the page. */
async function chosen(tab) {
  const mine = ++choices;
  const late = performance.now() + PATIENCE_MS;
  const shown = () => {
    const panel = chosenPanel(tab);
    return panel && visible(panel);
  };
  let name;
  while (!(name = shown())) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (mine !== choices || performance.now() > late) return;
  }
  write(sectionOf(name));
}

/** The section that opens first is fetched while Gradio still unpacks its page. */
async function fetchFirst() {
  const names = [...new Set(hosts().map(({ section }) => section))];
  if (link.at && names.length && !names.includes(link.at))
    notice("section", `The link asks for the section “${link.at}”; there are ${names.join(", ")}.`);
  const first = names.includes(link.at) ? link.at : names[0];
  if (!first) return;
  await Promise.all(Object.values(await specs(first)).map(load));
  if (!link.figure || first !== link.at) return;
  const known = (await figures(first)).map(({ name }) => name);
  if (!known.includes(link.figure))
    notice("figure", `The link asks for the figure “${link.figure}”; this section has ${known.join(", ")}.`);
}

if (link.view === "lecture") document.documentElement.dataset.view = "lecture";
document.body.append(lectureSwitch());
onTab(chosen);
fetchFirst().catch(console.warn);
