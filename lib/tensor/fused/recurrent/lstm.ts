import * as tf from "@tensorflow/tfjs";
import { isNative } from "../../native/backend.ts";
import { fastLstm } from "./lstm-fast.ts";
import type { SequenceOptions } from "./sequence.ts";
import { checkSequence, lastState, plainLoop, quarters } from "./sequence.ts";

/** The state of an LSTM before a step: two numbers for each unit. */
export interface LstmState {
  /** [B, H]: what the network shows of its state. */
  hidden: tf.Tensor2D;
  /** [B, H]: what it remembers. */
  cell: tf.Tensor2D;
}

/** What an LSTM leaves. */
export interface LstmStates {
  /** [T, B, H]: what it showed after each step. */
  hidden: tf.Tensor3D;
  /** [B, H]: what it remembers after the last step. */
  cell: tf.Tensor2D;
}

/**
 * Runs a network of long short-term memory over whole sequences (Hochreiter and Schmidhuber, 1997, with the forget
 * gate of Gers et al., 2000). The four gates of a step are input + hidden · weight, in PyTorch's order: what to
 * write, what to keep, the candidate, what to show. Then cell' = σ(keep) cell + σ(write) tanh(candidate), and
 * hidden' = σ(show) tanh(cell').
 *
 * @param inputs [T, B, 4 H]: what the positions bring, x · inputWeight + bias for all of them at once.
 * @param weight [H, 4 H], from the hidden state to the gates.
 * @param initial the state before the first step.
 * @throws Error if the shapes do not fit together.
 *
 * @example
 * const initial = { hidden: tf.zeros([2, 3]), cell: tf.zeros([2, 3]) };
 * lstmSequence(tf.ones([7, 2, 12]), tf.zeros([3, 12]), initial).hidden.shape // [7, 2, 3]
 */
export function lstmSequence(
  inputs: tf.Tensor3D,
  weight: tf.Tensor2D,
  initial: LstmState,
  options: SequenceOptions = {},
): LstmStates {
  checkSequence("an LSTM", 4, inputs, weight, [initial.hidden, initial.cell], options);
  return tf.tidy(() => {
    const { hidden, cell } = (isNative() ? fastLstm : plainLstm)(inputs, weight, initial, options);
    return { hidden, cell };
  });
}

/** The specification of `lstmSequence`. */
export function plainLstm(
  inputs: tf.Tensor3D,
  weight: tf.Tensor2D,
  initial: LstmState,
  options: SequenceOptions,
): LstmStates {
  const [hidden, cells] = plainLoop(inputs, [initial.hidden, initial.cell], options, ([hidden, cell], input) => {
    const gates: tf.Tensor2D = tf.add(input, tf.matMul(hidden, weight));
    const [write, keep, candidate, show] = quarters(gates);
    const next: tf.Tensor2D = tf.add(tf.mul(tf.sigmoid(keep), cell), tf.mul(tf.sigmoid(write), tf.tanh(candidate)));
    return [tf.mul(tf.sigmoid(show), tf.tanh(next)), next];
  });
  return { hidden, cell: lastState(cells, options.reverse) };
}
