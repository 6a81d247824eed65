// Everything that reaches into Plotly beyond what it documents, each with its reason.
// `tests/kit/test_upgrades.py` fails where an upgrade breaks it.

/** @typedef {{width: number, height: number, axis: (name: string) => Axis | null}} Drawing */

/** One axis of a drawn plot, in pixels from the plot's left or top. */
export class Axis {
  constructor(internal) {
    this.internal = internal;
  }

  // Plotly tells nobody where the rectangle inside its margins lies: `_offset` and `_length` do.
  get start() {
    return this.internal._offset;
  }

  get length() {
    return this.internal._length;
  }

  get end() {
    return this.internal._offset + this.internal._length;
  }

  /** The range that is shown, smaller end first. */
  get span() {
    return [...this.internal.range].sort((a, b) => a - b);
  }

  get isLog() {
    return this.internal.type === "log";
  }

  /** Pixels of a value. `d2p` knows every kind of axis; there is no documented way. */
  pixel(value) {
    return this.internal._offset + this.internal.d2p(value);
  }

  /** The value at a pixel, by the inverse `p2d`. */
  value(pixel) {
    return this.internal.p2d(pixel - this.internal._offset);
  }
}

/** Plotly keeps an axis from frame to frame, and makes new ones when a plot is drawn anew. @type {WeakMap<any, Axis>} */
const axes = new WeakMap();

/**
 * What Plotly has drawn into an element, null before the first time. `_fullLayout` is the layout with
 * every default filled in and the axes as objects.
 * @returns {Drawing | null}
 */
export function drawingOf(base) {
  const layout = base._fullLayout;
  if (!layout) return null;
  return {
    width: layout.width,
    height: layout.height,
    axis(name) {
      const internal = layout[name];
      if (!internal) return null;
      if (!axes.has(internal)) axes.set(internal, new Axis(internal));
      return axes.get(internal);
    },
  };
}

/** Whether Plotly has drawn into an element. */
export const isDrawn = (base) => Boolean(base._fullLayout);

/** The 2 and the 5 between two decades in the size of the other ticks: Plotly writes them smaller, and has no option for it. */
export function enlargeMinor(base, size) {
  for (const letter of "xy") {
    if (base._fullLayout[`${letter}axis`].type !== "log") continue;
    for (const tick of base.querySelectorAll(`.${letter}tick text`)) {
      if (parseFloat(tick.style.fontSize) < size) tick.style.fontSize = `${size}px`;
    }
  }
}

/**
 * `Plotly.react` with our settings. They are passed the first time alone: at later calls they would make
 * Plotly's `_context` anew, and the whole plot with it.
 */
export function react(library, base, data, layout) {
  if (base._context) return library.react(base, data, layout);
  return withoutBase(() => library.react(base, data, layout, { displayModeBar: false, responsive: false }));
}

/**
 * Run `draw` as if the page had no base tag. Where one stands, Plotly names its clip paths by the whole
 * address; the address changes with the settings, and the plot would lose its clips.
 */
function withoutBase(draw) {
  const tag = document.querySelector("base[href]");
  const address = tag?.getAttribute("href");
  tag?.removeAttribute("href");
  const drawing = draw();
  tag?.setAttribute("href", address);
  return drawing;
}

/** Fit the plot into its element. `Plots.resize` keeps the data; `react` would compare them all. */
export const resize = (library, base) => library.Plots.resize(base);
