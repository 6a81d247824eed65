// How large a figure's panels are: as large as the height that is left allows. One custom property, `--fit`,
// scales them; it is found by trying when the figure is shown or the window changes, never in a drag.

import { room } from "./dock.js";

const STEPS = 9; // tries at most
const [HALVINGS, STRAIGHT] = [2, 6]; // the tries between these two follow a line, the others halve
const NEARLY = 0.011; // a share is found to this
const CLOSE_PX = 2; // or ends this near to the limit
const LEAST = 0.3;
const UPRIGHT = 0.7; // the least on a phone, whose panels stand below one another: smaller ones could not be read
const MOST = { staged: 1.7, page: 1, lines: 3 }; // lines: of a derivation or a table alone
const FULL = 0.8; // of the height that is used: there is no room for another row
const WORTH = 1.1; // times as large pictures have to become for one
const GOOD = 0.6; // below this share of their size, panels get the room of the controls
const BESIDE = ".dl-numbers, .dl-leads, .dl-listing"; // what may stand below the fold where there is a picture
const NARROW_PX = 700; // as in the style sheets
const READABLE_PX = 220; // of height for panels under a lesson; with less the figure may fill a screen of its own

/** The size of the type in a figure's plots in CSS pixels, 14 on the page. @param {Element} element within the figure */
export function typeSize(element) {
  const root = element.closest(".dl-staged");
  return root ? parseFloat(getComputedStyle(root).fontSize) : 14;
}

/** How much larger than on the page type is. @param {Element} element */
export const typeScale = (element) => typeSize(element) / 14;

/** By how many pixels what is kept ends below `limit`, from the figure's upper edge; Infinity where it is too wide. */
function excess(root, kept, limit) {
  const { top } = root.getBoundingClientRect();
  const low = Math.max(...kept.map((node) => node.getBoundingClientRect().bottom));
  const narrow = [root, root.querySelector(".dl-panels")].every((box) => box.scrollWidth <= box.clientWidth + 1);
  return narrow ? low - top + root.scrollTop - limit : Infinity;
}

/**
 * The largest share at which `kept` fits, or the least one. Each try lays the figure out: after a few halvings,
 * which pass the shares where a row breaks, the line between the ends of the bracket meets the limit at once.
 */
function largest(root, kept, limit, most, least = LEAST) {
  const tried = (share) => {
    root.style.setProperty("--fit", share.toFixed(3));
    return { share, over: excess(root, kept, limit) };
  };
  let high = tried(most);
  if (high.over <= 0) return most;
  let low = tried(least);
  if (low.over > 0) return least;
  let last = low;
  for (let i = 0; i < STEPS && high.share - low.share > NEARLY && low.over < -CLOSE_PX; i++) {
    const line = low.share - ((low.over + CLOSE_PX / 2) * (high.share - low.share)) / (high.over - low.over);
    const straight = i >= HALVINGS && i < STRAIGHT && line > low.share && line < high.share; // not NaN
    last = tried(straight ? line : (low.share + high.share) / 2);
    if (last.over <= 0) low = last;
    else high = last;
  }
  if (last !== low) tried(low.share);
  return low.share;
}

const panelsOf = (root) => [...root.querySelectorAll(".dl-panels > *")].filter((node) => node.getClientRects().length);

/** Pixels at a figure's lower edge that its slider and the dock take. @param {HTMLElement} root */
function bar(root) {
  const dock = root.querySelector(".dl-dock");
  const own = dock ? dock.getBoundingClientRect().height + 12 : 8;
  const above = root.classList.contains("dl-staged") && root !== document.fullscreenElement; // the stage ends above the dock
  return own + (above ? 0 : room(root));
}

/** Within how many pixels from a figure's upper edge its panels are to end. @param {HTMLElement} root */
function limitOf(root) {
  if (root.classList.contains("dl-staged")) return root.clientHeight - bar(root);
  const { top } = root.getBoundingClientRect();
  const head = root.querySelector(".dl-panels").getBoundingClientRect().top - top;
  const below = innerHeight - (top + scrollY);
  const path = parseFloat(document.documentElement.style.getPropertyValue("--path")) || 0; // the card below the section
  const full = innerHeight - (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0); // under the head
  return (below - head - bar(root) > READABLE_PX ? below : full) - bar(root) - path;
}

/** What the size of a figure depends on, its own content apart. @param {HTMLElement} root */
const roomOf = (root) => `${root.clientWidth} ${Math.round(limitOf(root))} ${innerWidth} ${innerHeight}`;

/**
 * Size a figure. In the lecture view and on the full screen its panels, its slider and, where they find room,
 * its controls fill the window; on the page panels shrink until they and the slider are on one screen.
 * @param {HTMLElement} root
 */
export function fit(root) {
  if (!root.clientWidth) return;
  root.classList.add("dl-measured"); // a plot follows its box only later: what sticks out until then is not counted
  size(root);
  root.classList.remove("dl-measured");
}

/** @param {HTMLElement} root */
function size(root) {
  const all = panelsOf(root);
  const main = all.filter((node) => !node.matches(BESIDE));
  const panels = main.length ? main : all;
  if (!panels.length) return;
  root.classList.remove("dl-folded", "dl-below");
  const limit = limitOf(root);
  if (!root.classList.contains("dl-staged")) {
    largest(root, panels, limit, MOST.page, innerWidth < NARROW_PX && innerHeight > innerWidth ? UPRIGHT : LEAST);
    return;
  }
  const controls = [...root.querySelectorAll(":scope > .dl-controls")];
  const under = controls.reduce((sum, node) => sum + node.getBoundingClientRect().height + 12, 0);
  const most = panels.every((node) => node.matches(".dl-derivation, .dl-numbers")) ? MOST.lines : MOST.staged;
  const share = largest(root, all, limit - under, most);
  if (share >= GOOD) return below(root, all, limit - under, share);
  if (largest(root, all, limit, MOST.staged) >= GOOD) return;
  root.classList.add("dl-folded"); // tables and lists go below the pictures
  largest(root, panels, limit, MOST.staged);
}

/**
 * Put plots below the pictures, where these are then larger: beside them the row is as wide as the window while
 * much of its height is empty.
 */
function below(root, all, limit, share) {
  const plots = all.filter((node) => node.matches(".dl-plot"));
  const used = Math.max(...all.map((node) => node.getBoundingClientRect().bottom)) - root.getBoundingClientRect().top;
  if (!plots.length || plots.length === all.length || used > FULL * limit) return;
  root.classList.add("dl-below");
  if (largest(root, all, limit, MOST.staged) > WORTH * share) return;
  root.classList.remove("dl-below");
  root.style.setProperty("--fit", share.toFixed(3));
}

/** Size a figure that has more or less room than before, or other type. @param {import("./figure.js").Figure} figure */
export function layOut(figure) {
  const { root } = figure;
  const staged = root.classList.contains("dl-staged");
  const look = `${staged} ${typeSize(root)} ${staged ? `${innerWidth} ${innerHeight}` : ""}`;
  const laid = `${look} ${roomOf(root)}`;
  const other = look !== figure.look;
  if (laid !== figure.laid) fit(root);
  Object.assign(figure, { look, laid });
  if (other) for (const panel of figure.panels) panel.refresh?.();
}

/** Its numbers and texts have their sizes now, or others than before. @param {import("./figure.js").Figure} figure */
export function fitAgain(figure) {
  if (figure.root.clientWidth) fit(figure.root);
  else figure.laid = ""; // when it is seen again
}
