import * as tf from "@tensorflow/tfjs";
import { scan } from "../../compile/scan.ts";
import { floatOperation, matrixProduct, spareColumns, sumOfRows, withSpare } from "../operations.ts";
import { withGradient } from "../with-gradient.ts";
import { add, mul, subtract } from "./arithmetic.ts";
import type { LstmState, LstmWeights } from "./lstm.ts";
import type { SequenceOptions } from "./sequence.ts";
import { asRows, closed, hold, quarters, statesBefore, weightGradient } from "./sequence.ts";

/** Runs an LSTM with a gradient of its own: back-propagation through time, from what the steps have kept. */
export function fastLstm(
  x: tf.Tensor3D,
  weights: LstmWeights,
  initial: LstmState,
  { mask, reverse = false }: SequenceOptions,
): { hidden: tf.Tensor3D; cell: tf.Tensor2D } {
  const [length, batch] = x.shape;
  const [inputSize, width] = weights.input.shape;
  const hiddenSize = width / 4;
  const spare = spareColumns(width);
  const lastRow = (x: tf.Tensor): tf.Tensor2D =>
    tf.reshape(tf.slice(x, [length, 0, 0], [1, batch, hiddenSize]), [batch, hiddenSize]);
  const inputs = [x, weights.input, weights.hidden, weights.bias, initial.hidden, initial.cell];
  // A custom gradient is that of one tensor: the last cell stands behind the hidden states, [T + 1, B, H].
  const packed = withGradient(inputs, () => {
    const { hidden, cell, kept } = forward(x, weights, initial, { mask, reverse });
    return {
      value: tf.concat([hidden, tf.expandDims(cell, 0)], 0) as tf.Tensor3D,
      saved: [
        x,
        weights.input,
        weights.hidden,
        initial.hidden,
        hidden,
        kept.gates,
        kept.squashed,
        kept.cellBefore,
        mask,
      ],
      gradient: (upstream, [x, inputWeight, hiddenWeight, first, hidden, gates, squashed, cellBefore, mask]) => {
        const ofHidden = tf.slice(upstream, [0, 0, 0], [length, batch, hiddenSize]);
        const kept = { gates, squashed, cellBefore };
        const back = backward(ofHidden, lastRow(upstream), hiddenWeight, kept, { mask, reverse });
        const before = statesBefore(hidden, first, reverse);
        // Each one product for all steps.
        const ofX = matrixProduct(asRows(back.ofGates), withSpare(inputWeight, spare), { transposeB: true });
        const ofWeights = weightGradient(tf.concat([closed(mask, x), before], 2), back.ofGates);
        const ofInput = tf.slice(ofWeights, [0, 0], [inputSize, width]);
        const ofHiddenWeight = tf.slice(ofWeights, [inputSize, 0], [hiddenSize, width]);
        const ofBias = tf.slice(sumOfRows(asRows(back.ofGates)), [0], [width]);
        return [tf.reshape(ofX, x.shape), ofInput, ofHiddenWeight, ofBias, back.ofHidden, back.ofCell];
      },
    };
  });
  return { hidden: tf.slice(packed, [0, 0, 0], [length, batch, hiddenSize]), cell: lastRow(packed) };
}

/** What the way back needs of each step. */
interface Kept {
  /** [T, B, 4 H]: sigmoids of the gates, of the candidate σ(2 x), from which tanh(x) is 2 σ(2 x) - 1. */
  gates: tf.Tensor;
  /** [T, B, H]: tanh of the cell after the step. */
  squashed: tf.Tensor;
  /** [T, B, H]: the cell before the step. */
  cellBefore: tf.Tensor;
}

/** The hidden states, the last cell, and what the way back needs. */
function forward(
  x: tf.Tensor3D,
  weights: LstmWeights,
  initial: LstmState,
  { mask, reverse }: SequenceOptions,
): { hidden: tf.Tensor; cell: tf.Tensor; kept: Kept } {
  const [length, batch] = x.shape;
  const [hiddenSize, width] = weights.hidden.shape;
  const scale = ofGates(hiddenSize, 1, 2);
  const { state, outputs } = scan(
    () => ({
      state: [initial.hidden, initial.cell],
      // What the positions bring, all at once; the gates take its place.
      inputs: [tf.reshape(matrixProduct(asRows(x), weights.input), [length, batch, width]), mask],
      overwrite: 1,
      reverse: reverse === true,
    }),
    ([hidden, cell], [input, open]) => {
      const sums = add(add(input, matrixProduct(hidden, weights.hidden)), weights.bias);
      const gates = floatOperation("Sigmoid", mul(sums, scale)); // of all four in one operation
      const [write, keep, candidate, show] = quarters(gates);
      const next = add(mul(keep, cell), mul(write, toTanh(candidate)));
      const squashed = floatOperation("Tanh", next);
      const shown = hold(open, mul(show, squashed), hidden);
      return { state: [shown, hold(open, next, cell)], outputs: [gates, shown, squashed, cell] };
    },
  );
  const [gates, hidden, squashed, cellBefore] = outputs;
  return { hidden, cell: state[1], kept: { gates, squashed, cellBefore } };
}

/** tanh(x) from σ(2 x). */
function toTanh(sigmoid: tf.Tensor): tf.Tensor {
  return subtract(add(sigmoid, sigmoid), tf.scalar(1));
}

/** A number for each of three gates and another for the candidate, [4 H]. */
function ofGates(hiddenSize: number, gate: number, candidate: number): tf.Tensor {
  return tf.tensor1d(
    Array.from({ length: 4 * hiddenSize }, (_, at) => (Math.floor(at / hiddenSize) === 2 ? candidate : gate)),
  );
}

/**
 * Goes back over the steps; what is left at the end belongs to the state before the first.
 *
 * @returns the gradient of the gates' sums, [T, B, 4 H + S], S spare columns of zeros behind it.
 */
function backward(
  ofHidden: tf.Tensor,
  ofCell: tf.Tensor,
  weight: tf.Tensor,
  { gates, squashed, cellBefore }: Kept,
  { mask, reverse }: SequenceOptions,
) {
  const transposed = tf.transpose(weight);
  const [hiddenSize = 0, width = 0] = weight.shape;
  const spare = spareColumns(width);
  // The slopes of σ(x) and of 2 σ(2 x) - 1 are these times σ (1 - σ).
  const slopes = ofGates(hiddenSize, 1, 4);
  const { state, outputs } = scan(
    {
      state: [tf.zerosLike(ofCell), ofCell],
      inputs: [ofHidden, gates, squashed, cellBefore, mask],
      reverse: reverse !== true,
    },
    ([laterHidden, laterCell], [here, gates, squashed, cell, open]) => {
      const [write, keep, candidate, show] = quarters(gates);
      const ofHidden = add(here, laterHidden);
      const ofCell = add(laterCell, floatOperation("TanhGrad", squashed, mul(ofHidden, show)));
      // Put side by side before they are multiplied, in one pass over all four parts: of products that are put side by
      // side XLA would compute each by itself, and the gradient of the cell anew for each.
      const ofResults = tf.concat([ofCell, ofCell, ofCell, ofHidden], 1);
      const partners = tf.concat([toTanh(candidate), cell, write, squashed], 1);
      const ofSums = closed(open, floatOperation("SigmoidGrad", gates, mul(mul(ofResults, partners), slopes)));
      const ofHiddenBefore = hold(open, matrixProduct(ofSums, transposed), ofHidden);
      return {
        state: [ofHiddenBefore, hold(open, mul(ofCell, keep), laterCell)],
        outputs: [withSpare(ofSums, spare)],
      };
    },
  );
  return { ofGates: outputs[0], ofHidden: state[0], ofCell: state[1] };
}
