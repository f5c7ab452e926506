import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "./attention-pairs.ts";
import { batchProduct, choose, floatOperation, sumOver } from "./operations.ts";

/** So low that its exponential, next to any score's, is exactly 0; yet finite, because infinity gives NaN. */
export const lowest = -3.4e38;

/** What attention came to. */
export interface Attended {
  /** [..., Tq, Tk], before dropout. */
  weights: tf.Tensor;
  /** [..., Tq, dv]. */
  output: tf.Tensor;
}

/** Attends with queries that are multiplied by the scale already: they are smaller than the scores, most often. */
export function attendForward(
  scaled: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  { bias, open, closedRows, factors }: Pairs,
): Attended {
  const products = batchProduct(scaled, keys, { transposeB: true }); // [..., Tq, Tk]
  const scores = bias === undefined ? products : floatOperation("AddV2", products, bias);
  const shares = floatOperation("Softmax", open === undefined ? scores : choose(open, scores, tf.scalar(lowest)));
  const weights = open === undefined || !closedRows ? shares : floatOperation("Mul", shares, tf.cast(open, "float32"));
  return { weights, output: batchProduct(dropped(weights, factors), values) };
}

/** Turns the gradient of the output into those of queries, keys, values and scores. */
export function gradientsOfAttention(
  upstream: tf.Tensor,
  { scaled, keys, values, weights, output }: Attended & Record<"scaled" | "keys" | "values", tf.Tensor>,
  { scale, factors }: Pick<Pairs, "scale" | "factors">,
): Record<"ofQueries" | "ofKeys" | "ofValues" | "ofScores", tf.Tensor> {
  const ofValues = batchProduct(dropped(weights, factors), upstream, { transposeA: true });
  const ofWeights = dropped(batchProduct(upstream, values, { transposeB: true }), factors);
  // A row's weights add up to 1: what would change them all alike does not come through. It is their mean of
  // `ofWeights`, which the output gives in a smaller sum (Dao et al., "FlashAttention", 2022, appendix B.2).
  const alike = sumOver(floatOperation("Mul", upstream, output), -1, { keep: true });
  const ofScores = floatOperation("Mul", weights, floatOperation("Sub", ofWeights, alike));
  return {
    ofQueries: floatOperation("Mul", batchProduct(ofScores, keys), tf.scalar(scale)),
    ofKeys: batchProduct(ofScores, scaled, { transposeA: true }),
    ofValues,
    ofScores,
  };
}

function dropped(weights: tf.Tensor, factors: tf.Tensor | undefined): tf.Tensor {
  return factors === undefined ? weights : floatOperation("Mul", weights, factors);
}
