import { tf } from "../tensor/index.ts";

/** x [N, in] · weight [in, out] + bias [out]. */
export function linearFused(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const product: tf.Tensor2D = tf.matMul(x, weight);
  return bias === undefined ? product : tf.add(product, bias);
}

/** Centres and scales each vector of the last axis. */
export function layerNorm<T extends tf.Tensor>(x: T, scale: tf.Tensor, shift: tf.Tensor, epsilon: number): T {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon))), scale), shift);
}

/** Scales each vector of the last axis to a mean square of 1. */
export function rmsNorm<T extends tf.Tensor>(x: T, scale: tf.Tensor, epsilon: number): T {
  return tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon))), scale);
}

export function gelu(x: tf.Tensor): tf.Tensor {
  const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.mul(tf.mul(x, x), x))));
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(inner)));
}

export function geluExact(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));
}

export function softmaxAttention(
  queries: tf.Tensor4D,
  keys: tf.Tensor4D,
  values: tf.Tensor4D,
  {
    mask,
    causal = false,
    scale = 1 / Math.sqrt(queries.shape.at(-1) ?? 1),
    bias,
  }: { mask?: tf.Tensor; causal?: boolean; scale?: number; bias?: tf.Tensor } = {},
): tf.Tensor4D {
  const [length = 0, keyLength = 0] = [queries.shape.at(-2), keys.shape.at(-2)];
  let scores: tf.Tensor = tf.mul(tf.matMul(queries, keys, false, true), scale);
  if (bias !== undefined) {
    scores = tf.add(scores, bias);
  }
  if (causal) {
    const open = tf.lessEqual(
      tf.range(0, keyLength, 1, "int32"),
      tf.expandDims(tf.range(keyLength - length, keyLength, 1, "int32"), 1),
    );
    scores = tf.where(open, scores, -3.4e38);
  }
  if (mask !== undefined) {
    scores = tf.where(tf.cast(mask, "bool"), scores, -3.4e38);
  }
  return tf.matMul(tf.softmax(scores), values) as tf.Tensor4D;
}

/** Picks rows of a table: ids int32 [N]. */
export function gatherRows(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  return tf.gather(table, ids);
}

/** The mean of -ln(probability of the label) over the labels that are not ignored. */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, ignoreLabel = -1): tf.Scalar {
  const counted = tf.notEqual(labels, ignoreLabel);
  const inRange = tf.where(counted, labels, tf.scalar(0, "int32"));
  const atLabel = tf.cast(tf.oneHot(inRange, logits.shape[1], 1, 0, "int32"), "bool");
  const logProbabilities = tf.sum(tf.where(atLabel, tf.logSoftmax(logits), 0), 1);
  const total = tf.sum(tf.where(counted, logProbabilities, 0));
  return tf.neg(tf.div(total, tf.sum(tf.cast(counted, "float32"))));
}

/** Stands in until the seeded tensors of lib/tensor are there. */
export interface TensorRandom {
  uniform(shape: number[]): tf.Tensor;
}

export function dropout<T extends tf.Tensor>(x: T, rate: number, random?: TensorRandom): T {
  if (random === undefined || rate === 0) {
    return x;
  }
  const kept = tf.greaterEqual(random.uniform(x.shape), rate);
  return tf.mul(x, tf.div(tf.cast(kept, "float32"), 1 - rate));
}
