import * as tf from "@tensorflow/tfjs";
import { shapeText } from "../../shape.ts";
import { choose } from "../operations.ts";

/** How a recurrent network goes over its inputs. */
export interface SequenceOptions {
  /** bool [T, B, 1]: where it is 0, the state stays as it is and no gradient flows. Default: 1 everywhere. */
  mask?: tf.Tensor | undefined;
  /** Whether to go from the last position to the first; each state stands at its position. Default: false. */
  reverse?: boolean | undefined;
}

/** The parts of a recurrent network's inputs, with their sizes checked. */
export interface SequenceSizes {
  length: number;
  batch: number;
  hiddenSize: number;
}

/**
 * Checks that the parts of a recurrent network fit together.
 *
 * @param name what errors call the network.
 * @param gates how many numbers its inputs hold for each of its state.
 */
export function checkSequence(
  name: string,
  gates: number,
  inputs: { shape: number[] },
  weight: tf.Tensor,
  states: tf.Tensor[],
  { mask }: SequenceOptions,
): SequenceSizes {
  const [length = 0, batch = 0, width = 0] = inputs.shape;
  const hiddenSize = weight.shape[0] ?? 0;
  const attempt = `Cannot run ${name} over inputs ${shapeText(inputs.shape)}`;
  if (inputs.shape.length !== 3 || inputs.shape.includes(0) || width % gates !== 0) {
    throw new Error(`${attempt}: they are [T, B, ${gates === 1 ? "H" : `${gates} H`}], time by sequences by gates`);
  }
  if (weight.rank !== 2 || hiddenSize * gates !== width || weight.shape[1] !== width) {
    throw new Error(
      `${attempt} with a hidden weight ${shapeText(weight.shape)}: it must be ${shapeText([width / gates, width])}`,
    );
  }
  for (const { shape } of states) {
    if (shape.length !== 2 || shape[0] !== batch || shape[1] !== hiddenSize) {
      throw new Error(
        `${attempt} from a state ${shapeText(shape)}: it must be ${shapeText([batch, hiddenSize])}, one row a sequence`,
      );
    }
  }
  if (mask !== undefined && (mask.dtype !== "bool" || mask.shape.join() !== `${length},${batch},1`)) {
    throw new Error(
      `${attempt} with a mask of type ${mask.dtype}, ${shapeText(mask.shape)}: it must be bool, ${shapeText([length, batch, 1])}`,
    );
  }
  return { length, batch, hiddenSize };
}

/** The state after the last step in the order of time. */
export function lastState(states: tf.Tensor, reverse = false): tf.Tensor2D {
  const [length = 1, batch = 0, hiddenSize = 0] = states.shape;
  const last = tf.slice(states, [reverse ? 0 : length - 1, 0, 0], [1, batch, hiddenSize]);
  return tf.reshape(last, [batch, hiddenSize]);
}

/** [T, B, ...] to [T * B, ...]: one product for all positions. */
export function asRows(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1) ?? 1]);
}

/** The gradient of a weight that every position uses: the sum over them all, as one product. */
export function weightGradient(before: tf.Tensor, gradient: tf.Tensor): tf.Tensor {
  return tf.matMul(asRows(before), asRows(gradient), true, false);
}

/** The state before each step, [T, B, H], from those after them and the first. */
export function statesBefore(states: tf.Tensor, first: tf.Tensor, reverse: boolean): tf.Tensor {
  const [length = 1, ...shape] = states.shape;
  const start = tf.expandDims(first, 0);
  const others = tf.slice(states, [reverse ? 1 : 0, 0, 0], [length - 1, ...shape]);
  return length === 1 ? start : tf.concat(reverse ? [others, start] : [start, others], 0);
}

/**
 * Runs a step of the plain versions, which TensorFlow.js can take the gradient of, over every position.
 *
 * @param step from the states and the input at a position to the next states.
 * @returns for each state, [T, B, H].
 */
export function plainLoop<States extends tf.Tensor2D[]>(
  inputs: tf.Tensor,
  initial: [...States],
  { mask, reverse = false }: SequenceOptions,
  step: (states: States, input: tf.Tensor2D) => [...States],
): { [Which in keyof States]: tf.Tensor3D } {
  // The gradient of `unstack` fails where there is one step.
  const slices = inputs.shape[0] === 1 ? [tf.squeeze(inputs, [0])] : tf.unstack(inputs);
  const masks = mask === undefined ? [] : tf.unstack(mask);
  const kept: tf.Tensor[][] = initial.map(() => []);
  let states: States = initial;
  const order = [...(slices as tf.Tensor2D[]).entries()]; // of [T, B, G]
  for (const [at, input] of reverse ? order.reverse() : order) {
    const [open, before] = [masks[at], states];
    const after = step(before, input);
    // As many as there were.
    states = (
      open === undefined ? after : after.map((next, which) => tf.where(open, next, before[which] ?? next))
    ) as States;
    for (const [which, state] of states.entries()) {
      kept[which]?.push(state);
    }
  }
  const stacked = kept.map((steps) => tf.stack(reverse ? steps.reverse() : steps));
  return stacked as { [Which in keyof States]: tf.Tensor3D }; // one for each state
}

/** Cuts the last axis into two equal parts. */
export function halves<T extends tf.Tensor>(x: T): [T, T] {
  return tf.split(x, 2, -1) as [T, T];
}

/** Cuts the last axis into three equal parts. */
export function thirds<T extends tf.Tensor>(x: T): [T, T, T] {
  return tf.split(x, 3, -1) as [T, T, T];
}

/** Cuts the last axis into four equal parts. */
export function quarters<T extends tf.Tensor>(x: T): [T, T, T, T] {
  return tf.split(x, 4, -1) as [T, T, T, T];
}

/** Takes what a step computed where a sequence has a real position there, and keeps what was before in its padding. */
export function hold(open: tf.Tensor | undefined, next: tf.Tensor, before: tf.Tensor): tf.Tensor {
  return open === undefined ? next : choose(open, next, before);
}

/** Lets no gradient through at padding. Chosen rather than multiplied: padding may hold NaN. */
export function closed(mask: tf.Tensor | undefined, factors: tf.Tensor): tf.Tensor {
  return mask === undefined ? factors : choose(mask, factors, tf.scalar(0));
}
