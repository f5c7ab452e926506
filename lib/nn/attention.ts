import { tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";
import { maskedSoftmax } from "./masked-softmax.ts";

/** What attention gives: the output, and who attended to whom. */
export type AttentionResult<Output extends tf.Tensor = tf.Tensor, Weights extends tf.Tensor = Output> = {
  /** [..., Tq, dv]: for each query, the mean of the values by its weights. */
  output: Output;
  /** [..., Tq, Tk]: each row adds up to 1. */
  weights: Weights;
};

/**
 * Computes scaled dot-product attention: softmax(queries · keysᵀ · scale) · values (Vaswani et al., "Attention Is All
 * You Need", 2017, equation 1).
 *
 * @param queries [..., Tq, d].
 * @param keys [..., Tk, d], with the same leading axes.
 * @param values [..., Tk, dv], with the same leading axes.
 * @param options `mask`: bool or 0 and 1, broadcast to [..., Tq, Tk], where 1 means "may attend"; a position without
 * it gets weight exactly 0, and a query that may attend nowhere gets weights and output 0. `scale`: default 1 / √d.
 * @throws Error if the shapes do not fit together.
 *
 * @example
 * const x = tf.tensor([[1, 0], [0, 1], [1, 1]]);
 * attention(x, x, x, { mask: causalMask(3) }).weights.shape // [3, 3]
 */
export function attention<T extends tf.Tensor>(
  queries: T,
  keys: T,
  values: T,
  { mask, scale }: { mask?: tf.Tensor; scale?: number } = {},
): AttentionResult<T> {
  const size = checkShapes(queries, keys, values);
  return tf.tidy(() => {
    const products: T = tf.matMul(queries, keys, false, true); // [..., Tq, Tk]
    const scores: T = tf.mul(products, scale ?? 1 / Math.sqrt(size));
    const weights = mask === undefined ? tf.softmax(scores) : maskedSoftmax(scores, mask);
    return { output: tf.matMul<T>(weights, values), weights };
  });
}

/** Checks that the three fit together; returns d. */
function checkShapes(queries: tf.Tensor, keys: tf.Tensor, values: tf.Tensor): number {
  const [q, k, v] = [queries.shape, keys.shape, values.shape];
  const attempt = `Cannot attend with queries ${shapeText(q)}, keys ${shapeText(k)} and values ${shapeText(v)}`;
  if (Math.min(q.length, k.length, v.length) < 2) {
    throw new Error(`${attempt}: each needs two axes or more, positions by size`);
  }
  const size = q.at(-1) ?? 0;
  if (size !== k.at(-1)) {
    throw new Error(`${attempt}: the last axes of queries and keys differ (${size} and ${k.at(-1)})`);
  }
  if (k.at(-2) !== v.at(-2)) {
    throw new Error(`${attempt}: there must be one value for each key (${k.at(-2)} keys, ${v.at(-2)} values)`);
  }
  const batches = [q, k, v].map((shape) => shapeText(shape.slice(0, -2)));
  if (new Set(batches).size > 1) {
    throw new Error(`${attempt}: the axes before the last two differ (${batches.join(", ")})`);
  }
  return size;
}
