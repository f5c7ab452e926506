import type { Random } from "../../random/index.ts";
import { randomUniform, tf } from "../../tensor/index.ts";
import { checkSize } from "../linear.ts";

/** The weights of one direction of one layer, for G gates: 1 in an RNN, 4 in an LSTM, 3 in a GRU. */
export interface RecurrentWeights {
  /** [C, G H]: PyTorch's weight_ih, transposed. */
  inputWeight: tf.Variable<tf.Rank.R2>;
  /** [H, G H]: PyTorch's weight_hh, transposed. */
  hiddenWeight: tf.Variable<tf.Rank.R2>;
  /** [G H]: PyTorch's bias_ih. */
  inputBias: tf.Variable<tf.Rank.R1>;
  /** [G H]: PyTorch's bias_hh. */
  hiddenBias: tf.Variable<tf.Rank.R1>;
}

/** One layer: each direction sees all positions. */
export interface RecurrentLayer {
  forward: RecurrentWeights;
  backward?: RecurrentWeights;
}

/** The layers of a recurrent network, each reading the outputs of the one before. */
export interface RecurrentStack {
  layers: RecurrentLayer[];
  /** C, the size of a position's vector. */
  inputSize: number;
  /** H, the size of the state. */
  hiddenSize: number;
  /** Which share of the numbers between two layers is dropped in training. */
  dropout: number;
}

/** How to create a recurrent network. */
export interface RecurrentConfig {
  /** C, the size of a position's vector. */
  inputSize: number;
  /** H, the size of the state. */
  hiddenSize: number;
  /** How many layers stand on each other. Default: 1. */
  layers?: number | undefined;
  /** Whether each layer also runs from the last position to the first. Default: false. */
  bidirectional?: boolean | undefined;
  /** Which share of the numbers between two layers is dropped in training. Default: 0. */
  dropout?: number | undefined;
  /** Draws the weights. */
  random: Random;
}

/** Creates the weights of all layers, evenly from -1 / √H to 1 / √H, as PyTorch does. */
export function createStack(
  name: string,
  gates: number,
  { inputSize, hiddenSize, layers = 1, bidirectional = false, dropout = 0, random }: RecurrentConfig,
): RecurrentStack {
  checkSize(inputSize, name, "numbers a position");
  checkSize(hiddenSize, name, "numbers of state");
  checkSize(layers, name, "layers");
  if (!(dropout >= 0 && dropout < 1)) {
    throw new RangeError(`Cannot create ${name} with a dropout of ${dropout}: it is a share from 0 to below 1`);
  }
  const width = gates * hiddenSize;
  const bound = 1 / Math.sqrt(hiddenSize);
  const draw = <R extends tf.Rank>(shape: tf.ShapeMap[R]) =>
    tf.tidy(() => tf.variable<R>(randomUniform<R>(shape, random, { low: -bound, high: bound })));
  const direction = (inputs: number): RecurrentWeights => ({
    inputWeight: draw<tf.Rank.R2>([inputs, width]),
    hiddenWeight: draw<tf.Rank.R2>([hiddenSize, width]),
    inputBias: draw<tf.Rank.R1>([width]),
    hiddenBias: draw<tf.Rank.R1>([width]),
  });
  return {
    layers: Array.from({ length: layers }, (_, level) => {
      const inputs = level === 0 ? inputSize : hiddenSize * (bidirectional ? 2 : 1);
      const forward = direction(inputs);
      return bidirectional ? { forward, backward: direction(inputs) } : { forward };
    }),
    inputSize,
    hiddenSize,
    dropout,
  };
}

/**
 * Finds the variable that each of PyTorch's parameters belongs to, one to one: "weight_ih_l0",
 * "bias_hh_l1_reverse", ... for `nn.RNN`, `nn.LSTM` and `nn.GRU` alike. The weights are PyTorch's transposed, the
 * biases as they are.
 *
 * @example
 * const gru = createGru({ inputSize: 2, hiddenSize: 3, random: createRandom(1) });
 * [...pytorchParameters(gru).keys()] // ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
 */
export function pytorchParameters({ layers }: RecurrentStack): Map<string, tf.Variable> {
  const entries = layers.flatMap(({ forward, backward }, level) => [
    ...named(forward, `l${level}`),
    ...(backward === undefined ? [] : named(backward, `l${level}_reverse`)),
  ]);
  return new Map(entries);
}

function named(weights: RecurrentWeights, suffix: string): [string, tf.Variable][] {
  return [
    [`weight_ih_${suffix}`, weights.inputWeight],
    [`weight_hh_${suffix}`, weights.hiddenWeight],
    [`bias_ih_${suffix}`, weights.inputBias],
    [`bias_hh_${suffix}`, weights.hiddenBias],
  ];
}
