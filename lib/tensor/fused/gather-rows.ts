import * as tf from "@tensorflow/tfjs";
import { typeAttribute } from "../native/attributes.ts";
import { isNative } from "../native/backend.ts";
import { runOperation } from "../native/operation.ts";
import { shapeText } from "../shape.ts";
import { choose } from "./operations.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * Looks up rows of a table by their numbers: the embedding of ids.
 *
 * The numbers are not read, so that a compiled step may contain the look-up. One that is not in the table is an error
 * of TensorFlow or, where a step is compiled with XLA, a row of NaN, and NaN is what the loss then shows. The
 * WebAssembly and plain JavaScript backends do not notice it: check there what comes from outside.
 *
 * @param table [V, C].
 * @param ids int32 [...], each from 0 to V - 1.
 * @returns [..., C].
 * @throws Error if the table has not two axes or the ids are not int32.
 *
 * @example
 * gatherRows(tf.tensor([[1, 2], [3, 4]]), tf.tensor([1, 1, 0], [3], "int32")).arraySync() // [[3, 4], [3, 4], [1, 2]]
 */
export function gatherRows(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D;
export function gatherRows(table: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor3D;
export function gatherRows(table: tf.Tensor2D, ids: tf.Tensor): tf.Tensor;
export function gatherRows(table: tf.Tensor2D, ids: tf.Tensor): tf.Tensor {
  if (table.rank !== 2 || ids.dtype !== "int32") {
    throw new Error(
      `Cannot look up ids of type ${ids.dtype} in a table ${shapeText(table.shape)}: it needs int32 and a table of two axes, ids by numbers`,
    );
  }
  return tf.tidy(() => {
    const flat = tf.reshape<tf.Rank.R1>(ids, [ids.size]);
    const rows = isNative() ? fastGatherRows(table, flat) : plainGatherRows(table, flat);
    return tf.reshape(rows, [...ids.shape, table.shape[1]]);
  });
}

/**
 * The specification of `gatherRows` with ids [N]: each row of the one-hot matrix picks one of the table. One-hot as
 * whole numbers first, because WebAssembly's writes those whatever type it is asked for.
 */
export function plainGatherRows(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor {
  return tf.tidy(() => tf.matMul(tf.cast(tf.oneHot(ids, table.shape[0], 1, 0, "int32"), "float32"), table));
}

function fastGatherRows(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor {
  const [count] = table.shape;
  return withGradient([table], () => {
    const rows = runOperation(
      "GatherV2",
      [typeAttribute("Tparams", "float32"), typeAttribute("Tindices", "int32"), typeAttribute("Taxis", "int32")],
      [table, ids, tf.scalar(0, "int32")],
    );
    // XLA would take the nearest row there is for an id that is not in the table.
    const known = tf.expandDims(tf.logicalAnd(tf.greaterEqual(ids, 0), tf.less(ids, count)), 1);
    return {
      value: choose(known, rows, tf.scalar(Number.NaN)),
      saved: [ids],
      gradient: (upstream, [ids]) => [
        runOperation(
          "UnsortedSegmentSum",
          [typeAttribute("T", "float32"), typeAttribute("Tindices", "int32"), typeAttribute("Tnumsegments", "int32")],
          [upstream, ids, tf.scalar(count, "int32")],
        ),
      ],
    };
  });
}
