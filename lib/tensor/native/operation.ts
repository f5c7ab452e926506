import type * as tf from "@tensorflow/tfjs";
import type { Attribute } from "./attributes.ts";
import { nativeBackend } from "./backend.ts";

/**
 * Calls a TensorFlow operation that gives one tensor. Gradients do not flow through it: wrap it in `tf.customGrad`.
 *
 * @param name as TensorFlow has it, "BiasAdd".
 * @param attributes those that TensorFlow's definition asks for.
 * @param inputs in the order of TensorFlow's definition.
 * @throws Error from TensorFlow if the operation, an attribute or an input does not fit, or where another backend
 * computes.
 *
 * @example
 * const sum = runOperation("BiasAdd", [typeAttribute("T", "float32")], [tf.zeros([2, 3]), tf.ones([3])]);
 * sum.shape // [2, 3]
 */
export function runOperation(name: string, attributes: Attribute[], inputs: tf.Tensor[]): tf.Tensor {
  const [output] = runOperations(name, attributes, inputs, 1);
  if (output === undefined) {
    throw new Error(`Cannot take the output of ${name}: it gives none`);
  }
  return output;
}

/**
 * Calls a TensorFlow operation that gives any number of tensors.
 *
 * @param outputs how many it gives with these attributes and inputs.
 * @throws Error as `runOperation` does.
 */
export function runOperations(
  name: string,
  attributes: Attribute[],
  inputs: tf.Tensor[],
  outputs: number,
): tf.Tensor[] {
  return nativeBackend().executeMultipleOutputs(name, attributes, inputs, outputs);
}
