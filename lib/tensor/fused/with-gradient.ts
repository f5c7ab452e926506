import * as tf from "@tensorflow/tfjs";

/** An operation's value, and how gradients flow back through it. */
export interface Forward<Value extends tf.Tensor, Saved extends (tf.Tensor | undefined)[]> {
  value: Value;
  /** What the gradient needs: kept until it is computed, everything else is freed at once. Absent ones come last. */
  saved: [...Saved];
  /**
   * Turns the gradient of the value into those of the inputs, in their order.
   *
   * @param upstream of the value's shape.
   * @param saved the tensors saved, in their order.
   */
  gradient: (upstream: tf.Tensor, saved: Saved) => tf.Tensor[];
}

/**
 * Computes an operation that has its own gradient, rather than that of its parts. Gradients of gradients are those of
 * the gradient's own operations, and raw ones have none.
 *
 * @param inputs those that gradients flow to.
 * @param forward computes the value from them.
 */
export function withGradient<Value extends tf.Tensor, Saved extends (tf.Tensor | undefined)[]>(
  inputs: tf.Tensor[],
  forward: () => Forward<Value, Saved>,
): Value {
  const operation = tf.customGrad<Value>((...given) => {
    const { value, saved, gradient } = forward();
    const save = given.at(-1);
    if (typeof save === "function") {
      save(saved.filter((tensor) => tensor !== undefined));
    }
    // TensorFlow.js gives back copies of what was saved, in its order: the same number and types.
    return { value, gradFunc: (upstream, kept) => tf.tidy(() => gradient(upstream, kept as Saved)) };
  });
  return operation(...inputs);
}
