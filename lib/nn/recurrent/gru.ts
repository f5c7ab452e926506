import { gruSequence, tf } from "../../tensor/index.ts";
import type { RecurrentResult } from "./rnn.ts";
import type { RecurrentOptions } from "./run-layers.ts";
import { lastOf, projectInputs, runLayers } from "./run-layers.ts";
import type { RecurrentConfig, RecurrentStack } from "./weights.ts";
import { createStack } from "./weights.ts";

/** A network of gated recurrent units. */
export interface Gru extends RecurrentStack {
  kind: "gru";
}

/**
 * Creates a network of gated recurrent units (Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder
 * for Statistical Machine Translation", 2014), in PyTorch's form.
 *
 * @throws RangeError if a size makes no sense.
 *
 * @example
 * const layer = createGru({ inputSize: 3, hiddenSize: 4, bidirectional: true, random: createRandom(1) });
 * gru(layer, tf.ones([2, 5, 3])).outputs.shape // [2, 5, 8]
 */
export function createGru(config: RecurrentConfig): Gru {
  return { kind: "gru", ...createStack("a GRU", 3, config) };
}

/**
 * Runs a GRU over sequences; `gruSequence` has the formulas.
 *
 * @param layer from `createGru`.
 * @param x [B, T, C].
 * @param options `hidden`: the initial states, [L * D, B, H], default 0. `lengths` and `random` as in
 * `RecurrentOptions`.
 * @throws Error if a shape does not fit, RangeError if a length is not one.
 */
export function gru(
  layer: Gru,
  x: tf.Tensor3D,
  { hidden, ...options }: RecurrentOptions & { hidden?: tf.Tensor3D | undefined } = {},
): RecurrentResult {
  return tf.tidy(() => {
    const { outputs, last } = runLayers<[tf.Tensor2D]>(
      "a GRU",
      layer,
      x,
      [hidden],
      options,
      (weights, x, [initial], way) => {
        const inputs = projectInputs(weights, weights.inputBias, x);
        const outputs = gruSequence(inputs, weights.hiddenWeight, weights.hiddenBias, initial, way);
        return { outputs, last: [lastOf(outputs, way)] };
      },
    );
    return { outputs, hidden: last[0] };
  });
}
