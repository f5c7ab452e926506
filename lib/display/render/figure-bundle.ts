import type { MimeBundle } from "../bundle.ts";
import type { PlotlyObject } from "../figure.ts";
import { loadPlotly } from "./plotly.ts";
import { rasterize } from "./rasterize.ts";

/** A picture at twice its size stays sharp on dense screens, but a notebook must stay small: above this it is not. */
const largestSharpPng = 80_000;

/**
 * Makes all that a front end gets of a figure: plotly's type, a PNG and the description.
 *
 * @throws Error if plotly does not know one of the figure's properties.
 */
export async function figureBundle(
  data: readonly PlotlyObject[],
  layout: PlotlyObject,
  description: string,
): Promise<MimeBundle> {
  const plotly = await loadPlotly();
  const problems = await plotly.problems(data, layout);
  if (problems.length > 0) {
    throw new Error(`Cannot draw the figure: ${problems.join("; ")}`);
  }
  const svg = await plotly.drawSvg(data, layout);
  const sharp = await rasterize(svg, 2);
  const png = sharp.length <= largestSharpPng ? sharp : await rasterize(svg, 1);
  return {
    data: {
      "application/vnd.plotly.v1+json": { data, layout, config: { displaylogo: false } },
      "image/png": png.toString("base64"),
      "text/plain": description,
    },
    metadata: { "image/png": { alt: description, width: layout.width, height: layout.height } },
  };
}
