import type { PlotlyObject } from "../figure.ts";
import { isObject, wrapTitle } from "../figure.ts";
import { titleText } from "../plotly-text.ts";
import { controlsHeight } from "./controls.ts";
import type { NamedFigure } from "./shared-ranges.ts";
import { withSharedRanges } from "./shared-ranges.ts";

/** The pixels that the titles take: free room, a line of the title of all, and a line of a step's own below it. */
const titleHeight = { room: 44, line: 22, ownLine: 18 };

/**
 * Gives the layouts of all steps one size, one title and the same ranges. A step's own title goes below the title of
 * all; the axes keep the room that they had.
 */
export function commonLayouts(title: string, steps: readonly NamedFigure[]): PlotlyObject[] {
  const layouts = withSharedRanges(steps);
  const width = Math.max(...layouts.map((layout) => numberIn(layout, "width")));
  const main = wrapTitle({ text: titleText(title), y: 1, yref: "container", yanchor: "top", pad: { t: 14 } }, width);
  const titles = layouts.map(ownTitle);
  const ownLines = Math.max(...titles.map((own) => (own === main.text ? 0 : linesIn(own))));
  const { room, line, ownLine } = titleHeight;
  const top = room + line * linesIn(String(main.text)) + ownLine * ownLines + controlsHeight;
  const axesHeight = Math.max(...layouts.map((layout) => numberIn(layout, "height") - numberIn(layout.margin, "t")));
  const legend = layouts.some((layout) => layout.showlegend === true) ? { showlegend: true } : {};
  return layouts.map((layout, index) => ({
    ...layout,
    ...legend,
    title: titles[index] === main.text ? main : { ...main, subtitle: { text: titles[index], font: { size: 13 } } },
    width,
    height: axesHeight + top,
    margin: { ...(isObject(layout.margin) ? layout.margin : {}), t: top },
  }));
}

function ownTitle({ title }: PlotlyObject): string {
  return isObject(title) ? String(title.text ?? "") : "";
}

function linesIn(text: string): number {
  return text.split("<br>").length;
}

function numberIn(object: unknown, name: string): number {
  const value = isObject(object) ? object[name] : undefined;
  return typeof value === "number" ? value : 0;
}
