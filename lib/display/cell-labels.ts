import type { PlotlyObject } from "./figure.ts";
import { fixed } from "./format-number.ts";
import { inkOn } from "./palette.ts";

/** How the numbers in the cells of a heatmap are written. */
export interface CellLabelStyle {
  readonly digits: number;
  readonly range: readonly [number, number];
  /** Pixels. */
  readonly size: number;
}

/**
 * Makes the trace that writes the numbers into the cells of a heatmap, black on light colours and white on dark ones.
 *
 * A trace of its own, because the text of plotly's heatmap knows only white and a grey that is hard to read on
 * middling colours, and writes hyphens for minus signs.
 */
export function cellLabels(
  values: readonly ArrayLike<number>[],
  axes: { xaxis: string; yaxis: string },
  { digits, range: [low, high], size }: CellLabelStyle,
): PlotlyObject {
  const cells = values.flatMap((row, y) => Array.from(row, (value, x) => ({ x, y, value })));
  return {
    type: "scatter",
    mode: "text",
    ...axes,
    x: cells.map(({ x }) => x),
    y: cells.map(({ y }) => y),
    text: cells.map(({ value }) => fixed(value, digits)),
    textfont: { size, color: cells.map(({ value }) => inkOn((value - low) / (high - low))) },
    hoverinfo: "skip",
    showlegend: false,
  };
}
