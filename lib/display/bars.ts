import { checkFinite } from "./check-values.ts";
import { listed, quoted, sentences } from "./describe.ts";
import { extent } from "./extent.ts";
import type { Figure } from "./figure.ts";
import { figure } from "./figure.ts";
import { short } from "./format-number.ts";
import { labelAxis } from "./label-axis.ts";
import { seriesStyle } from "./palette.ts";
import { plainNumbers } from "./plain-data.ts";
import { literalText, titleText } from "./plotly-text.ts";

/** One bar per category. */
export interface BarSeries {
  name: string;
  values: ArrayLike<number>;
}

/** What a bar chart shows. */
export interface BarsOptions {
  /** The labels below the bars. A label may occur twice. */
  categories: readonly string[];
  /** One or more groups of bars, told apart by colour and by pattern. */
  series: readonly BarSeries[];
  title: string;
  xTitle: string;
  yTitle: string;
  /** Whether the numbers stand on the bars. Default: up to 12 bars. */
  annotate?: boolean;
  /** Your own words on what there is to see. They are put before the computed description. */
  description?: string;
  /** Pixels. Default: 700. */
  width?: number;
  /** Pixels. Default: 450. */
  height?: number;
}

/** So many bars can still be written out, on the picture and in words. */
const fewBars = 12;

/** Makes the tiles of slanting patterns 12 pixels wide: tiles of whole pixels join without a seam. */
const patternSize = 12 / Math.SQRT2;

/**
 * Draws bars from zero: one per category, side by side for several series.
 *
 * @throws RangeError if there is nothing to draw, a series has not one value per category, or a value is not finite.
 *
 * @example
 * await show(
 *   bars({
 *     categories: ["the", "cat"],
 *     series: [{ name: "count", values: [3, 1] }],
 *     title: "How often each token occurs",
 *     xTitle: "token",
 *     yTitle: "count",
 *   }),
 * );
 */
export function bars(options: BarsOptions): Figure {
  const { categories, series, title, xTitle, yTitle, description, width = 700, height = 450 } = options;
  checkBars(categories, series);
  const annotate = options.annotate ?? categories.length * series.length <= fewBars;
  return figure({
    data: series.map(({ name, values }, index) => {
      const { color, pattern } = seriesStyle(index);
      return {
        type: "bar",
        name: literalText(name),
        x: categories.map((_, position) => position),
        y: plainNumbers(values),
        marker: {
          color,
          ...(pattern === ""
            ? {}
            : { pattern: { shape: pattern, fillmode: "overlay", fgcolor: "white", size: patternSize } }),
        },
        hovertemplate: `%{x}: %{y}<extra>${literalText(name)}</extra>`,
        ...(annotate ? { text: Array.from(values, short), textposition: "outside", cliponaxis: false } : {}),
      };
    }),
    layout: {
      title: { text: titleText(title) },
      width,
      height,
      barmode: "group",
      xaxis: labelAxis({ letter: "x", labels: categories, title: xTitle, pixels: width - 150 }),
      yaxis: {
        title: { text: titleText(yTitle) },
        gridcolor: "#e5e5e5",
        zerolinecolor: "#888",
        rangemode: "tozero",
        ticklabelstandoff: 4,
      },
      showlegend: series.length > 1,
    },
    description: sentences(
      description,
      `Bar chart ${quoted(title)}`,
      `Across: ${xTitle} (${listed(categories)}). Up: ${yTitle}`,
      ...series.map((one) => heights(one, categories)),
    ),
  });
}

function checkBars(categories: readonly string[], series: readonly BarSeries[]): void {
  if (categories.length === 0 || series.length === 0) {
    throw new RangeError("Cannot draw bars of nothing: there are no bars; give at least one category and one series");
  }
  for (const { name, values } of series) {
    if (values.length !== categories.length) {
      throw new RangeError(
        `Cannot draw the bars "${name}": there are ${values.length} values and ${categories.length} categories; ` +
          "give one value per category",
      );
    }
    checkFinite(values, (index) => `"${categories[index]}" of the bars "${name}"`);
  }
}

/** Names every bar where they are few, else the highest and the lowest. */
function heights({ name, values }: BarSeries, categories: readonly string[]): string {
  const list = Array.from(values);
  if (list.length <= fewBars) {
    return `${name}: ${list.map((value, index) => `${categories[index]} ${short(value)}`).join(", ")}`;
  }
  const { min, max } = extent(list);
  const labelOf = (value: number) => categories[list.indexOf(value)] ?? "";
  return `${name}: highest ${labelOf(max)} ${short(max)}, lowest ${labelOf(min)} ${short(min)}`;
}
