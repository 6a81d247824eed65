// Panels, streams and the rarer controls: each module is fetched when a figure first needs it.

const MODULES = {
  compose: () => import("./compose.js"),
  decoded: () => import("./atlas.js"),
  derivation: () => import("./derivation.js"),
  diagram: () => import("./diagram.js"),
  dots: () => import("./dots.js"),
  draw: () => import("./draw.js"),
  film: () => import("./film.js"),
  ladder: () => import("./picture.js"),
  listing: () => import("./listing.js"),
  leads: () => import("./leads.js"),
  live: () => import("./live.js"),
  map: () => import("./map.js"),
  numbers: () => import("./numbers.js"),
  pair: () => import("./pair.js"),
  picture: () => import("./picture.js"),
  plane: () => import("./plane.js"),
  player: () => import("./live.js"),
  plot: () => import("./plot.js"),
  presets: () => import("./presets.js"),
  replay: () => import("./replay.js"),
  sketch: () => import("./sketch.js"),
  stops: () => import("./pair.js"),
  stream: () => import("./stream.js"),
  tiles: () => import("./tiles.js"),
};

/** Makers by type, those that `load` has fetched: a panel's, a stream's, a control's. @type {Record<string, Function>} */
export const parts = {};

/** Fetch what the figure of this spec is made of. */
export async function load(spec) {
  const types = [...spec.panels, ...spec.controls].map((one) => one.type);
  types.push(...spec.streams.map((one) => (one.live ? "live" : "stream")));
  const missing = [...new Set(types)].filter((type) => type in MODULES && !(type in parts));
  const found = await Promise.all(missing.map((type) => MODULES[type]()));
  missing.forEach((type, i) => (parts[type] = found[i][type]));
}
