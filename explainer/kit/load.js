// What figures are made of, by type: each module is fetched when a figure first needs it.

import { hasFormula } from "./tex.js";
import { formulasStand } from "./words.js";

const MODULES = {
  compose: () => import("./compose.js"),
  decoded: () => import("./atlas.js"),
  derivation: () => import("./derivation.js"),
  diagram: () => import("./diagram.js"),
  dots: () => import("./dots.js"),
  download: () => import("./download.js"),
  draw: () => import("./draw.js"),
  field: () => import("./field.js"),
  film: () => import("./film.js"),
  keep: () => import("./keep.js"),
  ladder: () => import("./picture.js"),
  listing: () => import("./listing.js"),
  leads: () => import("./leads.js"),
  live: () => import("./live.js"),
  map: () => import("./map.js"),
  numbers: () => import("./numbers.js"),
  pair: () => import("./pair.js"),
  picture: () => import("./picture.js"),
  plane: () => import("./plane.js"),
  player: () => import("./player.js"),
  plot: () => import("./plot.js"),
  presets: () => import("./presets.js"),
  replay: () => import("./replay.js"),
  sketch: () => import("./sketch.js"),
  stops: () => import("./pair.js"),
  stream: () => import("./stream.js"),
  tiles: () => import("./tiles.js"),
};

/** The makers that `load` has fetched, by type: of panels, of streams, of the rarer controls. @type {Record<string, (...parts: any[]) => any>} */
export const makers = {};

/** Fetch what the figure of this spec is made of. @param {Kit.FigureSpec} spec */
export async function load(spec) {
  const types = [...spec.panels, ...spec.controls].map(({ type }) => type);
  types.push(...spec.streams.map((stream) => (stream.live ? "live" : "stream")));
  const missing = [...new Set(types)].filter((type) => type in MODULES && !(type in makers));
  const formulas = hasFormula(JSON.stringify(spec)) ? formulasStand() : null;
  const found = await Promise.all(missing.map((type) => MODULES[type]()));
  await formulas;
  missing.forEach((type, i) => (makers[type] = found[i][type]));
}
