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
  const parameters = new Set<tf.Variable>();
  const visited = new Set<object>();

  function visit(value: unknown): void {
    if (value instanceof tf.Variable) {
      parameters.add(value);
    } else if (typeof value === "object" && value !== null && !visited.has(value) && isPlain(value)) {
      visited.add(value);
      Object.values(value).forEach(visit);
    }
  }

  visit(model);
  return [...parameters];
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
