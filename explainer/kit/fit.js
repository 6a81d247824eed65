// How large a figure's panels are: as large as the height that is left allows. One custom property, `--fit`,
// scales them; it is found by halving when the figure is shown or the window changes, never in a drag.

import { room } from "./dock.js";

const STEPS = 7; // of halving: to 1 % of the size
const LEAST = 0.3;
const UPRIGHT = 0.7; // the least on a phone, whose panels stand below one another: smaller ones could not be read
const MOST = { staged: 1.7, page: 1 };
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

/** Whether what is kept ends above `limit`, in pixels from the figure's upper edge, and nothing is too wide. */
function holds(root, kept, limit) {
  const { top } = root.getBoundingClientRect();
  const low = Math.max(...kept.map((node) => node.getBoundingClientRect().bottom));
  const narrow = [root, root.querySelector(".dl-panels")].every((box) => !box || box.scrollWidth <= box.clientWidth + 1);
  return narrow && low - top + root.scrollTop <= limit;
}

/** The largest share at which `kept` fits, or the least one. */
function largest(root, kept, limit, most, least = LEAST) {
  let [low, high] = [least, most];
  const fits = (share) => {
    root.style.setProperty("--fit", share.toFixed(3));
    return holds(root, kept, limit);
  };
  if (fits(high)) return high;
  for (let i = 0; i < STEPS; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  fits(low);
  return low;
}

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
  const staged = root.classList.contains("dl-staged");
  const dock = root.querySelector(".dl-dock");
  const own = dock ? dock.getBoundingClientRect().height + 12 : 8;
  const bar = own + (staged && root !== document.fullscreenElement ? 0 : room(root)); // the stage ends above the dock
  const all = [...root.querySelectorAll(".dl-panels > *")].filter((node) => node.getClientRects().length);
  const main = all.filter((node) => !node.matches(BESIDE));
  const panels = main.length ? main : all;
  if (!panels.length) return;
  root.classList.remove("dl-folded");
  if (!staged) {
    const { top } = root.getBoundingClientRect();
    const head = root.querySelector(".dl-panels").getBoundingClientRect().top - top;
    const below = innerHeight - (top + scrollY);
    const least = innerWidth < NARROW_PX && innerHeight > innerWidth ? UPRIGHT : LEAST;
    largest(root, panels, (below - head - bar > READABLE_PX ? below : innerHeight) - bar, MOST.page, least);
    return;
  }
  const controls = [...root.querySelectorAll(":scope > .dl-controls")];
  const limit = root.clientHeight - bar;
  const under = controls.reduce((sum, node) => sum + node.getBoundingClientRect().height + 12, 0);
  if (largest(root, all, limit - under, MOST.staged) >= GOOD) return;
  if (largest(root, all, limit, MOST.staged) >= GOOD) return;
  root.classList.add("dl-folded"); // tables and lists go below the pictures
  largest(root, panels, limit, MOST.staged);
}
