import { cellLabels } from "./cell-labels.ts";
import { checkGrid } from "./check-values.ts";
import { extent } from "./extent.ts";
import type { PlotlyObject } from "./figure.ts";
import { labelAxis } from "./label-axis.ts";
import { heatmapScale } from "./palette.ts";
import { plainNumbers } from "./plain-data.ts";
import { literalText, titleText } from "./plotly-text.ts";

/** What all the panels of a heatmap share. */
export interface HeatmapLook {
  /** The labels of the rows, row 0 on top. A label may occur twice. */
  rows: readonly string[];
  /** The labels of the columns. */
  columns: readonly string[];
  title: string;
  rowTitle: string;
  columnTitle: string;
  /** What the colours measure. */
  colorbarTitle?: string;
  /** The values at the two ends of the colours. Default: the smallest and the largest value there is. */
  range?: readonly [number, number];
  /** Whether the numbers stand in the cells. Default: where they have room, up to 12 rows and 12 columns. */
  annotate?: boolean;
  /** Decimal places of the numbers in the cells. Default: 0 if all values are whole, else 2. */
  digits?: number;
  /** Pixels. Default: 700, or 1000 for more than two panels in a line. */
  width?: number;
  /** Pixels. Default: 450, or as many as the lines of panels need. */
  height?: number;
}

/** One grid of values, `[rows, columns]`. */
export interface HeatmapPanel {
  values: readonly ArrayLike<number>[];
  subtitle?: string;
}

const panelsPerLine = 4;

/** The pixels around the panels: labels of rows and the scale of colours, title and labels of columns. */
const surroundings = { width: 190, height: 150 };

/** Makes the traces and the layout of heatmaps that stand side by side on one colour scale, after checking them. */
export function heatmapPanels(
  panels: readonly HeatmapPanel[],
  look: HeatmapLook,
): { data: PlotlyObject[]; layout: PlotlyObject } {
  const { rows, columns } = look;
  for (const { values, subtitle } of panels) {
    checkGrid(subtitle === undefined ? "a heatmap" : `the heatmap "${subtitle}"`, values, rows, columns);
  }
  const range = look.range ?? rangeOf(panels);
  checkRange(range);

  const across = Math.min(panels.length, panelsPerLine);
  const down = Math.ceil(panels.length / across);
  const width = look.width ?? (across > 2 ? 1000 : 700);
  const height = look.height ?? (down > 1 ? 120 + 250 * down : across > 2 ? 380 : 450) + depthOfLabels(columns);
  const panelWidth = (width - surroundings.width) / across;
  const panelHeight = (height - surroundings.height) / down;
  const digits = look.digits ?? (panels.every(isWhole) ? 0 : 2);
  const size = Math.min(12, panelWidth / columns.length / (0.65 * (digits + 3)));
  const hasRoom = rows.length <= 12 && columns.length <= 12 && size >= 7.5 && panelHeight / rows.length >= 12;
  const annotate = look.annotate ?? hasRoom;

  const axes: { [name: string]: PlotlyObject } = {};
  const data = panels.flatMap((panel, index): PlotlyObject[] => {
    const isLeftmost = index % across === 0;
    const isLowest = index + across >= panels.length;
    const suffix = axisSuffix(index);
    axes[`xaxis${suffix}`] = {
      ...labelAxis({
        letter: "x",
        labels: columns,
        title: isLowest ? look.columnTitle : "",
        pixels: panelWidth,
        shown: isLowest,
      }),
      range: [-0.5, columns.length - 0.5],
    };
    axes[`yaxis${suffix}`] = {
      ...labelAxis({
        letter: "y",
        labels: rows,
        title: isLeftmost ? look.rowTitle : "",
        pixels: panelHeight,
        shown: isLeftmost,
      }),
      range: [rows.length - 0.5, -0.5],
    };
    const place = { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
    return [
      {
        type: "heatmap",
        ...place,
        z: panel.values.map(plainNumbers),
        colorscale: heatmapScale,
        zmin: range[0],
        zmax: range[1],
        hovertemplate: `%{y} → %{x}: %{z:.${digits + 2}f}<extra>${literalText(panel.subtitle ?? "")}</extra>`,
        // One bar for all panels. (Plotly's shared coloraxis would say the same, but Plotly.validate rejects its name.)
        showscale: index === 0,
        ...(index === 0 ? { colorbar: colorbar(look.colorbarTitle) } : {}),
      },
      ...(annotate ? [cellLabels(panel.values, place, { digits, range, size: Math.max(7, size) })] : []),
    ];
  });
  const subtitles = panels.flatMap(({ subtitle }, index) =>
    subtitle === undefined ? [] : [subtitleAnnotation(literalText(subtitle), axisSuffix(index))],
  );
  return {
    data,
    layout: {
      title: { text: titleText(look.title) },
      width,
      height,
      ...axes,
      ...(panels.length > 1
        ? { grid: { rows: down, columns: across, pattern: "independent", xgap: 0.08, ygap: 0.22 } }
        : {}),
      ...(subtitles.length > 0 ? { annotations: subtitles, margin: { t: 85 } } : {}),
    },
  };
}

/** Gives the pixels that long labels need below the panels, beyond the usual. */
function depthOfLabels(labels: readonly string[]): number {
  const longest = extent(labels.map(({ length }) => length)).max;
  return Math.max(0, Math.min(160, 5 * longest - 60));
}

/** Gives the smallest and the largest value of all panels, a little apart if they are one. */
export function rangeOf(panels: readonly HeatmapPanel[]): [number, number] {
  const { min, max } = extent(panels.flatMap(({ values }) => values.flatMap((row) => Object.values(extent(row)))));
  return min < max ? [min, max] : [min - 0.5, max + 0.5];
}

function checkRange([low, high]: readonly [number, number]): void {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new RangeError(`Cannot colour from ${low} to ${high}: the first end of the range must lie below the second`);
  }
}

function isWhole({ values }: HeatmapPanel): boolean {
  return values.every((row) => Array.from(row).every(Number.isInteger));
}

/** Plotly numbers its axes x, x2, x3. */
function axisSuffix(index: number): string {
  return index === 0 ? "" : String(index + 1);
}

function colorbar(title = ""): PlotlyObject {
  return { title: { text: titleText(title), side: "right" }, thickness: 16, outlinewidth: 0 };
}

function subtitleAnnotation(text: string, axis: string): PlotlyObject {
  return {
    text,
    xref: `x${axis} domain`,
    yref: `y${axis} domain`,
    x: 0.5,
    y: 1,
    xanchor: "center",
    yanchor: "bottom",
    yshift: 3,
    showarrow: false,
    font: { size: 13 },
  };
}
