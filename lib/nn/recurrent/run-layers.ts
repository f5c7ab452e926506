import type { SequenceOptions, TensorRandom } from "../../tensor/index.ts";
import { dropout, isRecording, linearFused, tf } from "../../tensor/index.ts";
import { shapeText } from "../../tensor/shape.ts";
import { joined, runInShares } from "./shares.ts";
import type { RecurrentStack, RecurrentWeights } from "./weights.ts";

/** What a recurrent network takes besides its inputs. */
export interface RecurrentOptions {
  /**
   * For each of the B sequences, how many of its positions are real, from the first: padding leaves the state as it is,
   * and its outputs are 0. Numbers, or int32 [B], which a compiled step takes as an argument. Default: all.
   */
  lengths?: readonly number[] | tf.Tensor1D | undefined;
  /** Draws the dropout between layers. Default: none, for evaluation. */
  random?: TensorRandom | undefined;
}

/** What one direction of one layer computes, with as many parts as its state has. */
export interface DirectionResult<Parts extends tf.Tensor2D[]> {
  /** [T, B, H]. */
  outputs: tf.Tensor3D;
  /** Its last state, [B, H] each. */
  last: [...Parts];
}

/**
 * Runs one direction of one layer.
 *
 * @param x [T, B, C].
 * @param initial the state that it starts from, [B, H] each.
 */
export type RunDirection<Parts extends tf.Tensor2D[]> = (
  weights: RecurrentWeights,
  x: tf.Tensor3D,
  initial: Parts,
  options: SequenceOptions,
) => DirectionResult<Parts>;

/**
 * Runs all layers and directions.
 *
 * @param initial the parts of the first state, [L * D, B, H] each; zeros where one is absent.
 * @returns outputs [B, T, D * H], and the parts of the last state, [L * D, B, H] each.
 */
export function runLayers<Parts extends tf.Tensor2D[]>(
  name: string,
  stack: RecurrentStack,
  x: tf.Tensor3D,
  initial: { [Part in keyof Parts]: tf.Tensor3D | undefined },
  { lengths, random }: RecurrentOptions,
  run: RunDirection<Parts>,
): { outputs: tf.Tensor3D; last: { [Part in keyof Parts]: tf.Tensor3D } } {
  const [batch, length, width] = x.shape;
  if (x.rank !== 3 || x.size === 0 || width !== stack.inputSize) {
    throw new Error(
      `Cannot run ${name} over ${shapeText(x.shape)}: it takes [B, T, ${stack.inputSize}], sequences by positions by width`,
    );
  }
  checkStates(name, stack, batch, initial);
  const mask = lengths === undefined ? undefined : realPositions(name, lengths, batch, length);
  const last: tf.Tensor2D[][] = [];
  let outputs: tf.Tensor3D = tf.transpose(x, [1, 0, 2]); // [T, B, C]: the loops go over the first axis
  for (const [level, { forward, backward }] of stack.layers.entries()) {
    const dropped = level === 0 ? outputs : dropout(outputs, stack.dropout, random);
    const directions = backward === undefined ? [forward] : [forward, backward];
    const results = directions.map((weights, at) => {
      const state = initial.map((states) => stateAt(states, level * directions.length + at, batch, stack.hiddenSize));
      // As many as there are parts.
      return runInShares(dropped, state as Parts, { mask, reverse: at === 1 }, (share, initial, options) =>
        run(weights, share, initial, options),
      );
    });
    last.push(...results.map((result) => result.last));
    outputs = joined(
      results.map((result) => result.outputs),
      2,
    );
  }
  const shown = mask === undefined ? outputs : tf.where(mask, outputs, 0);
  const parts = initial.map((_, part) => tf.stack(last.flatMap((state) => state[part] ?? [])));
  return {
    outputs: tf.transpose(shown, [1, 0, 2]),
    last: parts as { [Part in keyof Parts]: tf.Tensor3D }, // one for each part of a state
  };
}

/** What the positions bring to a direction: rows · inputWeight + bias, [T, B, G H]. */
export function projectInputs({ inputWeight }: RecurrentWeights, bias: tf.Tensor1D, x: tf.Tensor3D): tf.Tensor3D {
  const [length, batch, width] = x.shape;
  const rows: tf.Tensor2D = tf.reshape(x, [length * batch, width]);
  return tf.reshape(linearFused(rows, inputWeight, bias), [length, batch, inputWeight.shape[1]]);
}

/** A part of the initial state for one direction, [B, H]: zeros where none is given. */
function stateAt(states: tf.Tensor3D | undefined, at: number, batch: number, hiddenSize: number): tf.Tensor2D {
  return states === undefined
    ? tf.zeros([batch, hiddenSize])
    : tf.reshape(tf.slice(states, [at, 0, 0], [1, batch, hiddenSize]), [batch, hiddenSize]);
}

/** The last state of a direction, from those after each of its steps. */
export function lastOf(states: tf.Tensor3D, { reverse = false }: SequenceOptions): tf.Tensor2D {
  const [length, batch, hiddenSize] = states.shape;
  return tf.reshape(tf.slice(states, [reverse ? 0 : length - 1, 0, 0], [1, batch, hiddenSize]), [batch, hiddenSize]);
}

/** bool [T, B, 1]: which positions are real. */
function realPositions(
  name: string,
  lengths: readonly number[] | tf.Tensor1D,
  batch: number,
  length: number,
): tf.Tensor {
  const given = lengths instanceof tf.Tensor ? lengths : tf.tensor1d([...lengths], "int32");
  if (given.rank !== 1 || given.shape[0] !== batch || given.dtype !== "int32") {
    throw new Error(
      `Cannot run ${name} over ${batch} sequences with lengths ${shapeText(given.shape)} of type ${given.dtype}: it takes int32, one number a sequence`,
    );
  }
  // A compiled step cannot look.
  const values = lengths instanceof tf.Tensor ? (isRecording() ? [] : lengths.dataSync()) : lengths;
  for (const value of values) {
    if (!Number.isInteger(value) || value < 0 || value > length) {
      throw new RangeError(
        `Cannot run ${name} over ${value} positions of a sequence: each length is a whole number from 0 to ${length}`,
      );
    }
  }
  const positions = tf.reshape(tf.range(0, length, 1, "int32"), [length, 1]);
  return tf.expandDims(tf.less(positions, tf.reshape(given, [1, batch])), 2);
}

function checkStates(name: string, stack: RecurrentStack, batch: number, initial: (tf.Tensor | undefined)[]): void {
  const directions = stack.layers.length * (stack.layers[0]?.backward === undefined ? 1 : 2);
  const expected = shapeText([directions, batch, stack.hiddenSize]);
  for (const state of initial) {
    if (state !== undefined && shapeText(state.shape) !== expected) {
      throw new Error(
        `Cannot run ${name} from an initial state ${shapeText(state.shape)}: it must be ${expected}, layers and directions by sequences by hidden size`,
      );
    }
  }
}
