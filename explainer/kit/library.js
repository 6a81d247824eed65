// Plotly itself, fetched when the first plot is near; first drawings take turns.

import { frame, h } from "./dom.js";

const FACES = ["16px KaTeX_Main", "italic 16px KaTeX_Math", "16px KaTeX_Caligraphic", "16px KaTeX_AMS"]; // of formulas: text is measured before it is seen

let loading;

/** plotly.js from the installed Python package. @param {string} url */
function plotly(url) {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = h("script", { src: url, onload: () => resolve(globalThis.Plotly) });
    script.onerror = () => reject(new Error("plotly.js did not load"));
    document.head.append(script);
  });
  return loading;
}

let turn = Promise.resolve();

/**
 * Draw for the first time, once Plotly and the faces of formulas are there: one plot a frame, two are a stutter.
 * @param {string} url @param {(library: any) => void} draw
 * @returns {Promise<void>} rejected where plotly.js does not load
 */
export async function withPlotly(url, draw) {
  const [library] = await Promise.all([plotly(url), ...FACES.map((face) => document.fonts.load(face))]);
  turn = turn.then(() => draw(library)).catch(reportError).then(frame);
}
