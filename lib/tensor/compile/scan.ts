import * as tf from "@tensorflow/tfjs";
import { shapeText } from "../shape.ts";
import { recordScan } from "./record-scan.ts";
import { currentRecorder } from "./recorder.ts";

/** What a loop over time starts from, and what it reads. */
export interface ScanStart<State extends tf.Tensor[], Inputs extends (tf.Tensor | undefined)[]> {
  /** What each step hands on to the next; its shapes stay. */
  state: [...State];
  /** [T, ...] each: step t is given its slice at t; an absent one stays absent. */
  inputs: [...Inputs];
  /** Whether to go from the last step to the first; slices and outputs keep their places. Default: false. */
  reverse?: boolean;
}

/** One step of a loop over time: from the state and the slices at t to the next state and what is kept of t. */
export type ScanStep<
  State extends tf.Tensor[],
  Inputs extends (tf.Tensor | undefined)[],
  Outputs extends tf.Tensor[],
> = (state: State, inputs: Inputs) => { state: [...{ [Part in keyof State]: tf.Tensor }]; outputs: [...Outputs] };

/** What a loop over time leaves: the state after its last step, and the outputs of all steps, [T, ...] each. */
export type ScanResult<State extends tf.Tensor[], Outputs extends tf.Tensor[]> = {
  state: State;
  outputs: Outputs;
};

/**
 * Runs a step once for each position in time, each starting from the state that the one before it left. Gradients do
 * not flow through it: an operation that loops has its own, which loops back.
 *
 * @throws Error if there are no inputs, they do not have the same length, one or more, or a state changes its shape.
 *
 * @example
 * const sums = scan({ state: [tf.scalar(0)], inputs: [tf.tensor([1, 2, 3])] }, ([sum], [x]) => {
 *   const next = tf.add(sum, x);
 *   return { state: [next], outputs: [next] };
 * });
 * sums.outputs[0].arraySync() // [1, 3, 6]
 */
export function scan<State extends tf.Tensor[], Inputs extends (tf.Tensor | undefined)[], Outputs extends tf.Tensor[]>(
  start: ScanStart<State, Inputs>,
  step: ScanStep<State, Inputs, Outputs>,
): ScanResult<State, Outputs> {
  const length = lengthOf(start.inputs);
  const checked: ScanStep<State, Inputs, Outputs> = (state, inputs) => {
    const result = step(state, inputs);
    checkShapes(start.state, result.state);
    return result;
  };
  const recorder = currentRecorder();
  if (recorder === undefined || length === 1) {
    return tf.tidy(() => scanEagerly(start, checked, length));
  }
  const { state, inputs, reverse = false } = start;
  const results = recordScan(recorder, {
    state,
    inputs: inputs.filter((input) => input !== undefined),
    length,
    reverse,
    step: (state, slices) => {
      const here = inputs.map((input) => (input === undefined ? undefined : slices.shift()));
      return checked(state as State, here as Inputs); // as many as there are at the start
    },
  });
  return { state: results.state as State, outputs: results.outputs as Outputs }; // as many as the step gives
}

function scanEagerly<State extends tf.Tensor[], Inputs extends (tf.Tensor | undefined)[], Outputs extends tf.Tensor[]>(
  { state, inputs, reverse = false }: ScanStart<State, Inputs>,
  step: ScanStep<State, Inputs, Outputs>,
  length: number,
): ScanResult<State, Outputs> {
  const slices = inputs.map((input) => (input === undefined ? [] : tf.unstack(input)));
  const kept: tf.Tensor[][] = [];
  let current: State = state;
  for (let count = 0; count < length; count++) {
    const at = reverse ? length - 1 - count : count;
    // As many as there are inputs.
    const here = slices.map((slice) => slice[at]) as Inputs;
    const { state: next, outputs } = tf.tidy(() => step(current, here));
    current = next as State; // of the same shapes, as is checked
    for (const [position, output] of outputs.entries()) {
      kept[position] ??= [];
      kept[position].push(output);
    }
  }
  const outputs = kept.map((steps) => tf.stack(reverse ? steps.reverse() : steps));
  return { state: current, outputs: outputs as Outputs }; // one for each that a step gives
}

function lengthOf(inputs: (tf.Tensor | undefined)[]): number {
  const shapes = inputs.flatMap((input) => (input === undefined ? [] : [input.shape]));
  const [length = 0] = shapes[0] ?? [];
  if (length < 1 || shapes.some((shape) => shape[0] !== length)) {
    throw new Error(
      `Cannot loop over inputs ${shapes.map(shapeText).join(", ")}: they need the same first axis, one step or more`,
    );
  }
  return length;
}

function checkShapes(start: tf.Tensor[], next: tf.Tensor[]): void {
  for (const [at, { shape }] of start.entries()) {
    const after = next[at]?.shape ?? [];
    if (shapeText(after) !== shapeText(shape)) {
      throw new Error(
        `Cannot go on with a state of shape ${shapeText(after)}: the loop started with ${shapeText(shape)}; its shape must stay`,
      );
    }
  }
}
