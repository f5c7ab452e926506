import { tf } from "../tensor/index.ts";

/**
 * Creates a layer or a model of several parts. If one of them is refused, the variables of those before it are freed:
 * nobody would have them.
 */
export function allOrNothing<Model>(create: () => Model): Model {
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    return create();
  } catch (error) {
    tf.dispose(Object.values(tf.engine().registeredVariables).filter((variable) => !before.has(variable)));
    throw error;
  }
}
