import * as tf from "@tensorflow/tfjs";
import { isNative } from "../../native/backend.ts";
import { shapeText } from "../../shape.ts";
import { fastGru } from "./gru-fast.ts";
import type { SequenceOptions } from "./sequence.ts";
import { checkSequence, plainLoop, thirds } from "./sequence.ts";

/**
 * Runs a network of gated recurrent units over whole sequences (Cho et al., 2014), in the form that PyTorch and
 * cuDNN have. The three parts of a step are from input and from hidden · weight + bias: what to read of the state,
 * what to keep, the candidate. Then candidate = tanh(input + σ(read) (hidden · weight + bias)) and
 * next = (1 - σ(keep)) candidate + σ(keep) hidden.
 *
 * @param inputs [T, B, 3 H]: what the positions bring, x · inputWeight + bias for all of them at once.
 * @param weight [H, 3 H], from the state to the three parts.
 * @param bias [3 H], added to hidden · weight: to the candidate's part before it is multiplied by σ(read).
 * @param initial [B, H], the state before the first step.
 * @returns [T, B, H], the state after each step.
 * @throws Error if the shapes do not fit together.
 *
 * @example
 * gruSequence(tf.ones([7, 2, 12]), tf.zeros([4, 12]), tf.zeros([12]), tf.zeros([2, 4])).shape // [7, 2, 4]
 */
export function gruSequence(
  inputs: tf.Tensor3D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
  initial: tf.Tensor2D,
  options: SequenceOptions = {},
): tf.Tensor3D {
  checkSequence("a GRU", 3, inputs, weight, [initial], options);
  if (bias.rank !== 1 || bias.shape[0] !== inputs.shape[2]) {
    throw new Error(
      `Cannot run a GRU over inputs ${shapeText(inputs.shape)} with a bias ${shapeText(bias.shape)}: it must be ${shapeText(inputs.shape.slice(2))}`,
    );
  }
  return tf.tidy(() => (isNative() ? fastGru : plainGru)(inputs, weight, bias, initial, options));
}

/** The specification of `gruSequence`. */
export function plainGru(
  inputs: tf.Tensor3D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
  initial: tf.Tensor2D,
  options: SequenceOptions,
): tf.Tensor3D {
  const [states] = plainLoop(inputs, [initial], options, ([hidden], input) => {
    const [readInput, keepInput, candidateInput] = thirds(input);
    const [readState, keepState, candidateState] = thirds<tf.Tensor2D>(tf.add(tf.matMul(hidden, weight), bias));
    const read = tf.sigmoid(tf.add(readInput, readState));
    const keep = tf.sigmoid(tf.add(keepInput, keepState));
    const candidate = tf.tanh(tf.add(candidateInput, tf.mul(read, candidateState)));
    return [tf.add(tf.mul(tf.sub(1, keep), candidate), tf.mul(keep, hidden))];
  });
  return states;
}
