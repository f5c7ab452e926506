import { checkFinite } from "./check-values.ts";
import { quoted, sentences } from "./describe.ts";
import { extent } from "./extent.ts";
import type { Figure, PlotlyObject } from "./figure.ts";
import { figure } from "./figure.ts";
import { short } from "./format-number.ts";
import { logTicks } from "./log-ticks.ts";
import { seriesStyle } from "./palette.ts";
import { plainNumbers } from "./plain-data.ts";
import { literalText, titleText, withoutMarkup } from "./plotly-text.ts";

/** One line: a y for each x. */
export interface Line {
  name: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** What a line chart shows. */
export interface LinesOptions {
  series: readonly Line[];
  title: string;
  xTitle: string;
  yTitle: string;
  /** Whether the x axis is logarithmic. Default: false. */
  logX?: boolean;
  /** Whether the y axis is logarithmic. Default: false. */
  logY?: boolean;
  /** Whether points are marked, about 20 on a long line. Default: true where there are several lines or few points. */
  markers?: boolean;
  /** Your own words on what there is to see. They are put before the computed description. */
  description?: string;
  /** Pixels. Default: 700. */
  width?: number;
  /** Pixels. Default: 450. */
  height?: number;
}

const marksPerLine = 20;

/**
 * Draws lines, each with its own colour, dash and marker.
 *
 * @throws RangeError if a series is empty, its x and y differ in length, a value is not finite, or is not positive on
 *   a logarithmic axis.
 *
 * @example
 * await show(
 *   lines({
 *     series: [{ name: "training", x: [0, 100, 200], y: [2.3, 1.1, 0.8] }],
 *     title: "The loss falls",
 *     xTitle: "step",
 *     yTitle: "loss",
 *   }),
 * );
 */
export function lines(options: LinesOptions): Figure {
  const { series, title, xTitle, yTitle, logX = false, logY = false, width = 700, height = 450 } = options;
  if (series.length === 0) {
    throw new RangeError("Cannot draw lines of nothing: there are no series; give at least one");
  }
  for (const line of series) {
    checkLine(line, logX, logY);
  }
  const markers = options.markers ?? series.some(({ x }) => series.length > 1 || x.length <= marksPerLine);
  return figure({
    data: series.map((line, index) => traceOf(line, index, markers)),
    layout: {
      title: { text: titleText(title) },
      width,
      height,
      xaxis: axis(
        xTitle,
        logX,
        series.map(({ x }) => x),
      ),
      yaxis: axis(
        yTitle,
        logY,
        series.map(({ y }) => y),
      ),
      showlegend: series.length > 1,
    },
    description: sentences(
      options.description,
      `Line chart ${quoted(title)}`,
      `Across: ${axisWords(
        xTitle,
        logX,
        series.map(({ x }) => x),
      )}`,
      `Up: ${axisWords(
        yTitle,
        logY,
        series.map(({ y }) => y),
      )}`,
      ...series.map(trend),
    ),
  });
}

function checkLine({ name, x, y }: Line, logX: boolean, logY: boolean): void {
  if (x.length !== y.length) {
    throw new RangeError(
      `Cannot draw the line "${name}": it has ${x.length} x values and ${y.length} y values; give one y per x`,
    );
  }
  if (x.length === 0) {
    throw new RangeError(`Cannot draw the line "${name}": it has no points; give at least one or leave the line out`);
  }
  for (const { letter, values, log } of [
    { letter: "x", values: x, log: logX },
    { letter: "y", values: y, log: logY },
  ]) {
    checkFinite(values, (index) => `${letter}[${index}] of the line "${name}"`);
    const place = log ? Array.from(values).findIndex((value) => value <= 0) : -1;
    if (place !== -1) {
      throw new RangeError(
        `Cannot draw ${values[place]} at ${letter}[${place}] of the line "${name}": ` +
          "a logarithmic axis has room for positive numbers only; leave the point out or draw a linear axis",
      );
    }
  }
}

function traceOf({ name, x, y }: Line, index: number, markers: boolean): PlotlyObject {
  const { color, dash, marker } = seriesStyle(index);
  return {
    type: "scatter",
    mode: markers ? "lines+markers" : "lines",
    name: literalText(name),
    x: plainNumbers(x),
    y: plainNumbers(y),
    line: { color, dash, width: 2 },
    ...(markers ? { marker: { color, symbol: marker, size: 8, maxdisplayed: marksPerLine } } : {}),
  };
}

function axis(title: string, log: boolean, values: readonly ArrayLike<number>[]): PlotlyObject {
  return {
    title: { text: titleText(title) },
    gridcolor: "#e5e5e5",
    zerolinecolor: "#bbb",
    ticklabelstandoff: 4,
    ...(log ? { type: "log", ...logTicks(values.flatMap((list) => Array.from(list))) } : { type: "linear" }),
  };
}

function axisWords(title: string, log: boolean, values: readonly ArrayLike<number>[]): string {
  const all = extent(values.flatMap((list) => Object.values(extent(list))));
  return `${withoutMarkup(title)} from ${short(all.min)} to ${short(all.max)}${log ? ", logarithmic" : ""}`;
}

/** Says where a line begins, where it ends, and where it turns in between. */
function trend({ name, x, y }: Line): string {
  const first = y[0] ?? 0;
  const last = y[y.length - 1] ?? 0;
  if (y.length === 1) {
    return `${name} is the point ${short(first)} at ${short(x[0] ?? 0)}`;
  }
  const { min, max } = extent(y);
  if (min === max) {
    return `${name} stays at ${short(first)}`;
  }
  const course =
    short(first) === short(last)
      ? `begins and ends at ${short(first)}`
      : `${last > first ? "rises" : "falls"} from ${short(first)} to ${short(last)}`;
  const at = (value: number) => short(x[Array.from(y).indexOf(value)] ?? 0);
  const turns = [
    ...(min < Math.min(first, last) ? [`its lowest is ${short(min)} at ${at(min)}`] : []),
    ...(max > Math.max(first, last) ? [`its highest is ${short(max)} at ${at(max)}`] : []),
  ];
  return [`${name} ${course}`, ...turns].join(", ");
}
