import * as tf from "@tensorflow/tfjs";
import { isNative } from "../native/backend.ts";
import { shapeText } from "../shape.ts";
import type { TensorRandom } from "../tensor-random.ts";
import { dropoutFactors } from "../tensor-random.ts";
import { batchProduct, choose, floatOperation, sumOver } from "./operations.ts";
import { withGradient } from "./with-gradient.ts";

/** So low that its exponential, next to any score's, is exactly 0; yet finite, because infinity gives NaN. */
const lowest = -3.4e38;

/** How queries find their keys. */
export interface AttentionOptions {
  /** bool, broadcast to [..., Tq, Tk]: true where a query may attend to a key. */
  mask?: tf.Tensor | undefined;
  /** Whether a query may not attend to keys that stand after it; the last query stands at the last key. */
  causal?: boolean | undefined;
  /** What the products of queries and keys are multiplied by; default 1 / √d. */
  scale?: number | undefined;
  /** Which share of the weights is dropped while `random` is given, at random; default 0. */
  dropout?: number | undefined;
  /** Where the dropping comes from; absent where the model does not train. */
  random?: TensorRandom | undefined;
}

/** What both versions work from. */
interface Pairs {
  scale: number;
  /** bool, broadcast to [..., Tq, Tk]: which query may attend to which key; absent where all may. */
  open?: tf.Tensor | undefined;
  /** Whether a query may find no key open. */
  closedRows: boolean;
  /** [..., Tq, Tk]: what dropout multiplies the weights by. */
  factors?: tf.Tensor | undefined;
}

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
export function softmaxAttention(
  queries: tf.Tensor2D,
  keys: tf.Tensor2D,
  values: tf.Tensor2D,
  options?: AttentionOptions,
): tf.Tensor2D;
export function softmaxAttention(
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  values: tf.Tensor3D,
  options?: AttentionOptions,
): tf.Tensor3D;
export function softmaxAttention(
  queries: tf.Tensor4D,
  keys: tf.Tensor4D,
  values: tf.Tensor4D,
  options?: AttentionOptions,
): tf.Tensor4D;
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
  {
    mask,
    causal = false,
    scale = 1 / Math.sqrt(queries.shape.at(-1) ?? 1),
    dropout = 0,
    random,
  }: AttentionOptions = {},
): tf.Tensor {
  const scores = checkShapes(queries, keys, values, mask);
  const [queryCount = 0, keyCount = 0] = scores.slice(-2);
  const compute = isNative() ? fastAttention : plainAttention;
  return tf.tidy(() =>
    compute(queries, keys, values, {
      scale,
      open: openPairs(queryCount, keyCount, causal, mask),
      closedRows: mask !== undefined || (causal && queryCount > keyCount),
      factors: dropoutFactors(scores, dropout, random),
    }),
  );
}

/** The specification of `softmaxAttention`. */
export function plainAttention(
  queries: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  { scale, open, closedRows, factors }: Pairs,
): tf.Tensor {
  return tf.tidy(() => {
    const scores = tf.mul(tf.matMul(queries, keys, false, true), scale); // [..., Tq, Tk]
    const shares = tf.softmax(open === undefined ? scores : tf.where(open, scores, lowest));
    // In a closed row all scores are equally low, and softmax shares the weight out: take it back.
    const weights = open === undefined || !closedRows ? shares : tf.mul(shares, tf.cast(open, "float32"));
    return tf.matMul(factors === undefined ? weights : tf.mul(weights, factors), values);
  });
}

function fastAttention(
  queries: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  { scale, open, closedRows, factors }: Pairs,
): tf.Tensor {
  const drop = (weights: tf.Tensor, factors?: tf.Tensor) =>
    factors === undefined ? weights : floatOperation("Mul", weights, factors);
  return withGradient<tf.Tensor, [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor?]>(
    [queries, keys, values],
    () => {
      const scaled = floatOperation("Mul", queries, tf.scalar(scale)); // smaller than the scores, most often
      const scores = batchProduct(scaled, keys, { transposeB: true }); // [..., Tq, Tk]
      const shares = floatOperation("Softmax", open === undefined ? scores : choose(open, scores, tf.scalar(lowest)));
      const weights =
        open === undefined || !closedRows ? shares : floatOperation("Mul", shares, tf.cast(open, "float32"));
      return {
        value: batchProduct(drop(weights, factors), values),
        saved: factors === undefined ? [scaled, keys, values, weights] : [scaled, keys, values, weights, factors],
        gradient: (upstream, [scaled, keys, values, weights, factors]) => {
          const ofValues = batchProduct(drop(weights, factors), upstream, { transposeA: true });
          const ofWeights = drop(batchProduct(upstream, values, { transposeB: true }), factors);
          // A row's weights add up to 1: what would change them all alike does not come through.
          const weighted = floatOperation("Mul", ofWeights, weights);
          const alike = floatOperation("Mul", weights, sumOver(weighted, -1, { keep: true }));
          const ofScores = floatOperation("Sub", weighted, alike);
          const ofQueries = floatOperation("Mul", batchProduct(ofScores, keys), tf.scalar(scale));
          return [ofQueries, batchProduct(ofScores, scaled, { transposeA: true }), ofValues];
        },
      };
    },
  );
}

/** Which query may attend to which key: [Tq, Tk] or the shape of the mask; nothing where all may. */
function openPairs(
  queryCount: number,
  keyCount: number,
  causal: boolean,
  mask: tf.Tensor | undefined,
): tf.Tensor | undefined {
  if (!causal || (queryCount === 1 && keyCount > 0)) {
    return mask;
  }
  const offset = keyCount - queryCount;
  const open = Uint8Array.from({ length: queryCount * keyCount }, (_, at) => {
    const query = Math.floor(at / keyCount);
    return at % keyCount <= query + offset ? 1 : 0;
  });
  const before = tf.tensor2d(open, [queryCount, keyCount], "bool");
  return mask === undefined ? before : tf.logicalAnd(mask, before);
}

/** Checks that all fit together; returns the shape of the scores. */
function checkShapes(queries: tf.Tensor, keys: tf.Tensor, values: tf.Tensor, mask: tf.Tensor | undefined): number[] {
  const [q, k, v] = [queries.shape, keys.shape, values.shape];
  const batches = [q, k, v].map((shape) => shapeText(shape.slice(0, -2)));
  if (q.length < 2 || new Set(batches).size > 1 || q.at(-1) !== k.at(-1) || k.at(-2) !== v.at(-2)) {
    throw new Error(
      `Cannot attend with queries ${shapeText(q)}, keys ${shapeText(k)} and values ${shapeText(v)}: they must be [..., Tq, d], [..., Tk, d] and [..., Tk, dv]`,
    );
  }
  const scores = [...q.slice(0, -1), k.at(-2) ?? 0];
  if (mask !== undefined) {
    checkMask(scores, mask);
  }
  return scores;
}

function checkMask(scores: readonly number[], mask: tf.Tensor): void {
  const offset = scores.length - mask.rank;
  const fits = offset >= 0 && mask.shape.every((axis, at) => axis === 1 || axis === scores[at + offset]);
  if (!fits || mask.dtype !== "bool") {
    throw new Error(
      `Cannot mask scores ${shapeText(scores)} with a mask ${shapeText(mask.shape)} of type ${mask.dtype}: it must be bool and, counted from the last, each axis 1 or that of the scores`,
    );
  }
}
