import type { Random } from "../random/index.ts";
import { tf } from "../tensor/index.ts";
import { shapeText } from "../tensor/shape.ts";
import type { AttentionResult } from "./attention.ts";
import { attention } from "./attention.ts";
import type { Linear } from "./linear.ts";
import { checkSize, createLinear, linear } from "./linear.ts";

/**
 * Several attentions side by side. With as many heads for keys and values as for queries it is multi-head attention;
 * with fewer, several query heads share one: grouped-query attention, and with a single one multi-query attention.
 */
export interface MultiHeadAttention {
  /** [width, heads * headSize]. */
  queries: Linear;
  /** [width, keyValueHeads * headSize]. */
  keys: Linear;
  /** [width, keyValueHeads * headSize]. */
  values: Linear;
  /** [heads * headSize, width]. */
  output: Linear;
  heads: number;
}

/**
 * Creates a multi-head attention layer (Vaswani et al., 2017, section 3.2.2), or a grouped-query one (Ainslie et al.,
 * "GQA: Training Generalized Multi-Query Transformer Models", 2023).
 *
 * @param options `width` is C, the size of a position's vector. Each of the `heads` works on `headSize` numbers, by
 * default width / heads. `keyValueHeads` (default `heads`) divides the heads: so many share one. `random` draws the
 * weights; `deviations` replaces those of a linear layer; `bias` (default true) gives each linear layer one.
 * @throws RangeError if the width does not divide by the heads, or the heads not by those for keys and values.
 *
 * @example
 * const layer = createMultiHeadAttention({ width: 8, heads: 2, random: createRandom(1) });
 * multiHeadAttention(layer, tf.ones([1, 5, 8])).weights.shape // [1, 2, 5, 5]
 */
export function createMultiHeadAttention({
  width,
  heads,
  random,
  keyValueHeads = heads,
  headSize,
  bias = true,
  deviations = {},
}: {
  width: number;
  heads: number;
  random: Random;
  keyValueHeads?: number | undefined;
  headSize?: number | undefined;
  bias?: boolean;
  deviations?: { queries?: number; keys?: number; values?: number; output?: number } | undefined;
}): MultiHeadAttention {
  checkSize(width, "multi-head attention", "numbers a position");
  checkSize(heads, "multi-head attention", "heads");
  checkSize(keyValueHeads, "multi-head attention", "heads for keys and values");
  if (headSize === undefined && width % heads !== 0) {
    throw new RangeError(
      `Cannot share a width of ${width} among ${heads} heads: ${heads} does not divide ${width}; take a number that does`,
    );
  }
  if (heads % keyValueHeads !== 0) {
    throw new RangeError(
      `Cannot share ${keyValueHeads} heads for keys and values among ${heads}: ${keyValueHeads} does not divide ${heads}; take a number that does`,
    );
  }
  const size = headSize ?? width / heads;
  checkSize(size, "multi-head attention", "numbers a head");
  const create = (inputs: number, outputs: number, deviation: number | undefined) =>
    createLinear(inputs, outputs, { random, bias, deviation });
  return {
    queries: create(width, heads * size, deviations.queries),
    keys: create(width, keyValueHeads * size, deviations.keys),
    values: create(width, keyValueHeads * size, deviations.values),
    output: create(heads * size, width, deviations.output),
    heads,
  };
}

/**
 * Lets every position of `x` attend, once in each head: to `x` itself, or to `context` (cross-attention), and tells who
 * attended to whom. `attend` does the same faster, but keeps the weights to itself.
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
    const { keys, values } = keysAndValues(layer, context); // [B, H or fewer, Tk, d]
    const { output, weights } = attention(
      queries,
      repeatHeads(keys, layer.heads),
      repeatHeads(values, layer.heads),
      mask === undefined ? {} : { mask: overHeads(mask) },
    );
    return { output: linear(layer.output, mergeHeads(output)), weights };
  });
}

/** What there is to attend to, head by head: [B, H, Tk, d] each, where H may be fewer than the queries' heads. */
export type KeysAndValues = {
  keys: tf.Tensor4D;
  values: tf.Tensor4D;
};

/** The keys and values of `context` [B, Tk, C]. */
export function keysAndValues(layer: MultiHeadAttention, context: tf.Tensor): KeysAndValues {
  const heads = (layer.heads * layer.keys.weight.size) / layer.queries.weight.size;
  return {
    keys: splitHeads(linear(layer.keys, context), heads),
    values: splitHeads(linear(layer.values, context), heads),
  };
}

/** [B, T, H * d] to [B, H, T, d]. */
export function splitHeads(x: tf.Tensor, heads: number): tf.Tensor4D {
  const [batch = 0, length = 0, width = 0] = x.shape;
  return tf.transpose(tf.reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

/** [B, H, T, d] to [B, T, H * d]. */
export function mergeHeads(x: tf.Tensor4D): tf.Tensor3D {
  const [batch, heads, length, size] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, length, heads * size]);
}

/** Gives each query head its own copy of the keys or values that it shares: [B, fewer, T, d] to [B, H, T, d]. */
export function repeatHeads(x: tf.Tensor4D, heads: number): tf.Tensor4D {
  const [batch, shared, length, size] = x.shape;
  if (shared === heads) {
    return x;
  }
  // As one row for each head, because the gradient of tile knows four axes at most.
  const rows = tf.reshape(x, [batch * shared, 1, length * size]);
  return tf.reshape(tf.tile(rows, [1, heads / shared, 1]), [batch, heads, length, size]);
}

/** A mask of three axes has one for the sequences: without this, broadcasting would take that for the heads. */
export function overHeads(mask: tf.Tensor): tf.Tensor {
  return mask.rank === 3 ? tf.expandDims(mask, 1) : mask;
}

export function checkSequences(x: tf.Tensor, context: tf.Tensor, width: number): void {
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
