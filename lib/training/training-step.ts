import { tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";

/**
 * Takes one step of training: the loss (forward), its gradient for each parameter (backward), the update.
 *
 * @returns the loss before the update.
 * @throws Error if the loss is no single finite number, or does not depend on every parameter; nothing is updated.
 */
export function trainingStep({
  parameters,
  loss,
  optimizer,
  step,
}: {
  parameters: tf.Variable[];
  loss: (step: number) => tf.Tensor;
  optimizer: tf.Optimizer;
  step: number;
}): number {
  return tf.tidy(() => {
    let shape: number[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const computed = loss(step);
      shape = computed.shape;
      // Refused below: an error in here would leave behind the tensors that were saved for the gradient.
      return shape.length === 0 ? computed.asScalar() : tf.sum<tf.Scalar>(computed);
    }, parameters);
    if (shape.length > 0) {
      throw new Error(
        `Cannot train on a loss of shape ${shapeText(shape)}: it must be a single number; take its mean with tf.mean(loss)`,
      );
    }
    const [current = Number.NaN] = value.dataSync();
    if (!Number.isFinite(current)) {
      throw new Error(
        `Cannot go on training at step ${step}: the loss is ${current}; try a smaller learning rate, and look for a division by 0 or a logarithm of 0 in the loss`,
      );
    }
    checkReached(parameters, grads);
    optimizer.applyGradients(grads);
    return current;
  });
}

/** TensorFlow.js leaves out what the loss does not reach, and its Adam would then mix up the others' moments. */
function checkReached(parameters: tf.Variable[], gradients: tf.NamedTensorMap): void {
  const missing = parameters.findIndex(({ name }) => gradients[name] === undefined);
  const parameter = parameters[missing];
  if (parameter !== undefined) {
    throw new Error(
      `Cannot train parameter ${missing + 1} of ${parameters.length}, of shape ${shapeText(parameter.shape)}: the loss does not depend on it; use it in the loss or leave it out`,
    );
  }
}
