import type { MimeBundle } from "../bundle.ts";
import type { FigureParts } from "../figure.ts";
import { plotlyContent } from "../figure.ts";
import { flattened } from "./flatten.ts";
import { loadPlotly } from "./plotly.ts";
import { rasterize } from "./rasterize.ts";

/**
 * Makes all that a front end gets of a figure: plotly's type, a PNG and the description.
 *
 * The PNG has as many pixels as the figure, no more: JupyterLab's plotly renderer shows it in its natural size until
 * the mouse is over it, so that a sharper picture would be twice as large as the figure that replaces it.
 *
 * @throws Error if plotly does not know one of the figure's properties.
 */
export async function figureBundle(parts: FigureParts): Promise<MimeBundle> {
  const { data, layout, states = [], description, alt = description } = parts;
  const plotly = await loadPlotly();
  for (const state of [parts, ...states]) {
    const { data: traces, layout: flat } = flattened(state.data, state.layout);
    const problems = await plotly.problems(traces, flat);
    if (problems.length > 0) {
      throw new Error(`Cannot draw the figure: ${problems.join("; ")}`);
    }
  }
  const picture = flattened(data, layout);
  const png = await rasterize(await plotly.drawSvg(picture.data, picture.layout));
  return {
    data: {
      "application/vnd.plotly.v1+json": { ...plotlyContent(parts), config: { displaylogo: false } },
      "image/png": png.toString("base64"),
      "text/plain": description,
    },
    metadata: { "image/png": { alt, width: layout.width, height: layout.height } },
  };
}
