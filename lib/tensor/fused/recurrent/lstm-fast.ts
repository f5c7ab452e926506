import * as tf from "@tensorflow/tfjs";
import { scan } from "../../compile/scan.ts";
import { floatOperation, matrixProduct } from "../operations.ts";
import { withGradient } from "../with-gradient.ts";
import { add, mul, sigmoidSlope, tanhSlope } from "./arithmetic.ts";
import type { SequenceOptions } from "./sequence.ts";
import { closed, hold, quarters, statesBefore, weightGradient } from "./sequence.ts";

/**
 * Runs an LSTM with a gradient of its own: back-propagation through time, in which everything that does not wait for a
 * later step is computed for all positions at once, before the loop and after it.
 */
export function fastLstm(
  inputs: tf.Tensor,
  weight: tf.Tensor,
  initial: { hidden: tf.Tensor; cell: tf.Tensor },
  { mask, reverse = false }: SequenceOptions,
): { hidden: tf.Tensor3D; cell: tf.Tensor2D } {
  const [length = 0, batch = 0, width = 0] = inputs.shape;
  const hiddenSize = width / 4;
  // A custom gradient is that of one tensor: the last cell stands behind the hidden states, [T + 1, B, H].
  const packed = withGradient([inputs, weight, initial.hidden, initial.cell], () => {
    const { gates, hidden, cells, last } = forward(inputs, weight, initial, { mask, reverse });
    return {
      value: tf.concat([hidden, tf.expandDims(last, 0)], 0) as tf.Tensor3D,
      saved: [gates, hidden, cells, weight, initial.hidden, initial.cell, mask],
      gradient: (upstream, [gates, hidden, cells, weight, initialHidden, initialCell, mask]) => {
        const ofHidden = tf.slice(upstream, [0, 0, 0], [length, batch, hiddenSize]);
        const ofCell = tf.reshape(tf.slice(upstream, [length, 0, 0], [1, batch, hiddenSize]), [batch, hiddenSize]);
        const before = statesBefore(initialCell, cells, reverse);
        const back = backward(ofHidden, ofCell, weight, factorsOf(gates, cells, before, mask), { mask, reverse });
        const ofWeight = weightGradient(statesBefore(initialHidden, hidden, reverse), back.ofGates);
        return [back.ofGates, ofWeight, back.ofHidden, back.ofCell];
      },
    };
  });
  return {
    hidden: tf.slice(packed, [0, 0, 0], [length, batch, hiddenSize]),
    cell: tf.reshape(tf.slice(packed, [length, 0, 0], [1, batch, hiddenSize]), [batch, hiddenSize]),
  };
}

/** The states of all steps, and the sums that their gates were computed from. */
function forward(
  inputs: tf.Tensor,
  weight: tf.Tensor,
  initial: { hidden: tf.Tensor; cell: tf.Tensor },
  { mask, reverse }: SequenceOptions,
) {
  const { state, outputs } = scan(
    { state: [initial.hidden, initial.cell], inputs: [inputs, mask], reverse: reverse === true },
    ([hidden, cell], [input, open]) => {
      const gates = add(input, matrixProduct(hidden, weight));
      const [write, keep, candidate, show] = quarters(gates);
      const kept = mul(floatOperation("Sigmoid", keep), cell);
      const written = mul(floatOperation("Sigmoid", write), floatOperation("Tanh", candidate));
      const nextCell = hold(open, add(kept, written), cell);
      const shown = mul(floatOperation("Sigmoid", show), floatOperation("Tanh", nextCell));
      const nextHidden = hold(open, shown, hidden);
      return { state: [nextHidden, nextCell], outputs: [gates, nextHidden, nextCell] };
    },
  );
  const [gates, hidden, cells] = outputs;
  return { gates, hidden, cells, last: state[1] };
}

/** What the gradients of a step are multiplied by, for all steps at once. */
interface Factors {
  /** [T, B, H]: from the hidden state to the cell. */
  hiddenToCell: tf.Tensor;
  /** [T, B, 3 H]: from the cell to the sums of the first three gates. */
  cellToGates: tf.Tensor;
  /** [T, B, H]: from the hidden state to the sum of the last gate. */
  hiddenToShow: tf.Tensor;
  /** [T, B, H]: from the cell to the one before. */
  cellToBefore: tf.Tensor;
}

function factorsOf(gates: tf.Tensor, cells: tf.Tensor, before: tf.Tensor, mask: tf.Tensor | undefined): Factors {
  const [writeSum, keepSum, candidateSum, showSum] = quarters(gates);
  const [write, keep, show] = [tf.sigmoid(writeSum), tf.sigmoid(keepSum), tf.sigmoid(showSum)];
  const candidate = tf.tanh(candidateSum);
  const squashed = tf.tanh(cells);
  const cellToGates = [
    mul(candidate, sigmoidSlope(write)),
    mul(before, sigmoidSlope(keep)),
    mul(write, tanhSlope(candidate)),
  ];
  return {
    hiddenToCell: mul(show, tanhSlope(squashed)),
    cellToGates: closed(mask, tf.concat(cellToGates, -1)),
    hiddenToShow: closed(mask, mul(squashed, sigmoidSlope(show))),
    cellToBefore: keep,
  };
}

/** Goes back over the steps; what is left at the end belongs to the state before the first. */
function backward(
  ofHidden: tf.Tensor,
  ofCell: tf.Tensor,
  weight: tf.Tensor,
  { hiddenToCell, cellToGates, hiddenToShow, cellToBefore }: Factors,
  { mask, reverse }: SequenceOptions,
) {
  const transposed = tf.transpose(weight);
  const { state, outputs } = scan(
    {
      state: [tf.zerosLike(ofCell), ofCell],
      inputs: [ofHidden, hiddenToCell, cellToGates, hiddenToShow, cellToBefore, mask],
      reverse: reverse !== true,
    },
    ([laterHidden, laterCell], [here, toCell, toGates, toShow, toBefore, open]) => {
      const ofHidden = add(here, laterHidden);
      const ofCell = add(laterCell, mul(ofHidden, toCell));
      const ofGates = tf.concat([mul(tf.concat([ofCell, ofCell, ofCell], 1), toGates), mul(ofHidden, toShow)], 1);
      const ofHiddenBefore = hold(open, matrixProduct(ofGates, transposed), ofHidden);
      return { state: [ofHiddenBefore, hold(open, mul(ofCell, toBefore), laterCell)], outputs: [ofGates] };
    },
  );
  return { ofGates: outputs[0], ofHidden: state[0], ofCell: state[1] };
}
