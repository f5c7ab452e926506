import * as tf from "@tensorflow/tfjs";

/**
 * Watches for variables that are created.
 *
 * @returns a function that lists those that exist now and did not when this was called
 */
export function watchVariables(): () => tf.Variable[] {
  const before = new Set(Object.values(tf.engine().registeredVariables));
  return () => Object.values(tf.engine().registeredVariables).filter((variable) => !before.has(variable));
}
