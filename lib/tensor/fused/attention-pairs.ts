import * as tf from "@tensorflow/tfjs";
import { shapeText } from "../shape.ts";
import type { TensorRandom } from "../tensor-random.ts";
import { dropoutFactors } from "../tensor-random.ts";

/** How queries find their keys. */
export interface AttentionOptions {
  /** bool, broadcast to [..., Tq, Tk]: true where a query may attend to a key. */
  mask?: tf.Tensor | undefined;
  /** Whether a query may not attend to keys that stand after it; the last query stands at the last key. */
  causal?: boolean | undefined;
  /** What the products of queries and keys are multiplied by; default 1 / √d. */
  scale?: number | undefined;
  /** float32, broadcast to [..., Tq, Tk]: what is added to the scaled products; gradients flow to it. */
  bias?: tf.Tensor | undefined;
  /** Which share of the weights is dropped while `random` is given, at random; default 0. */
  dropout?: number | undefined;
  /** Where the dropping comes from; absent where the model does not train. */
  random?: TensorRandom | undefined;
}

/** What is known of the pairs of a query and a key before any product. */
export interface Pairs {
  scale: number;
  bias?: tf.Tensor | undefined;
  /** bool, broadcast to [..., Tq, Tk]: which query may attend to which key; absent where all may. */
  open?: tf.Tensor | undefined;
  /** Whether a query may find no key open. */
  closedRows: boolean;
  /** [..., Tq, Tk]: what dropout multiplies the weights by. */
  factors?: tf.Tensor | undefined;
}

/**
 * Turns the options into what attention works from.
 *
 * @param scores the shape [..., Tq, Tk].
 * @param size d, the size of a query.
 * @throws Error if the mask or the bias does not fit the scores.
 */
export function preparePairs(
  scores: number[],
  size: number,
  { mask, causal = false, scale = 1 / Math.sqrt(size), bias, dropout = 0, random }: AttentionOptions,
): Pairs {
  checkPairs(scores, { mask, bias });
  const [queryCount = 0, keyCount = 0] = scores.slice(-2);
  return {
    scale,
    bias,
    open: openPairs(queryCount, keyCount, causal, mask),
    closedRows: mask !== undefined || (causal && queryCount > keyCount),
    factors: dropoutFactors(scores, dropout, random),
  };
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

/** Checks that the mask and the bias say something of each pair of a query and a key. */
function checkPairs(
  scores: readonly number[],
  { mask, bias }: { mask?: tf.Tensor | undefined; bias?: tf.Tensor | undefined },
): void {
  for (const { tensor, name, type } of [
    { tensor: mask, name: "mask", type: "bool" },
    { tensor: bias, name: "bias", type: "float32" },
  ]) {
    if (tensor !== undefined && !(tensor.dtype === type && broadcasts(tensor.shape, scores))) {
      throw new Error(
        `Cannot attend with scores ${shapeText(scores)} and a ${name} ${shapeText(tensor.shape)} of type ${tensor.dtype}: it must be ${type} and, counted from the last, each axis 1 or that of the scores`,
      );
    }
  }
}

function broadcasts(shape: readonly number[], target: readonly number[]): boolean {
  const offset = target.length - shape.length;
  return offset >= 0 && shape.every((size, axis) => size === 1 || size === target[axis + offset]);
}
