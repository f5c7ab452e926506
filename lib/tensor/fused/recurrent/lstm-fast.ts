import * as tf from "@tensorflow/tfjs";
import { scan } from "../../compile/scan.ts";
import { floatOperation, matrixProduct } from "../operations.ts";
import { withGradient } from "../with-gradient.ts";
import { add, mul } from "./arithmetic.ts";
import type { SequenceOptions } from "./sequence.ts";
import { closed, hold, quarters, weightGradient } from "./sequence.ts";

/** The state of an LSTM, [B, H] each. */
interface State {
  hidden: tf.Tensor;
  cell: tf.Tensor;
}

/** Runs an LSTM with a gradient of its own: back-propagation through time, from what the steps have kept. */
export function fastLstm(
  inputs: tf.Tensor,
  weight: tf.Tensor,
  initial: State,
  { mask, reverse = false }: SequenceOptions,
): { hidden: tf.Tensor3D; cell: tf.Tensor2D } {
  const [length = 0, batch = 0, width = 0] = inputs.shape;
  const hiddenSize = width / 4;
  const lastRow = (x: tf.Tensor): tf.Tensor2D =>
    tf.reshape(tf.slice(x, [length, 0, 0], [1, batch, hiddenSize]), [batch, hiddenSize]);
  // A custom gradient is that of one tensor: the last cell stands behind the hidden states, [T + 1, B, H].
  const packed = withGradient([inputs, weight, initial.hidden, initial.cell], () => {
    const { hidden, cell, kept } = forward(inputs, weight, initial, { mask, reverse });
    return {
      value: tf.concat([hidden, tf.expandDims(cell, 0)], 0) as tf.Tensor3D,
      saved: [weight, kept.gates, kept.squashed, kept.hiddenBefore, kept.cellBefore, mask],
      gradient: (upstream, [weight, gates, squashed, hiddenBefore, cellBefore, mask]) => {
        const ofHidden = tf.slice(upstream, [0, 0, 0], [length, batch, hiddenSize]);
        const kept = { gates, squashed, cellBefore };
        const back = backward(ofHidden, lastRow(upstream), weight, kept, { mask, reverse });
        return [back.ofGates, weightGradient(hiddenBefore, back.ofGates), back.ofHidden, back.ofCell];
      },
    };
  });
  return { hidden: tf.slice(packed, [0, 0, 0], [length, batch, hiddenSize]), cell: lastRow(packed) };
}

/** The hidden states, the last cell, and what the way back needs of each step. */
function forward(inputs: tf.Tensor, weight: tf.Tensor, initial: State, { mask, reverse }: SequenceOptions) {
  const squash = squasher(weight.shape[0] ?? 0);
  const { state, outputs } = scan(
    { state: [initial.hidden, initial.cell], inputs: [inputs, mask], reverse: reverse === true },
    ([hidden, cell], [input, open]) => {
      const gates = squash(add(input, matrixProduct(hidden, weight)));
      const [write, keep, candidate, show] = quarters(gates);
      const next = add(mul(keep, cell), mul(write, candidate));
      const squashed = floatOperation("Tanh", next);
      const shown = hold(open, mul(show, squashed), hidden);
      return { state: [shown, hold(open, next, cell)], outputs: [shown, gates, squashed, hidden, cell] };
    },
  );
  const [hidden, gates, squashed, hiddenBefore, cellBefore] = outputs;
  return { hidden, cell: state[1], kept: { gates, squashed, hiddenBefore, cellBefore } };
}

/**
 * Applies the sigmoid to three of the gates and tanh to the candidate, all in one operation, for
 * tanh(x) = 2 sigmoid(2 x) - 1.
 */
function squasher(hiddenSize: number): (sums: tf.Tensor) => tf.Tensor {
  const ofGates = (gate: number, candidate: number) =>
    tf.tensor1d(
      Array.from({ length: 4 * hiddenSize }, (_, at) => (Math.floor(at / hiddenSize) === 2 ? candidate : gate)),
    );
  const [scale, shift] = [ofGates(1, 2), ofGates(0, -1)];
  return (sums) => add(mul(floatOperation("Sigmoid", mul(sums, scale)), scale), shift);
}

/** Goes back over the steps; what is left at the end belongs to the state before the first. */
function backward(
  ofHidden: tf.Tensor,
  ofCell: tf.Tensor,
  weight: tf.Tensor,
  { gates, squashed, cellBefore }: { gates: tf.Tensor; squashed: tf.Tensor; cellBefore: tf.Tensor },
  { mask, reverse }: SequenceOptions,
) {
  const transposed = tf.transpose(weight);
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
      const sums = [
        floatOperation("SigmoidGrad", write, mul(ofCell, candidate)),
        floatOperation("SigmoidGrad", keep, mul(ofCell, cell)),
        floatOperation("TanhGrad", candidate, mul(ofCell, write)),
        floatOperation("SigmoidGrad", show, mul(ofHidden, squashed)),
      ];
      const ofGates = closed(open, tf.concat(sums, 1));
      const ofHiddenBefore = hold(open, matrixProduct(ofGates, transposed), ofHidden);
      return { state: [ofHiddenBefore, hold(open, mul(ofCell, keep), laterCell)], outputs: [ofGates] };
    },
  );
  return { ofGates: outputs[0], ofHidden: state[0], ofCell: state[1] };
}
