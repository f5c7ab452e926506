import * as tf from "@tensorflow/tfjs";
import { isNative } from "../../native/backend.ts";
import { shapeText } from "../../shape.ts";
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

/** The weights of an LSTM, the four gates side by side in PyTorch's order: write, keep, candidate, show. */
export interface LstmWeights {
  /** [C, 4 H]. */
  input: tf.Tensor2D;
  /** [H, 4 H]. */
  hidden: tf.Tensor2D;
  /** [4 H]: the sum of PyTorch's two. */
  bias: tf.Tensor1D;
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
 * gate of Gers et al., 2000). The four gates of a step are x · input + hidden · weight + bias, in PyTorch's order: what
 * to write, what to keep, the candidate, what to show. Then cell' = σ(keep) cell + σ(write) tanh(candidate), and
 * hidden' = σ(show) tanh(cell').
 *
 * @param x [T, B, C], what stands at the positions.
 * @param initial the state before the first step.
 * @throws Error if the shapes do not fit together.
 *
 * @example
 * const weights = { input: tf.zeros([5, 12]), hidden: tf.zeros([3, 12]), bias: tf.zeros([12]) };
 * const initial = { hidden: tf.zeros([2, 3]), cell: tf.zeros([2, 3]) };
 * lstmSequence(tf.ones([7, 2, 5]), weights, initial).hidden.shape // [7, 2, 3]
 */
export function lstmSequence(
  x: tf.Tensor3D,
  weights: LstmWeights,
  initial: LstmState,
  options: SequenceOptions = {},
): LstmStates {
  checkWeights(x, weights);
  const [length, batch] = x.shape;
  const sums = { shape: [length, batch, weights.bias.size] };
  checkSequence("an LSTM", 4, sums, weights.hidden, [initial.hidden, initial.cell], options);
  return tf.tidy(() => {
    const { hidden, cell } = (isNative() ? fastLstm : plainLstm)(x, weights, initial, options);
    return { hidden, cell };
  });
}

/** The specification of `lstmSequence`. */
export function plainLstm(
  x: tf.Tensor3D,
  weights: LstmWeights,
  initial: LstmState,
  options: SequenceOptions,
): LstmStates {
  const [length, batch, inputSize] = x.shape;
  const rows: tf.Tensor2D = tf.reshape(x, [length * batch, inputSize]);
  const brought = tf.reshape(tf.add(tf.matMul(rows, weights.input), weights.bias), [length, batch, weights.bias.size]);
  const [hidden, cells] = plainLoop(brought, [initial.hidden, initial.cell], options, ([hidden, cell], input) => {
    const gates: tf.Tensor2D = tf.add(input, tf.matMul(hidden, weights.hidden));
    const [write, keep, candidate, show] = quarters(gates);
    const next: tf.Tensor2D = tf.add(tf.mul(tf.sigmoid(keep), cell), tf.mul(tf.sigmoid(write), tf.tanh(candidate)));
    return [tf.mul(tf.sigmoid(show), tf.tanh(next)), next];
  });
  return { hidden, cell: lastState(cells, options.reverse) };
}

function checkWeights(x: tf.Tensor, { input, bias }: LstmWeights): void {
  const [inputSize, width] = input.shape;
  if (x.rank !== 3 || x.size === 0 || input.rank !== 2 || x.shape[2] !== inputSize) {
    throw new Error(
      `Cannot run an LSTM over ${shapeText(x.shape)} with an input weight ${shapeText(input.shape)}: it takes [T, B, C], time by sequences by width, and [C, 4 H]`,
    );
  }
  if (bias.rank !== 1 || bias.shape[0] !== width) {
    throw new Error(
      `Cannot run an LSTM with an input weight ${shapeText(input.shape)} and a bias ${shapeText(bias.shape)}: it must be ${shapeText([width])}`,
    );
  }
}
