import { extent } from "../extent.ts";
import type { Figure, PlotlyObject } from "../figure.ts";
import { isObject } from "../figure.ts";

/** The share of an axis that stays free at its ends. */
const margin = 0.06;

/** A step of which the layouts' axes are made alike. */
export interface NamedFigure {
  readonly name: string;
  readonly figure: Pick<Figure, "data" | "layout">;
}

/**
 * Gives the axes of all steps one range, so that the figure does not jump: the ranges that are given, together, and
 * where a step gives none, room for all its values.
 *
 * @returns the layouts, step by step
 * @throws RangeError if the room that a trace needs is not known (a histogram): the axis must have a range then
 */
export function withSharedRanges(steps: readonly NamedFigure[]): PlotlyObject[] {
  const layouts = steps.map(({ figure }): { [name: string]: unknown } => ({ ...figure.layout }));
  for (const name of new Set(layouts.flatMap(Object.keys))) {
    if (/^[xy]axis\d*$/.test(name)) {
      shareRange(layouts, name, rangeOfAll(steps, name));
    }
    if (/^scene\d*$/.test(name)) {
      shareBox(layouts, name);
    }
  }
  return layouts;
}

function shareRange(
  parents: readonly { [name: string]: unknown }[],
  name: string,
  range: readonly [number, number] | undefined,
): void {
  for (const parent of parents) {
    const axis = parent[name];
    if (range !== undefined && isObject(axis)) {
      const { autorange: _, rangemode: __, ...settings } = axis;
      parent[name] = { ...settings, range };
    }
  }
}

/** Gives the axes of a scene the ranges that the steps give them, together: a scene is drawn with given ranges only. */
function shareBox(layouts: readonly { [name: string]: unknown }[], name: string): void {
  const scenes = layouts.map((layout): { [name: string]: unknown } => ({ ...objectIn(layout, name) }));
  for (const axis of ["xaxis", "yaxis", "zaxis"]) {
    const given = scenes.map((scene) => objectIn(scene, axis).range).filter(isRange);
    if (given.length > 0) {
      const { min, max } = extent(given.flat());
      shareRange(scenes, axis, [min, max]);
    }
  }
  for (const [index, layout] of layouts.entries()) {
    layout[name] = scenes[index];
  }
}

function rangeOfAll(steps: readonly NamedFigure[], name: string): [number, number] | undefined {
  const axes = steps.map(({ figure }) => objectIn(figure.layout, name));
  const log = axes.some(({ type }) => type === "log");
  const given = axes.flatMap(({ range }) => (isRange(range) ? [range] : []));
  const values = steps.flatMap((step, index) => (isRange(axes[index]?.range) ? [] : valuesOn(step, name, log)));
  if (given.length === 0 && values.length === 0) {
    return undefined;
  }
  const fromZero = axes.some(({ rangemode }) => rangemode === "tozero") && !log;
  const room = values.length === 0 ? [] : withMargin(extent(fromZero ? [0, ...values] : values), fromZero);
  const { min, max } = extent([...given.flat(), ...room]);
  const reversed = given.some(([from, to]) => from > to) || axes.some(({ autorange }) => autorange === "reversed");
  return reversed ? [max, min] : [min, max];
}

function withMargin({ min, max }: { min: number; max: number }, fromZero: boolean): [number, number] {
  if (min === max) {
    return [min - 0.5, max + 0.5];
  }
  const free = margin * (max - min);
  return [fromZero && min === 0 ? 0 : min - free, fromZero && max === 0 ? 0 : max + free];
}

/** Lists the places on an axis that a step's traces need, as the axis counts: in powers of ten where it is logarithmic. */
function valuesOn({ name: step, figure: { data, layout } }: NamedFigure, axis: string, log: boolean): number[] {
  const letter = axis.startsWith("x") ? "x" : "y";
  return data
    .filter((trace) => axisOf(trace, letter) === axis && trace.visible !== false)
    .flatMap((trace) => {
      const values = placesOf(trace, letter, layout);
      if (values === undefined || (log && values.some((value) => value <= 0))) {
        throw new RangeError(
          `Cannot give the steps one ${axis}: how much room the ${String(trace.type ?? "scatter")} of step "${step}" ` +
            `needs is not known; write layout.${axis}.range in each step`,
        );
      }
      return log ? values.map(Math.log10) : values;
    });
}

function axisOf(trace: PlotlyObject, letter: "x" | "y"): string {
  const short = trace[`${letter}axis`];
  return `${letter}axis${typeof short === "string" ? short.slice(1) : ""}`;
}

function placesOf(trace: PlotlyObject, letter: "x" | "y", layout: PlotlyObject): number[] | undefined {
  const values = numbersOf(trace[letter]);
  switch (trace.type ?? "scatter") {
    case "scatter":
    case "scattergl":
      return values;
    case "bar": {
      if (values === undefined || (layout.barmode ?? "group") !== "group") {
        return undefined;
      }
      const position = trace.orientation === "h" ? "y" : "x";
      return letter === position ? aroundEach(values) : [0, ...values];
    }
    case "heatmap": {
      const rows = Array.isArray(trace.z) ? trace.z : [];
      const count =
        letter === "y" ? rows.length : Math.max(0, ...rows.map((row) => (Array.isArray(row) ? row.length : 0)));
      return aroundEach(
        trace[letter] === undefined ? Array.from({ length: count }, (_, index) => index) : (values ?? []),
      );
    }
    default:
      return undefined;
  }
}

/** Bars and cells reach half the way to their neighbours, which are one apart. */
function aroundEach(values: readonly number[]): number[] {
  return values.flatMap((value) => [value - 0.5, value + 0.5]);
}

function numbersOf(values: unknown): number[] | undefined {
  if (!Array.isArray(values)) {
    return undefined;
  }
  const numbers = values.filter((value): value is number => typeof value === "number");
  return numbers.length === values.filter((value) => value !== null).length ? numbers : undefined;
}

function isRange(range: unknown): range is [number, number] {
  return Array.isArray(range) && range.length === 2 && range.every((end) => typeof end === "number");
}

function objectIn(layout: PlotlyObject, name: string): PlotlyObject {
  const value = layout[name];
  return isObject(value) ? value : {};
}
