import { rnnSequence, tf } from "../../tensor/index.ts";
import type { RecurrentOptions } from "./run-layers.ts";
import { lastOf, projectInputs, runLayers } from "./run-layers.ts";
import type { RecurrentConfig, RecurrentStack } from "./weights.ts";
import { createStack } from "./weights.ts";

/** A recurrent network whose state is one vector. */
export interface Rnn extends RecurrentStack {
  kind: "rnn";
}

/** What an RNN or a GRU gives. */
export interface RecurrentResult {
  /** [B, T, D * H]: the states after each position, of the last layer; both directions side by side. */
  outputs: tf.Tensor3D;
  /** [L * D, B, H]: the last state of each layer and direction. */
  hidden: tf.Tensor3D;
}

/**
 * Creates a recurrent network (Elman, "Finding Structure in Time", 1990), with tanh.
 *
 * @throws RangeError if a size makes no sense.
 *
 * @example
 * const layer = createRnn({ inputSize: 3, hiddenSize: 4, random: createRandom(1) });
 * rnn(layer, tf.ones([2, 5, 3])).outputs.shape // [2, 5, 4]
 */
export function createRnn(config: RecurrentConfig): Rnn {
  return { kind: "rnn", ...createStack("an RNN", 1, config) };
}

/**
 * Runs an RNN over sequences. Each state is tanh(x · inputWeight + inputBias + before · hiddenWeight + hiddenBias).
 *
 * @param layer from `createRnn`.
 * @param x [B, T, C].
 * @param options `hidden`: the initial states, [L * D, B, H], default 0. `lengths` and `random` as in
 * `RecurrentOptions`.
 * @throws Error if a shape does not fit, RangeError if a length is not one.
 */
export function rnn(
  layer: Rnn,
  x: tf.Tensor3D,
  { hidden, ...options }: RecurrentOptions & { hidden?: tf.Tensor3D | undefined } = {},
): RecurrentResult {
  return tf.tidy(() => {
    const { outputs, last } = runLayers<[tf.Tensor2D]>(
      "an RNN",
      layer,
      x,
      [hidden],
      options,
      (weights, x, [initial], way) => {
        const inputs = projectInputs(weights, tf.add(weights.inputBias, weights.hiddenBias), x);
        const outputs = rnnSequence(inputs, weights.hiddenWeight, initial, way);
        return { outputs, last: [lastOf(outputs, way)] };
      },
    );
    return { outputs, hidden: last[0] };
  });
}
