import * as tf from "@tensorflow/tfjs";
import type { Attribute } from "../native/attributes.ts";
import { boolAttribute, typeAttribute } from "../native/attributes.ts";
import { runOperation } from "../native/operation.ts";

const float: Attribute[] = [typeAttribute("T", "float32")];

/** Computes an operation on float32 tensors that needs no more said: "Mul", "BiasAdd", "Tanh". */
export function floatOperation(name: string, ...inputs: tf.Tensor[]): tf.Tensor {
  return runOperation(name, float, inputs);
}

/** Computes a · b of two matrices, either of them transposed first, without a copy. */
export function matrixProduct(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): tf.Tensor {
  const attributes = [...float, boolAttribute("transpose_a", transposeA), boolAttribute("transpose_b", transposeB)];
  return runOperation("MatMul", attributes, [a, b]);
}

/**
 * Computes aᵀ · b, [A, B], of matrices [N, A] and [N, B]: the gradient of a weight.
 *
 * On a processor XLA copies the second matrix in a slow order, and takes up to half as long again where that is the
 * wider one: then (bᵀ · a)ᵀ is faster. XLA would turn that back into the first form, so that a zero is added whose
 * value it cannot know.
 */
export function productOverRows(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [, aWidth = 0] = a.shape;
  const [rows = 0, bWidth = 0] = b.shape;
  if (aWidth <= bWidth || rows === 0 || bWidth === 0) {
    return matrixProduct(a, b, { transposeA: true });
  }
  const first = floatOperation("Abs", tf.slice(b, [0, 0], [1, 1]));
  const zero = floatOperation("Minimum", first, tf.scalar(0));
  return tf.transpose(floatOperation("AddV2", matrixProduct(b, a, { transposeA: true }), zero));
}

/** Computes a · b over the last two axes, for each index of the axes before these, either of them transposed first. */
export function batchProduct(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): tf.Tensor {
  const attributes = [...float, boolAttribute("adj_x", transposeA), boolAttribute("adj_y", transposeB)];
  return runOperation("BatchMatMulV2", attributes, [a, b]);
}

/** Adds up the rows of a matrix: [N, C] to [C]. What XLA makes of this operation is faster than of "Sum". */
export function sumOfRows(x: tf.Tensor): tf.Tensor {
  return floatOperation("BiasAddGrad", x);
}

/** Adds up over one axis, which stays with size 1 if asked. */
export function sumOver(x: tf.Tensor, axis: number, { keep = false }: { keep?: boolean } = {}): tf.Tensor {
  return reduce("Sum", x, axis, keep);
}

/** Means over the last axis, which stays with size 1. */
export function meanOfRows(x: tf.Tensor): tf.Tensor {
  return reduce("Mean", x, -1, true);
}

function reduce(name: string, x: tf.Tensor, axis: number, keep: boolean): tf.Tensor {
  const attributes = [boolAttribute("keep_dims", keep), ...float, typeAttribute("Tidx", "int32")];
  return runOperation(name, attributes, [x, tf.tensor1d([axis], "int32")]);
}

/** Chooses from `a` where `condition` holds and from `b` elsewhere; all three broadcast. */
export function choose(condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return runOperation("SelectV2", float, [condition, a, b]);
}
