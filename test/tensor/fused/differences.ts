import { createRandom } from "../../../lib/random/index.ts";
import { tf } from "../../../lib/tensor/index.ts";
import { dot } from "../../nn/plain.ts";
import { worstDifference } from "../../support/tensors.ts";
import type { OperationCase } from "./cases.ts";
import { numericGradients } from "./reference.ts";

/** The value and the gradients of sum(value · upstream), as plain numbers. */
export type Results = number[][];

/** Normal numbers for the inputs of a case, the same ones each time. */
export function inputsOf({ name, shapes }: OperationCase): number[][] {
  const random = createRandom(1).stream(name);
  return shapes.map((shape) =>
    Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, () => Math.fround(random.normal())),
  );
}

/** Takes value and gradients of one version of the operation, run as `run` says: at once, or compiled. */
export function tensorResults(
  operation: OperationCase,
  version: "apply" | "plain",
  run: (step: (...inputs: tf.Tensor[]) => tf.Tensor[], inputs: tf.Tensor[]) => tf.Tensor[] = (step, inputs) =>
    step(...inputs),
): Results {
  return tf.tidy(() => {
    const inputs = inputsOf(operation).map((values, at) => tf.tensor(values, operation.shapes[at]));
    const step = (...tensors: tf.Tensor[]) => {
      const value = operation[version](...tensors);
      const upstream = tf.tensor(upstreamOf(value.size), value.shape);
      const gradients = tf.grads((...moved: tf.Tensor[]) => tf.sum(tf.mul(operation[version](...moved), upstream)));
      return [value, ...gradients(tensors)];
    };
    return run(step, inputs).map((tensor) => Array.from(tensor.dataSync()));
  });
}

/** The same from loops in float64 and their numeric differences. */
export function referenceResults(operation: OperationCase): Results {
  const inputs = inputsOf(operation);
  const value = operation.reference(...inputs);
  const upstream = upstreamOf(value.length);
  return [value, ...numericGradients((...moved) => dot(operation.reference(...moved), upstream), inputs)];
}

/** The worst difference in each: first the value, then each gradient. */
export function differencesOf(actual: Results, expected: Results): number[] {
  return expected.map((values, at) => worstDifference(actual[at] ?? [], values));
}

function upstreamOf(size: number): number[] {
  const random = createRandom(2);
  return Array.from({ length: size }, () => Math.fround(random.normal()));
}
