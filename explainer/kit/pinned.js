// A state of a plot that is kept: its curves stand faintly behind those of now, on the axes of now.

const KINDS = ["row", "curve", "spot"]; // what an answer says; the others follow the hand or another panel
const FAINT = 0.35;

export class Pinned {
  /**
   * @param {import("./section.js").Section} section whose values and answers are kept as they stand
   * @param {Kit.Spec} spec of `kit.Plot`
   * @param {import("./overlays.js").View} view of the live plot: its axes are shared
   * @param {Record<string, any>} figure that Plotly shows
   */
  constructor(section, spec, view, figure) {
    const values = { ...section.values };
    const sources = new Map([...section.sources].map(([name, { value }]) => [name, { value }]));
    const dig = (path) => section.dig.call({ values, sources }, path);
    this.view = Object.create(view, { values: { value: values }, dig: { value: dig } });
    this.overlays = spec.overlays.filter(({ kind }) => KINDS.includes(kind));
    this.figure = figure;
    this.canvas = document.createElement("canvas");
  }

  /** Curves of Plotly's part, where the figure is another one by now. @returns {Record<string, any>[]} */
  traces(figure) {
    if (figure === this.figure || (figure.key && figure.key === this.figure.key)) return [];
    const curves = this.figure.data.filter(({ type }) => type === "scatter");
    return curves.map((trace) => ({ ...trace, opacity: FAINT, showlegend: false, hoverinfo: "skip" }));
  }

  /**
   * Paint the curves that follow the hand as they were.
   * @param {CanvasRenderingContext2D} ink
   * @param {(ink: CanvasRenderingContext2D, spec: Kit.Spec, view: any) => void} overlay draws one within its axes
   */
  paint(ink, overlay) {
    const { canvas } = this;
    Object.assign(canvas, { width: ink.canvas.width, height: ink.canvas.height }); // and with it empty
    const pen = canvas.getContext("2d");
    pen.setTransform(ink.getTransform());
    for (const spec of this.overlays) overlay(pen, spec, this.view);
    ink.save();
    ink.resetTransform();
    ink.globalAlpha = FAINT;
    ink.drawImage(canvas, 0, 0);
    ink.restore();
  }
}

