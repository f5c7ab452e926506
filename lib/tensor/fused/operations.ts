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
 * Computes a · b or, with `transposeB`, a · bᵀ. The gradient of a weight sets the rows of a wide matrix apart; here the
 * same copy serves, with zeros in b for the columns it has more, so that XLA writes none but this.
 */
export function productWithWeight(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeB = false }: { transposeB?: boolean } = {},
): tf.Tensor {
  if (!rowsCollide(a)) {
    return matrixProduct(a, b, { transposeB });
  }
  const more = [0, spacing] satisfies [number, number];
  return matrixProduct(withSpare(a, spacing), tf.pad(b, transposeB ? [[0, 0], more] : [more, [0, 0]]), { transposeB });
}

/**
 * Computes aᵀ · b, [A, B], of matrices [N, A] and [N, B]: the gradient of a weight.
 *
 * On a processor XLA copies both matrices into blocks before it multiplies. It does so in a slow order with the first
 * one: where that is the wider, (bᵀ · a)ᵀ is faster. And rows of a power of two fall on each other in the processor's
 * cache, which makes the copying of wide ones take as long as the product: some columns more move them apart.
 */
export function productOverRows(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [rows = 0, aWidth = 0] = a.shape;
  const [, bWidth = 0] = b.shape;
  if (rows === 0 || aWidth === 0 || bWidth === 0 || aWidth === bWidth) {
    return matrixProduct(a, b, { transposeA: true });
  }
  if (aWidth > bWidth) {
    return tf.transpose(withUnknownZero(overRowsOfWider(b, a), b));
  }
  return overRowsOfWider(a, b);
}

/**
 * Computes aᵀ · b as `productOverRows`, and adds up the rows of b, [B]: the gradients of a weight and of a bias. Where
 * to go down the columns of b is slow, the sums come out of the product, by a column of ones.
 */
export function productAndSumsOverRows(a: tf.Tensor, b: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const [, aWidth = 0] = a.shape;
  const [, width = 0] = b.shape;
  if (aWidth > width || !rowsCollide(b)) {
    return [productOverRows(a, b), sumOfRows(b)];
  }
  const product = matrixProduct(withSpare(a, spacing, 1), withSpare(b, spacing), { transposeA: true });
  return [tf.slice(product, [0, 0], [aWidth, width]), tf.reshape(tf.slice(product, [aWidth, 0], [1, width]), [width])];
}

/** aᵀ · b where `b` is the wider. */
function overRowsOfWider(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (!rowsCollide(b)) {
    return matrixProduct(a, b, { transposeA: true });
  }
  const product = matrixProduct(a, withSpare(b, spacing), { transposeA: true });
  return tf.slice(product, [0, 0], [a.shape[1] ?? 0, b.shape[1] ?? 0]);
}

/** Whether going down a column of this matrix finds its rows in the same few places of the processor's cache. */
function rowsCollide(x: tf.Tensor): boolean {
  const [rows = 0, width = 0] = x.shape;
  return rows >= manyRows && spareColumns(width) > 0;
}

/** From so many rows on it is worth a copy to set them apart. */
const manyRows = 256;

/** How many columns set rows apart: one vector of the processor's. */
const spacing = 8;

/**
 * Says how many spare columns set the rows of a matrix of this width apart: rows of a power of two fall on each other
 * in the processor's cache, which makes a product down their columns take half as long again.
 */
export function spareColumns(width: number): number {
  return width >= 512 && Number.isInteger(Math.log2(width)) ? spacing : 0;
}

/**
 * Says how many columns of zeros to make a matrix [rows, width] with, where a layer can have it so by padding its small
 * weights. Rows of any multiple of 2 KiB fall on each other in the processor's cache: to turn the gradient of a weight
 * that is 1536 wide takes as long as a third of its product. Two vectors more also fill the tiles of the product.
 *
 * @returns 16, or 0 where that gains nothing, or the products set the rows apart themselves: powers of two.
 *
 * @example
 * [spareWidth(2048, 1536), spareWidth(2048, 1024), spareWidth(2048, 384), spareWidth(1, 1536)] // [16, 0, 0, 0]
 */
export function spareWidth(rows: number, width: number): number {
  return rows >= manyRows && width % 512 === 0 && spareColumns(width) === 0 ? 16 : 0;
}

/** Puts spare columns of this value behind a matrix. */
export function withSpare(x: tf.Tensor, columns: number, value = 0): tf.Tensor {
  const padding: [number, number][] = [
    [0, 0],
    [0, columns],
  ];
  return columns === 0 ? x : tf.pad(x, padding, value);
}

/** Adds a zero whose value XLA cannot know: it would turn the transpose of a product back into the other product. */
function withUnknownZero(x: tf.Tensor, from: tf.Tensor): tf.Tensor {
  const first = floatOperation("Abs", tf.slice(from, [0, 0], [1, 1]));
  return floatOperation("AddV2", x, floatOperation("Minimum", first, tf.scalar(0)));
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
