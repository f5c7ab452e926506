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
  /**
   * How many of the outputs, from the first, a compiled loop writes over the inputs of the same numbers, which have
   * their shapes: it saves new memory for them where the loop itself makes the inputs. Default: 0.
   */
  overwrite?: number;
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
 * @param start what it starts from, or a function that makes it, which becomes a part of the compiled loop.
 * @throws Error if there are no inputs, they do not have the same length, one or more, a state changes its shape, or
 * an output has another shape than the input that it is to be written over.
 *
 * @example
 * const sums = scan({ state: [tf.scalar(0)], inputs: [tf.tensor([1, 2, 3])] }, ([sum], [x]) => {
 *   const next = tf.add(sum, x);
 *   return { state: [next], outputs: [next] };
 * });
 * sums.outputs[0].arraySync() // [1, 3, 6]
 */
export function scan<State extends tf.Tensor[], Inputs extends (tf.Tensor | undefined)[], Outputs extends tf.Tensor[]>(
  start: ScanStart<State, Inputs> | (() => ScanStart<State, Inputs>),
  step: ScanStep<State, Inputs, Outputs>,
): ScanResult<State, Outputs> {
  const begin = typeof start === "function" ? start : () => start;
  const recorder = currentRecorder();
  const seen = recorder?.aside(begin);
  if (recorder === undefined || seen === undefined || lengthOf(seen.inputs) === 1) {
    return tf.tidy(() => scanEagerly(begin(), step));
  }
  const { reverse = false, overwrite = 0 } = seen;
  const results = recordScan(recorder, {
    start: () => {
      const { state, inputs } = begin();
      return { state, inputs: inputs.filter((input) => input !== undefined) };
    },
    length: lengthOf(seen.inputs),
    reverse,
    overwrite,
    step: (state, slices) => {
      const here = seen.inputs.map((input) => (input === undefined ? undefined : slices.shift()));
      const result = step(state as State, here as Inputs); // as many as there are at the start
      checkShapes(seen, result);
      return result;
    },
  });
  return { state: results.state as State, outputs: results.outputs as Outputs }; // as many as the step gives
}

function scanEagerly<State extends tf.Tensor[], Inputs extends (tf.Tensor | undefined)[], Outputs extends tf.Tensor[]>(
  start: ScanStart<State, Inputs>,
  step: ScanStep<State, Inputs, Outputs>,
): ScanResult<State, Outputs> {
  const { state, inputs, reverse = false } = start;
  const length = lengthOf(inputs);
  const slices = inputs.map((input) => (input === undefined ? [] : tf.unstack(input)));
  const kept: tf.Tensor[][] = [];
  let current: State = state;
  for (let count = 0; count < length; count++) {
    const at = reverse ? length - 1 - count : count;
    // As many as there are inputs.
    const here = slices.map((slice) => slice[at]) as Inputs;
    const { state: next, outputs } = tf.tidy(() => step(current, here));
    checkShapes(start, { state: next, outputs });
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

function checkShapes(
  { state, inputs, overwrite = 0 }: ScanStart<tf.Tensor[], (tf.Tensor | undefined)[]>,
  result: { state: tf.Tensor[]; outputs: tf.Tensor[] },
): void {
  for (const [at, { shape }] of state.entries()) {
    const after = result.state[at]?.shape ?? [];
    if (shapeText(after) !== shapeText(shape)) {
      throw new Error(
        `Cannot go on with a state of shape ${shapeText(after)}: the loop started with ${shapeText(shape)}; its shape must stay`,
      );
    }
  }
  for (const [at, input] of inputs.slice(0, overwrite).entries()) {
    const [output, slice] = [result.outputs[at]?.shape ?? [], input?.shape.slice(1) ?? []];
    if (shapeText(output) !== shapeText(slice)) {
      throw new Error(`Cannot write an output of shape ${shapeText(output)} over an input of ${shapeText(slice)}`);
    }
  }
}
