import type { PlotlyObject } from "../figure.ts";
import type { NamedFigure } from "./shared-ranges.ts";

/** Gives every step as many traces as the longest has: those that a step lacks show nothing in it. */
export function alignedTraces(steps: readonly NamedFigure[]): PlotlyObject[][] {
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

/** Gives the kind of a trace, as plotly fills it in. */
export function typeOf(trace: PlotlyObject | undefined): string {
  return String(trace?.type ?? "scatter");
}
