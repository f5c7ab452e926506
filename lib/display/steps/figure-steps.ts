import { listed, quoted, sentences } from "../describe.ts";
import type { Figure, PlotlyObject } from "../figure.ts";
import { figureOf } from "../figure.ts";
import { alignedTraces, typeOf } from "./align-traces.ts";
import { changesBetween } from "./changes.ts";
import { commonLayouts } from "./common-layouts.ts";
import type { Frame } from "./controls.ts";
import { controls } from "./controls.ts";

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
 * const losses = [2.3, 1.4, 1.1, 0.9];
 * await show(
 *   figureSteps({
 *     title: "The loss falls",
 *     label: "after step",
 *     steps: [2, 3, 4].map((count) => ({
 *       name: String(count),
 *       figure: lines({
 *         series: [{ name: "training", x: [1, 2, 3, 4].slice(0, count), y: losses.slice(0, count) }],
 *         title: "The loss falls",
 *         xTitle: "step",
 *         yTitle: "loss",
 *       }),
 *     })),
 *   }),
 * );
 */
export function figureSteps(options: FigureStepsOptions): Figure {
  const { title, label, steps, start = steps.length - 1, description } = options;
  check(steps, start);
  const traces = alignedTraces(steps);
  const layouts = commonLayouts(title, steps);
  const frames = framesOf(traces, layouts);
  const names = steps.map(({ name }) => name);
  const content = {
    data: traces[start] ?? [],
    layout: { ...layouts[start], ...controls(label, names, frames, start, Number(layouts[start]?.width)) },
    frames,
  };
  checkSize(content);
  const words = steps.map(({ name, figure }) => `${label} ${name}: ${figure.description}`);
  const about = `Figure ${quoted(title)} with a slider of ${steps.length} positions (${label}): ${listed(names)}`;
  const shown = `Shown here: ${label} ${names[start] ?? ""}`;
  return figureOf({
    ...content,
    states: layouts.map((layout, step) => ({ data: traces[step] ?? [], layout })),
    description: sentences(description, about, ...words),
    alt: sentences(description, about, shown, steps[start]?.figure.description ?? ""),
  });
}

function framesOf(traces: readonly PlotlyObject[][], layouts: readonly PlotlyObject[]): Frame[] {
  const traceChanges = (traces[0] ?? []).map((_, index) => changesBetween(traces.map((step) => step[index] ?? {})));
  const layoutChanges = changesBetween(layouts);
  const changing = traceChanges.flatMap((changes, index) =>
    changes.some((change) => Object.keys(change).length > 0) ? [index] : [],
  );
  return layouts.map((_, step) => ({
    name: String(step),
    data: changing.map((index) => ({ type: typeOf(traces[step]?.[index]), ...traceChanges[index]?.[step] })),
    traces: changing,
    // Plotly itself moves the slider only where its positions name their frames.
    layout: { ...layoutChanges[step], sliders: [{ active: step }] },
  }));
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
  const moving = steps.find(({ figure }) => figure.frames !== undefined);
  if (moving !== undefined) {
    throw new RangeError(`Cannot make a step of "${moving.name}": it has steps of its own; give figures without`);
  }
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
