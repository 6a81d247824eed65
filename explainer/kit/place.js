// A place on a stop's plot as an answer: a follower taps it or moves it with arrow keys; the lecturer sees all
// places as a cloud. Places are values of the plot's axes, so that plots of any size show the same.

import { drawingOf } from "./axes.js";
import { signed } from "./check.js";
import { ARROWS, h, setText } from "./dom.js";
import { until } from "./places.js";
import { standsAs } from "./stage.js";

const STEP = 0.02; // of an axis, by an arrow key
const LARGE = 5; // steps with Shift
const NAME = "Your answer: a place on the plot. Tap it, or move it with the arrow keys and press Enter";

/** @typedef {{at: string, figure: string}} Stop a section and the figure's name in links */

/** Where the first plot of a figure is drawn, once it is. @param {Stop} stop @returns {Promise<HTMLElement | null>} */
const plotOf = ({ at, figure }) =>
  until(() => {
    /** @type {HTMLElement | null | undefined} */
    const base = standsAs(at, figure)?.root.querySelector(".dl-plot-base");
    return base && drawingOf(base) && base.clientWidth ? base : null;
  });

const axesOf = (base) => ["xaxis", "yaxis"].map((name) => drawingOf(base).axis(name));

/** A layer over the area within the axes, as long as it stands; `moved` is called where they have changed. */
function laid(base, layer, moved = () => {}) {
  let before = "";
  const follow = () => {
    if (layer.isConnected === false && before) return;
    const [x, y] = axesOf(base);
    const now = `${x.start} ${y.start} ${x.length} ${y.length} ${x.span} ${y.span}`;
    if (now !== before) {
      Object.assign(layer.style, { left: `${x.start}px`, top: `${y.start}px`, width: `${x.length}px`, height: `${y.length}px` });
      moved();
    }
    before = now;
    requestAnimationFrame(follow);
  };
  base.parentElement.append(layer);
  follow();
}

/** A number with three digits. */
const written = (value) => signed(String(Number(value.toPrecision(3))));

/** The values at shares of a plot's width and height, from its upper left corner. */
const valuesAt = (base, shares) => axesOf(base).map((axis, i) => axis.value(axis.start + shares[i] * axis.length));

/** Put a mark at shares of its layer. */
const put = (mark, shares) => Object.assign(mark.style, { left: `${100 * shares[0]}%`, top: `${100 * shares[1]}%` });

/**
 * Let a follower answer with a place on the stop's plot.
 * @param {Stop} stop @param {HTMLElement} said where the place is said in words
 * @param {(place: number[]) => void} answer
 */
export async function askPlace(stop, said, answer) {
  const base = await plotOf(stop);
  if (!base || !said.isConnected) return; // the question is over
  const mark = h("b", { className: "dl-place-mark", "aria-hidden": "true", hidden: true });
  let shares = [0.5, 0.5];
  const move = (to) => {
    shares = to.map((share) => Math.min(1, Math.max(0, share)));
    mark.hidden = false;
    put(mark, shares);
  };
  const send = () => {
    const [x, y] = valuesAt(base, shares);
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    answer([x, y]);
    setText(said, `Your answer: ${[x, y].map(written).join(" · ")}`);
  };
  const layer = h("div", {
    className: "dl-place",
    role: "application",
    tabindex: "0",
    "aria-label": NAME,
    onpointerdown: (event) => event.stopPropagation(), // no handle below it is moved
    onclick: (event) => {
      const box = layer.getBoundingClientRect();
      move([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]);
      send();
    },
    onfocus: () => move(shares),
    onkeydown: (event) => {
      const arrow = ARROWS[event.key];
      if (arrow) move(shares.map((share, i) => share + (i ? -1 : 1) * arrow[i] * STEP * (event.shiftKey ? LARGE : 1)));
      else if (event.key === "Enter" || event.key === " ") send();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  });
  layer.append(mark);
  laid(base, layer);
  base.scrollIntoView({ block: "center", behavior: "instant" });
}

/** No place is asked for or shown any more. */
export function leavePlaces() {
  for (const layer of document.querySelectorAll(".dl-place")) layer.remove();
}

/**
 * Show the lecturer where all followers put their answers.
 * @param {Stop} stop @param {number[][]} places
 */
export async function showPlaces(stop, places) {
  const base = await plotOf(stop);
  if (!base) return;
  leavePlaces();
  const layer = h("div", { className: "dl-place dl-cloud", role: "img", "aria-label": `${places.length} places on the plot` });
  const marks = places.map(() => h("b", { className: "dl-place-mark" }));
  layer.append(...marks);
  laid(base, layer, () => {
    const [x, y] = axesOf(base);
    places.forEach(([right, up], i) => put(marks[i], [(x.pixel(right) - x.start) / x.length, (y.pixel(up) - y.start) / y.length]));
  });
}
