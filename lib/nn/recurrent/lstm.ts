import { lstmSequence, tf } from "../../tensor/index.ts";
import type { RecurrentOptions } from "./run-layers.ts";
import { lastOf, runLayers } from "./run-layers.ts";
import type { RecurrentConfig, RecurrentStack } from "./weights.ts";
import { createStack } from "./weights.ts";

/** A network of long short-term memory: its state has two parts. */
export interface Lstm extends RecurrentStack {
  kind: "lstm";
}

/** What an LSTM gives. */
export interface LstmResult {
  /** [B, T, D * H]: the hidden states after each position, of the last layer; both directions side by side. */
  outputs: tf.Tensor3D;
  /** [L * D, B, H]: the last hidden state of each layer and direction. */
  hidden: tf.Tensor3D;
  /** [L * D, B, H]: the last cell of each layer and direction. */
  cell: tf.Tensor3D;
}

/**
 * Creates a network of long short-term memory (Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997).
 *
 * @throws RangeError if a size makes no sense.
 *
 * @example
 * const layer = createLstm({ inputSize: 3, hiddenSize: 4, layers: 2, random: createRandom(1) });
 * lstm(layer, tf.ones([2, 5, 3])).cell.shape // [2, 2, 4]
 */
export function createLstm(config: RecurrentConfig): Lstm {
  return { kind: "lstm", ...createStack("an LSTM", 4, config) };
}

/**
 * Runs an LSTM over sequences; `lstmSequence` has the formulas.
 *
 * @param layer from `createLstm`.
 * @param x [B, T, C].
 * @param options `hidden` and `cell`: the initial states, [L * D, B, H] each, default 0. `lengths` and `random` as in
 * `RecurrentOptions`.
 * @throws Error if a shape does not fit, RangeError if a length is not one.
 */
export function lstm(
  layer: Lstm,
  x: tf.Tensor3D,
  {
    hidden,
    cell,
    ...options
  }: RecurrentOptions & { hidden?: tf.Tensor3D | undefined; cell?: tf.Tensor3D | undefined } = {},
): LstmResult {
  return tf.tidy(() => {
    const { outputs, last } = runLayers<[tf.Tensor2D, tf.Tensor2D]>(
      "an LSTM",
      layer,
      x,
      [hidden, cell],
      options,
      (weights, x, state, way) => {
        const { inputWeight: input, hiddenWeight } = weights;
        const bias: tf.Tensor1D = tf.add(weights.inputBias, weights.hiddenBias);
        const [hidden, cell] = state;
        const states = lstmSequence(x, { input, hidden: hiddenWeight, bias }, { hidden, cell }, way);
        return { outputs: states.hidden, last: [lastOf(states.hidden, way), states.cell] };
      },
    );
    return { outputs, hidden: last[0], cell: last[1] };
  });
}
