import { tf } from "../tensor/index.ts";

/**
 * Collects the parameters of a model: every variable in it, however deep in plain objects and arrays, in the order in
 * which the model was built. A variable that stands in two places is listed once.
 *
 * @param model an object or an array of variables, layers, and anything else, which is passed over.
 *
 * @example
 * const layer = createLinear(3, 2, { random: createRandom(1) });
 * parametersOf([layer, layer]).map((parameter) => parameter.shape) // [[3, 2], [2]]
 */
export function parametersOf(model: object): tf.Variable[] {
  return [...namedParameters(model).values()];
}

/**
 * Names the parameters of a model by the way to them, as checkpoints do. A variable that stands in two places has the
 * name of the first.
 *
 * @param model as in `parametersOf`.
 *
 * @example
 * const layers = { blocks: [createLinear(3, 2, { random: createRandom(1) })] };
 * [...namedParameters(layers).keys()] // ["blocks.0.weight", "blocks.0.bias"]
 */
export function namedParameters(model: object): Map<string, tf.Variable> {
  const names = new Map<string, tf.Variable>();
  const visited = new Set<object>();

  function visit(value: unknown, path: readonly string[]): void {
    if (typeof value !== "object" || value === null || visited.has(value)) {
      return;
    }
    visited.add(value);
    if (value instanceof tf.Variable) {
      names.set(path.join("."), value);
    } else if (isPlain(value)) {
      for (const [key, part] of Object.entries(value)) {
        visit(part, [...path, key]);
      }
    }
  }

  visit(model, []);
  return names;
}

/**
 * Counts the numbers that a model learns.
 *
 * @example
 * countParameters(createLinear(3, 2, { random: createRandom(1) })) // 8
 */
export function countParameters(model: object): number {
  return parametersOf(model).reduce((count, parameter) => count + parameter.size, 0);
}

/** Objects of classes (tensors, optimisers, typed arrays) hold no layers, and some are very large. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}
