import type { Random } from "../random/index.ts";
import { tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";
import type { AttentionResult } from "./attention.ts";
import { attention } from "./attention.ts";
import type { Linear } from "./linear.ts";
import { checkSize, createLinear, linear } from "./linear.ts";

/** Several attentions side by side: four linear layers [width, width], and the number of heads. */
export interface MultiHeadAttention {
  queries: Linear;
  keys: Linear;
  values: Linear;
  output: Linear;
  heads: number;
}

/**
 * Creates a multi-head attention layer (Vaswani et al., 2017, section 3.2.2).
 *
 * @param options `width` is C, the size of a position's vector; each of the `heads` works on width / heads of it.
 * `random` draws the weights; `bias` (default true) gives each linear layer one.
 * @throws RangeError if the width does not divide by the heads.
 *
 * @example
 * const layer = createMultiHeadAttention({ width: 8, heads: 2, random: createRandom(1) });
 * multiHeadAttention(layer, tf.ones([1, 5, 8])).weights.shape // [1, 2, 5, 5]
 */
export function createMultiHeadAttention({
  width,
  heads,
  random,
  bias = true,
}: {
  width: number;
  heads: number;
  random: Random;
  bias?: boolean;
}): MultiHeadAttention {
  checkSize(width, "multi-head attention", "numbers a position");
  checkSize(heads, "multi-head attention", "heads");
  if (width % heads !== 0) {
    throw new RangeError(
      `Cannot share a width of ${width} among ${heads} heads: ${heads} does not divide ${width}; take a number that does`,
    );
  }
  const create = () => createLinear(width, width, { random, bias });
  return { queries: create(), keys: create(), values: create(), output: create(), heads };
}

/**
 * Lets every position of `x` attend, once in each head: to `x` itself, or to `context` (cross-attention).
 *
 * @param layer from `createMultiHeadAttention`.
 * @param x [B, T, C].
 * @param options `context`: [B, Tk, C], default `x`. `mask`: bool or 0 and 1, where 1 means "may attend"; [T, Tk] for
 * all sequences alike, [B or 1, T or 1, Tk] for each its own, [B or 1, H or 1, T or 1, Tk] for each head its own.
 * @returns `output` [B, T, C] and `weights` [B, H, T, Tk].
 * @throws Error if the shapes do not fit together.
 */
export function multiHeadAttention(
  layer: MultiHeadAttention,
  x: tf.Tensor,
  { mask, context = x }: { mask?: tf.Tensor; context?: tf.Tensor } = {},
): AttentionResult<tf.Tensor3D, tf.Tensor4D> {
  const width = layer.queries.weight.shape[0] ?? 0;
  checkSequences(x, context, width);
  return tf.tidy(() => {
    const queries = splitHeads(linear(layer.queries, x), layer.heads); // [B, H, T, d]
    const keys = splitHeads(linear(layer.keys, context), layer.heads); // [B, H, Tk, d]
    const values = splitHeads(linear(layer.values, context), layer.heads); // [B, H, Tk, d]
    const { output, weights } = attention(queries, keys, values, mask === undefined ? {} : { mask: overHeads(mask) });
    return { output: linear(layer.output, mergeHeads(output)), weights };
  });
}

/** [B, T, C] to [B, H, T, d]. */
function splitHeads(x: tf.Tensor, heads: number): tf.Tensor4D {
  const [batch = 0, length = 0, width = 0] = x.shape;
  return tf.transpose(tf.reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

/** [B, H, T, d] to [B, T, C]. */
function mergeHeads(x: tf.Tensor4D): tf.Tensor3D {
  const [batch, heads, length, size] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, length, heads * size]);
}

/** A mask of three axes has one for the sequences: without this, broadcasting would take that for the heads. */
function overHeads(mask: tf.Tensor): tf.Tensor {
  return mask.rank === 3 ? tf.expandDims(mask, 1) : mask;
}

function checkSequences(x: tf.Tensor, context: tf.Tensor, width: number): void {
  for (const { shape } of [x, context]) {
    if (shape.length !== 3 || shape[2] !== width) {
      throw new Error(
        `Cannot attend over ${shapeText(shape)} with several heads: it takes [B, T, ${width}], sequences by positions by width`,
      );
    }
  }
  if (x.shape[0] !== context.shape[0]) {
    throw new Error(
      `Cannot attend from ${shapeText(x.shape)} to a context ${shapeText(context.shape)}: each sequence needs its own context (${x.shape[0]} and ${context.shape[0]})`,
    );
  }
}
