import * as tf from "@tensorflow/tfjs";
import { isNative } from "../native/backend.ts";
import { shapeText } from "../shape.ts";
import type { AttentionOptions, Pairs } from "./attention-pairs.ts";
import { preparePairs } from "./attention-pairs.ts";
import { attendForward, gradientsOfAttention, lowest } from "./attention-steps.ts";
import { causalAttention, causalBlocks } from "./causal-attention.ts";
import { floatOperation, matrixProduct } from "./operations.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * Computes scaled dot-product attention without giving its weights: softmax(queries · keysᵀ · scale) · values (Vaswani
 * et al., "Attention Is All You Need", 2017, equation 1). A query that may attend nowhere gives zeros.
 *
 * @param queries [..., Tq, d], two axes or more.
 * @param keys [..., Tk, d], with the same leading axes.
 * @param values [..., Tk, dv], with the same leading axes.
 * @returns [..., Tq, dv].
 * @throws Error if the shapes do not fit together or the mask is not bool.
 *
 * @example
 * const x = tf.tensor([[1, 0], [0, 1]]);
 * softmaxAttention(x, x, x, { causal: true }).arraySync() // the first row, [1, 0], attends to itself only
 */
export function softmaxAttention<T extends tf.Tensor>(queries: T, keys: T, values: T, options?: AttentionOptions): T;
export function softmaxAttention(
  queries: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  options?: AttentionOptions,
): tf.Tensor;
export function softmaxAttention(
  queries: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  options: AttentionOptions = {},
): tf.Tensor {
  const scores = checkShapes(queries, keys, values);
  const [queryCount = 0, keyCount = 0] = scores.slice(-2);
  const { causal = false, mask, bias } = options;
  const triangular = causal && queryCount === keyCount && mask === undefined && bias === undefined;
  const blocks = triangular ? causalBlocks(queryCount) : 1;
  return tf.tidy(() => {
    const pairs = preparePairs(scores, queries.shape.at(-1) ?? 1, options);
    if (!isNative()) {
      return plainAttention(queries, keys, values, pairs);
    }
    return blocks > 1
      ? causalAttention(queries, keys, values, pairs, blocks)
      : fastAttention(queries, keys, values, pairs);
  });
}

/** The specification of `softmaxAttention`. */
export function plainAttention(
  queries: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  { scale, bias, open, closedRows, factors }: Pairs,
): tf.Tensor {
  return tf.tidy(() => {
    const products = tf.mul(tf.matMul(queries, keys, false, true), scale); // [..., Tq, Tk]
    const scores = bias === undefined ? products : tf.add(products, bias);
    const shares = tf.softmax(open === undefined ? scores : tf.where(open, scores, lowest));
    // In a closed row all scores are equally low, and softmax shares the weight out: take it back.
    const weights = open === undefined || !closedRows ? shares : tf.mul(shares, tf.cast(open, "float32"));
    return tf.matMul(factors === undefined ? weights : tf.mul(weights, factors), values);
  });
}

type Saved = [
  scaled: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  weights: tf.Tensor,
  output: tf.Tensor,
  factors?: tf.Tensor | undefined,
];

function fastAttention(queries: tf.Tensor, keys: tf.Tensor, values: tf.Tensor, pairs: Pairs): tf.Tensor {
  const { scale, bias, factors } = pairs;
  const inputs = bias === undefined ? [queries, keys, values] : [queries, keys, values, bias];
  return withGradient<tf.Tensor, Saved>(inputs, () => {
    const scaled = floatOperation("Mul", queries, tf.scalar(scale));
    const { weights, output } = attendForward(scaled, keys, values, pairs);
    return {
      value: output,
      saved: [scaled, keys, values, weights, output, factors],
      gradient: (upstream, [scaled, keys, values, weights, output, factors]) => {
        const saved = { scaled, keys, values, weights, output };
        const { ofQueries, ofKeys, ofValues, ofScores } = gradientsOfAttention(upstream, saved, { scale, factors });
        const ofBias = bias === undefined ? [] : [sumToShape(ofScores, bias.shape)];
        return [ofQueries, ofKeys, ofValues, ...ofBias];
      },
    };
  });
}

/** Adds up over the axes along which a tensor of `shape` was repeated. */
function sumToShape(x: tf.Tensor, shape: number[]): tf.Tensor {
  const offset = x.rank - shape.length;
  const repeated = x.shape.flatMap((size, axis) => (size === shape[axis - offset] ? [] : [axis]));
  if (repeated.length === 1 && repeated[0] === 0) {
    // As a product, which XLA leaves alone: a sum becomes part of what turns the gradient's axes round, and slow.
    const [count = 0] = x.shape;
    const sum = matrixProduct(tf.ones([1, count]), tf.reshape(x, [count, x.size / count]));
    return tf.reshape(sum, shape);
  }
  return tf.reshape(repeated.length === 0 ? x : tf.sum(x, repeated), shape);
}

/** Checks that the three fit together; returns the shape of the scores. */
function checkShapes(queries: tf.Tensor, keys: tf.Tensor, values: tf.Tensor): number[] {
  const [q, k, v] = [queries.shape, keys.shape, values.shape];
  const batches = [q, k, v].map((shape) => shapeText(shape.slice(0, -2)));
  if (q.length < 2 || new Set(batches).size > 1 || q.at(-1) !== k.at(-1) || k.at(-2) !== v.at(-2)) {
    throw new Error(
      `Cannot attend with queries ${shapeText(q)}, keys ${shapeText(k)} and values ${shapeText(v)}: they must be [..., Tq, d], [..., Tk, d] and [..., Tk, dv]`,
    );
  }
  return [...q.slice(0, -1), k.at(-2) ?? 0];
}
