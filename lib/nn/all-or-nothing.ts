import { tf } from "../tensor/index.ts";
import { watchVariables } from "../tensor/new-variables.ts";

/**
 * Creates a layer or a model of several parts. If one of them is refused, the variables of those before it are freed:
 * nobody would have them.
 */
export function allOrNothing<Model>(create: () => Model): Model {
  const newVariables = watchVariables();
  try {
    return create();
  } catch (error) {
    tf.dispose(newVariables());
    throw error;
  }
}
