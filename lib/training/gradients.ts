import { tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";

/**
 * Computes a loss and its gradient for each parameter, in their order.
 *
 * @throws Error if the loss is no single number, or does not depend on every parameter.
 */
export function lossAndGradients(
  loss: () => tf.Tensor,
  parameters: ReadonlyMap<string, tf.Variable>,
): { value: tf.Scalar; gradients: tf.Tensor[] } {
  return tf.tidy(() => {
    let shape: number[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const computed = loss();
      shape = computed.shape;
      // Refused below: an error in here would leave behind the tensors that were saved for the gradient.
      return shape.length === 0 ? computed.asScalar() : tf.sum<tf.Scalar>(computed);
    }, [...parameters.values()]);
    if (shape.length > 0) {
      throw new Error(
        `Cannot train on a loss of shape ${shapeText(shape)}: it must be a single number; take its mean with tf.mean(loss)`,
      );
    }
    const gradients = [...parameters].map(([name, parameter]) => {
      // TensorFlow.js leaves out what the loss does not reach.
      const gradient = grads[parameter.name];
      if (gradient === undefined) {
        throw new Error(
          `Cannot train ${name}: the loss does not depend on it; use it in the loss or leave it out of the parameters`,
        );
      }
      return gradient;
    });
    return { value, gradients };
  });
}

/** Names parameters for messages: by their names in the model, where these are known. */
export function namesOf(parameters: readonly tf.Variable[] | ReadonlyMap<string, tf.Variable>) {
  const total = [...parameters.values()].length;
  return new Map(
    [...parameters].map((entry, at) => {
      const [name, parameter] = Array.isArray(entry) ? entry : [`${at + 1} of ${total}`, entry];
      return [`parameter ${name}, of shape ${shapeText(parameter.shape)}`, parameter];
    }),
  );
}
