import * as tf from "@tensorflow/tfjs";
import { compiledPart } from "../compile/compiled-part.ts";
import { typeAttribute } from "../native/attributes.ts";
import { isNative } from "../native/backend.ts";
import { runOperations } from "../native/operation.ts";
import { shapeText } from "../shape.ts";
import { choose, floatOperation, sumOver } from "./operations.ts";
import { withGradient } from "./with-gradient.ts";

/**
 * Computes the mean of -ln(probability of the right label), in nats, where softmax turns each row of logits into
 * probabilities. Rows whose label is `ignoreLabel` do not count; where no row counts, the loss is 0 and so are its
 * gradients, so that a batch of nothing but padding teaches nothing.
 *
 * The labels are not read, so that a compiled step may contain the loss. One outside the range is an error of
 * TensorFlow or, where a step is compiled with XLA, a loss of NaN.
 *
 * @param logits [N, V], any finite size: nothing overflows.
 * @param labels int32 [N], each from 0 to V - 1 or `ignoreLabel`.
 * @param ignoreLabel default -1.
 * @throws Error if the shapes do not fit together or the labels are not int32.
 *
 * @example
 * softmaxCrossEntropy(tf.zeros([1, 8]), tf.tensor([3], [1], "int32")).arraySync().toFixed(4) // "2.0794", which is ln 8
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, ignoreLabel = -1): tf.Scalar {
  if (logits.rank !== 2 || labels.rank !== 1 || logits.shape[0] !== labels.shape[0] || labels.dtype !== "int32") {
    throw new Error(
      `Cannot compare logits ${shapeText(logits.shape)} with labels ${shapeText(labels.shape)} of type ${labels.dtype}: it takes [N, V] and int32 [N]`,
    );
  }
  const compute = isNative() ? fastCrossEntropy : plainCrossEntropy;
  return tf.tidy(() => {
    const counted: tf.Tensor1D = tf.notEqual(labels, tf.scalar(ignoreLabel, "int32"));
    const inRange: tf.Tensor1D = tf.where(counted, labels, tf.zerosLike(labels));
    const count = tf.maximum(tf.sum(tf.cast(counted, "float32")), 1);
    return compute(logits, inRange, counted, count);
  });
}

/**
 * The specification of `softmaxCrossEntropy`.
 *
 * @param counted bool [N]: which rows count.
 * @param count how many, at least 1.
 */
export function plainCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  counted: tf.Tensor1D,
  count: tf.Tensor,
): tf.Scalar {
  return tf.tidy(() => {
    const atLabel = tf.cast(tf.oneHot(labels, logits.shape[1], 1, 0, "int32"), "bool");
    // Chosen rather than multiplied: 0 times a logarithm of -infinity would be NaN.
    const logProbabilities = tf.sum(tf.where(atLabel, tf.logSoftmax(logits), 0), 1);
    const total = tf.sum(tf.where(counted, logProbabilities, 0));
    return tf.neg(tf.div<tf.Scalar>(total, count));
  });
}

function fastCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, counted: tf.Tensor1D, count: tf.Tensor): tf.Scalar {
  return withGradient([logits], () => {
    const [value, slopes] = compiledPart(() => lossAndSlopes(logits, labels, counted, count));
    return {
      value: tf.reshape<tf.Rank.R0>(value, []),
      saved: [slopes],
      gradient: (upstream, [slopes]) => [floatOperation("Mul", slopes, upstream)],
    };
  });
}

/** The mean loss, and its gradient with regard to the logits. */
function lossAndSlopes(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  counted: tf.Tensor1D,
  count: tf.Tensor,
): [tf.Tensor, tf.Tensor] {
  const attributes = [typeAttribute("T", "float32"), typeAttribute("Tlabels", "int32")];
  const [losses, slopes] = runOperations("SparseSoftmaxCrossEntropyWithLogits", attributes, [logits, labels], 2);
  if (losses === undefined || slopes === undefined) {
    throw new Error("Cannot compute the cross-entropy: TensorFlow gave no result");
  }
  // Chosen rather than multiplied, so that NaN in a row that does not count stays there.
  const total = sumOver(choose(counted, losses, tf.scalar(0)), 0);
  const shares = floatOperation("RealDiv", slopes, count);
  return [floatOperation("RealDiv", total, count), choose(tf.expandDims(counted, 1), shares, tf.scalar(0))];
}
