import { listed, quoted, sentences } from "../describe.ts";
import type { Figure, PlotlyObject } from "../figure.ts";
import { figureOf, isObject, wrapTitle } from "../figure.ts";
import { titleText } from "../plotly-text.ts";
import { changesBetween } from "./changes.ts";
import { controls, controlsHeight } from "./controls.ts";
import { withSharedRanges } from "./shared-ranges.ts";

/** One position of the slider. */
export interface FigureStep {
  /** What the slider says there. */
  name: string;
  figure: Figure;
}

/** What a figure with a slider shows. */
export interface FigureStepsOptions {
  title: string;
  /** What the positions of the slider are: `"merges"`. */
  label: string;
  /** Two or more figures of one kind. */
  steps: readonly FigureStep[];
  /** The index of the step that is shown first, and that the PNG shows. Default: the last. */
  start?: number;
  /** Your own words on what there is to see. They are put before the computed description. */
  description?: string;
}

/** A notebook stays under a megabyte, and a figure is one output among many. */
const largestBundle = 500_000;

/**
 * Makes one figure of several, with a slider and a play button: a step per position, all on the same axes.
 *
 * The ranges of the axes are those that the steps give, together, or else have room for the values of all steps. What
 * differs besides, such as titles, labels and annotations, changes with the step. Without plotly one sees the step
 * `start`, and the words tell of all.
 *
 * @throws RangeError if there are fewer than two steps, `start` is none of them, the steps' traces are of different
 *   kinds, an axis has values whose room is not known, or all together take more than 500 kB.
 *
 * @example
 * await show(
 *   figureSteps({
 *     title: "A model learns",
 *     label: "step",
 *     steps: [0, 100].map((step) => ({ name: String(step), figure: heatmap({ ... }) })),
 *   }),
 * );
 */
export function figureSteps(options: FigureStepsOptions): Figure {
  const { title, label, steps, start = steps.length - 1, description } = options;
  check(steps, start);
  const traces = alignedTraces(steps);
  const layouts = commonLayouts(title, steps);
  const traceChanges = (traces[0] ?? []).map((_, trace) => changesBetween(traces.map((step) => step[trace] ?? {})));
  const layoutChanges = changesBetween(layouts);
  const changing = traceChanges.flatMap((changes, trace) =>
    changes.some((change) => Object.keys(change).length > 0) ? [trace] : [],
  );
  const words = steps.map(({ name, figure }) => `${label} ${name}: ${figure.description}`);
  const names = steps.map(({ name }) => name);
  const about = `Figure ${quoted(title)} with a slider of ${steps.length} positions (${label}): ${listed(names)}`;
  const shown = `Shown here: ${label} ${names[start] ?? ""}`;
  const frames = steps.map((_, step) => ({
    name: String(step),
    data: changing.map((trace) => traceChanges[trace]?.[step] ?? {}),
    traces: changing,
    // Plotly itself moves the slider only where its positions name their frames.
    layout: { ...layoutChanges[step], sliders: [{ active: step }] },
  }));
  const content = {
    data: traces[start] ?? [],
    layout: { ...layouts[start], ...controls(label, names, frames, start, largest(layouts, "width")) },
    frames,
  };
  checkSize(content);
  return figureOf({
    ...content,
    states: layouts.map((layout, step) => ({ data: traces[step] ?? [], layout })),
    description: sentences(description, about, ...words),
    alt: sentences(description, about, shown, words[start] ?? ""),
  });
}

function check(steps: readonly FigureStep[], start: number): void {
  if (steps.length < 2) {
    throw new RangeError(
      `Cannot make a slider of ${steps.length} steps: there is nowhere to go; give two or more, or show the figure itself`,
    );
  }
  if (steps[start] === undefined) {
    throw new RangeError(`Cannot start at step ${start}: the steps are 0 to ${steps.length - 1}`);
  }
}

/** Gives every step as many traces as the longest has: those that a step lacks show nothing in it. */
function alignedTraces(steps: readonly FigureStep[]): PlotlyObject[][] {
  const longest = steps.reduce((long, step) => (step.figure.data.length > long.figure.data.length ? step : long));
  return steps.map(({ name, figure: { data } }) =>
    longest.figure.data.map((model, index) => {
      const trace = data[index] ?? withoutValues(model);
      const [type, expected] = [trace, model].map(typeOf);
      if (type !== expected) {
        throw new RangeError(
          `Cannot make steps of different kinds: trace ${index} is a ${type} in step "${name}" and a ${expected} in ` +
            `step "${longest.name}"; keep traces of a kind at the same place`,
        );
      }
      return trace;
    }),
  );
}

/** Empties a trace. Where it can be, it stays in the legend, which would otherwise push the axes when it comes back. */
function withoutValues(model: PlotlyObject): PlotlyObject {
  const type = typeOf(model);
  if (!["scatter", "scatter3d", "bar"].includes(type) || model.showlegend === false) {
    return { type, visible: false };
  }
  const { text: _, ...looks } = model;
  const nowhere = type === "scatter3d" ? { x: [null], y: [null], z: [null] } : { x: [null], y: [null] };
  return { ...looks, ...nowhere };
}

function typeOf(trace: PlotlyObject): string {
  return String(trace.type ?? "scatter");
}

/** Gives the layouts one size, one title and the same ranges. A step's own title goes below the one of all. */
function commonLayouts(title: string, steps: readonly FigureStep[]): PlotlyObject[] {
  const layouts = withSharedRanges(steps);
  const width = largest(layouts, "width");
  const height = largest(layouts, "height") + controlsHeight;
  const main = wrapTitle({ text: titleText(title), y: 1, yref: "container", yanchor: "top", pad: { t: 14 } }, width);
  const titles = layouts.map((layout) => {
    const own = isObject(layout.title) ? layout.title : {};
    return own.text === main.text ? main : { ...main, subtitle: { text: own.text, font: { size: 13 } } };
  });
  const margins = layouts.map((layout) => (isObject(layout.margin) ? layout.margin : {}));
  const top = largest(margins, "t") + controlsHeight;
  const showlegend = layouts.some((layout) => layout.showlegend === true);
  return layouts.map((layout, index) => ({
    ...layout,
    title: titles[index] ?? {},
    width,
    height,
    showlegend,
    margin: { ...margins[index], t: top },
  }));
}

function largest(objects: readonly PlotlyObject[], name: string): number {
  return Math.max(...objects.map((object) => (typeof object[name] === "number" ? object[name] : 0)));
}

function checkSize(content: object): void {
  const size = Buffer.byteLength(JSON.stringify(content));
  if (size > largestBundle) {
    throw new RangeError(
      `Cannot keep ${Math.round(size / 1000)} kB of steps in a notebook: at most ${largestBundle / 1000} kB have room; ` +
        "give fewer steps, or less in each",
    );
  }
}
