import { listed, quoted, sentences } from "./describe.ts";
import type { Figure } from "./figure.ts";
import { figure } from "./figure.ts";
import { short } from "./format-number.ts";
import type { HeatmapLook, HeatmapPanel } from "./heatmap-panels.ts";
import { heatmapPanels, rangeOf } from "./heatmap-panels.ts";

/** What a heatmap shows. */
export interface HeatmapOptions extends HeatmapLook {
  /** The grid, `[rows, columns]`. Rows may be typed arrays. */
  values: readonly ArrayLike<number>[];
  /** Your own words on what there is to see. They are put before the computed description. */
  description?: string;
}

/** What several heatmaps side by side show. */
export interface HeatmapsOptions extends HeatmapLook {
  /** The grids, each `[rows, columns]`, each with a subtitle such as `"head 1"` or `"after training"`. */
  panels: readonly (HeatmapPanel & { subtitle: string })[];
  /** Your own words on what there is to see. They are put before the computed description. */
  description?: string;
}

/**
 * Draws a grid of numbers as colours, row 0 on top.
 *
 * @throws RangeError if the rows are ragged, the labels do not match or a value is not finite.
 *
 * @example
 * await show(
 *   heatmap({
 *     values: [[0.9, 0.1], [0.4, 0.6]],
 *     rows: ["the", "cat"],
 *     columns: ["the", "cat"],
 *     title: "Who attends to whom",
 *     rowTitle: "query",
 *     columnTitle: "key",
 *     colorbarTitle: "weight",
 *   }),
 * );
 */
export function heatmap({ values, description, ...look }: HeatmapOptions): Figure {
  return panelsFigure([{ values }], look, description, `Heatmap ${quoted(look.title)}`);
}

/**
 * Draws several grids side by side on one colour scale, so that they compare: before and after training, one per head.
 * All panels share the labels. Four stand in a line.
 *
 * @throws RangeError if there is no panel, or a grid is ragged, has other labels or a value that is not finite.
 *
 * @example
 * await show(
 *   heatmaps({
 *     panels: [{ values: before, subtitle: "before training" }, { values: after, subtitle: "after training" }],
 *     rows: tokens, columns: tokens, title: "Attention", rowTitle: "query", columnTitle: "key",
 *   }),
 * );
 */
export function heatmaps({ panels, description, ...look }: HeatmapsOptions): Figure {
  if (panels.length === 0) {
    throw new RangeError("Cannot draw heatmaps of nothing: there are no panels; give at least one");
  }
  const subtitles = panels.map(({ subtitle }) => subtitle).join(", ");
  const words = `${panels.length} heatmaps side by side, ${quoted(look.title)}: ${subtitles}`;
  return panelsFigure(panels, look, description, words);
}

/** Makes the figure of the panels: the author's words first, then what kind of figure it is, its axes and its values. */
function panelsFigure(
  panels: readonly HeatmapPanel[],
  look: HeatmapLook,
  own: string | undefined,
  kind: string,
): Figure {
  return figure({
    ...heatmapPanels(panels, look),
    description: sentences(
      own,
      kind,
      axesOf(look),
      `Values ${spanOf(panels)}`,
      ...panels.map(
        ({ values, subtitle }) =>
          `Largest${subtitle === undefined ? "" : ` in ${subtitle}`}: ${largestCells(values, look)}`,
      ),
    ),
  });
}

function axesOf({ rows, columns, rowTitle, columnTitle }: HeatmapLook): string {
  return `Rows (${rowTitle}): ${listed(rows)}. Columns (${columnTitle}): ${listed(columns)}`;
}

function spanOf(panels: readonly HeatmapPanel[]): string {
  const [min, max] = rangeOf(panels);
  return `from ${short(min)} to ${short(max)}`;
}

/** Names the three largest cells; of equal ones the first in reading order. */
function largestCells(values: readonly ArrayLike<number>[], { rows, columns }: HeatmapLook): string {
  return values
    .flatMap((row, r) => Array.from(row, (value, c) => ({ value, name: `${rows[r]} → ${columns[c]}` })))
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({ value, name }) => `${name} ${short(value)}`)
    .join(", ");
}
