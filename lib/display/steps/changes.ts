import type { PlotlyObject } from "../figure.ts";
import { isObject } from "../figure.ts";

/** The lists of a layout that plotly merges item by item when a frame comes, instead of taking the frame's list. */
const mergedLists = new Set(["annotations", "shapes", "images"]);

/**
 * Tells what each step has that another has not: the least that a frame must say, wherever it is reached from.
 *
 * Plotly merges a frame into what is there, so that a property stays until another frame names it: a property that
 * a step lacks is null in its frame, which gives plotly's default.
 *
 * @param steps a layout or a trace, once per step
 */
export function changesBetween(steps: readonly PlotlyObject[]): PlotlyObject[] {
  const changes = steps.map((): { [name: string]: unknown } => ({}));
  for (const name of new Set(steps.flatMap(Object.keys))) {
    const values = steps.map((step) => step[name]);
    if (allEqual(values)) {
      continue;
    }
    const lists = mergedLists.has(name) ? values.map((value) => (Array.isArray(value) ? value : [])) : undefined;
    const parts = lists ? changesOfLists(lists) : changesOfValues(values);
    for (const [index, change] of changes.entries()) {
      change[name] = parts[index];
    }
  }
  return changes;
}

function changesOfValues(values: readonly unknown[]): unknown[] {
  const given = values.filter((value) => value !== undefined);
  return given.every(isObject)
    ? changesBetween(values.map((value) => (isObject(value) ? value : {})))
    : values.map((value) => value ?? null);
}

/** An item that a step has not is hidden there. */
function changesOfLists(lists: readonly (readonly unknown[])[]): PlotlyObject[][] {
  const length = Math.max(...lists.map((list) => list.length));
  const items = Array.from({ length }, (_, index) =>
    changesBetween(
      lists.map((list) => {
        const item = list[index];
        return isObject(item) ? item : { visible: false };
      }),
    ),
  );
  return lists.map((_, step) => items.map((item) => item[step] ?? {}));
}

function allEqual(values: readonly unknown[]): boolean {
  const texts = values.map((value) => JSON.stringify(value));
  return texts.every((text) => text === texts[0]);
}
