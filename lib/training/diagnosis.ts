import { createTensorRandom, tf } from "../tensor/index.ts";
import { lossAndGradients } from "./gradients.ts";
import type { LossFunction } from "./options.ts";
import type { StepReport } from "./training-step.ts";

/**
 * Says where and why a loss or a gradient is not finite: looks through the parameters, and computes the step's last
 * batch again, operation by operation. The bad step has changed nothing, so that it comes out the same.
 */
export function diagnose<Batch extends tf.Tensor[]>({
  step,
  report,
  loss,
  batch,
  seed,
  parameters,
}: {
  step: number;
  report: StepReport;
  loss: LossFunction<Batch>;
  batch: Batch;
  seed: tf.Tensor1D;
  parameters: ReadonlyMap<string, tf.Variable>;
}): Error {
  const attempt = `Cannot go on training at step ${step}: the loss is ${report.loss}`;
  const kept = "the parameters are as the step before left them";
  const spoilt = tf.tidy(() => firstNotFinite(parameters));
  if (spoilt !== undefined) {
    return new Error(
      `${attempt}, because ${spoilt}, is not finite; take a smaller learning rate, and start again from finite parameters`,
    );
  }
  const culprit = tf.tidy(() => {
    const { gradients } = lossAndGradients(() => loss(batch, { random: createTensorRandom(seed) }), parameters);
    return firstNotFinite(new Map([...parameters.keys()].map((name, at) => [name, gradients[at] ?? tf.scalar(0)])));
  });
  const gradient =
    culprit === undefined
      ? `and the gradient of all parameters together has the length ${report.norm}`
      : `and the first gradient that is not finite is that of ${culprit}`;
  const remedy = Number.isFinite(report.loss)
    ? "look for a root, a division or a logarithm at 0 in the loss, whose slope is infinite there"
    : "try a smaller learning rate or clipNorm: 1, and look for a division by 0 or a logarithm of 0 in the loss";
  return new Error(`${attempt}, ${gradient}; ${kept}; ${remedy}`);
}

function firstNotFinite(tensors: ReadonlyMap<string, tf.Tensor>): string | undefined {
  return [...tensors].find(([, tensor]) => !Array.from(tensor.dataSync()).every(Number.isFinite))?.[0];
}
