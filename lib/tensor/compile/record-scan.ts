import * as tf from "@tensorflow/tfjs";
import { typeAttribute } from "../native/attributes.ts";
import { runOperation } from "../native/operation.ts";
import { functionAttribute, recordCompiled, typesAttribute } from "./record-compiled.ts";
import type { Recorder } from "./recorder.ts";

/** A loop over time without the types of its parts: absent inputs are left out. */
export interface Loop {
  /** Makes what it starts from; it is run inside of the operation. */
  start: () => { state: tf.Tensor[]; inputs: tf.Tensor[] };
  /** T. */
  length: number;
  reverse: boolean;
  /** How many of the outputs are written over the first inputs. */
  overwrite: number;
  step: (state: tf.Tensor[], slices: tf.Tensor[]) => { state: tf.Tensor[]; outputs: tf.Tensor[] };
}

/** What a loop hands from one iteration to the next. */
interface Carried {
  /** How many iterations are over. */
  counter: tf.Tensor;
  state: tf.Tensor[];
  /** The outputs so far, [T, ...] each; of those written over inputs, the inputs from here on. */
  buffers: tf.Tensor[];
  /** The inputs that stay. */
  inputs: tf.Tensor[];
}

/**
 * Records a loop over time as one operation: a function that XLA compiles, also where the step is a graph, and in it
 * a loop that runs the step once for each position. An output is written into the row of its position, in place.
 *
 * @returns tensors that stand for the last state and the outputs; their numbers are those of no replay.
 */
export function recordScan(recorder: Recorder, loop: Loop): { state: tf.Tensor[]; outputs: tf.Tensor[] } {
  const { state, buffers } = recorder.aside(() => standIns(loop));
  const run = () => {
    const made = loop.start();
    const over = made.inputs.slice(0, loop.overwrite);
    const start = {
      counter: tf.scalar(0, "int32"),
      state: made.state,
      // Filled differently: of equal buffers XLA would make one, and then copy it for each.
      buffers: buffers.map(({ shape, dtype }, at) => over[at] ?? tf.fill(shape, at, dtype)),
      inputs: made.inputs.slice(loop.overwrite),
    };
    recordWhile(recorder, loop, start, { state, buffers });
    return [...state, ...buffers];
  };
  recordCompiled(recorder, run, [...state, ...buffers]);
  return { state, outputs: buffers };
}

/** Runs the step at the first position, to see what it gives. */
function standIns({ start, length, step }: Loop): { state: tf.Tensor[]; buffers: tf.Tensor[] } {
  return tf.tidy(() => {
    const { state, inputs } = start();
    const first = tf.scalar(0, "int32");
    const { state: next, outputs } = step(
      state,
      inputs.map((input) => rowAt(input, first)),
    );
    return {
      state: copies(next),
      buffers: outputs.map(({ shape, dtype }) => tf.fill([length, ...shape], 0, dtype)),
    };
  });
}

function recordWhile(
  recorder: Recorder,
  { step, length, reverse, overwrite }: Loop,
  start: Carried,
  results: { state: tf.Tensor[]; buffers: tf.Tensor[] },
): void {
  const inside = recorder.aside(() => ({
    counter: copy(start.counter),
    state: copies(start.state),
    buffers: copies(start.buffers),
    inputs: copies(start.inputs),
  }));
  const parameters = recorder.number(listOf(inside));
  const iterate = (): tf.Tensor[] => {
    const { counter, buffers, inputs } = inside;
    const position = reverse ? tf.sub(tf.scalar(length - 1, "int32"), counter) : counter;
    const { state, outputs } = step(
      inside.state,
      [...buffers.slice(0, overwrite), ...inputs].map((input) => rowAt(input, position)),
    );
    const written = buffers.map((buffer, at) => writeRow(recorder, buffer, outputs[at] ?? buffer, position));
    return listOf({ counter: tf.add(counter, tf.scalar(1, "int32")), state, buffers: written, inputs });
  };
  const body = recorder.recordFunction(parameters, iterate, { passCaptures: true });
  const all = [...parameters, ...body.captures];
  const condition = recorder.recordFunction(all, () => [tf.less(inside.counter, tf.scalar(length, "int32"))]);
  const attributes = [
    typesAttribute("T", all),
    functionAttribute("cond", condition.name),
    functionAttribute("body", body.name),
  ];
  const unused = recorder.aside(() => copy(start.counter));
  const given = [...recorder.number(listOf(start)), ...body.captures];
  recorder.recordUnrun("While", attributes, given, [unused, ...results.state, ...results.buffers]);
}

function listOf({ counter, state, buffers, inputs }: Carried): tf.Tensor[] {
  return [counter, ...state, ...buffers, ...inputs];
}

/** The slice of an input [T, ...] at a position that only the loop knows. */
function rowAt(input: tf.Tensor, position: tf.Tensor): tf.Tensor {
  const [, ...shape] = input.shape;
  const size = tf.tensor1d([1, ...shape], "int32");
  const attributes = [typeAttribute("T", input.dtype), typeAttribute("Index", "int32")];
  return tf.reshape(runOperation("Slice", attributes, [input, rowStart(input, position), size]), shape);
}

/** Writes a row of a buffer [T, ...]; eagerly there is no such operation. */
function writeRow(recorder: Recorder, buffer: tf.Tensor, row: tf.Tensor, position: tf.Tensor): tf.Tensor {
  const written = recorder.aside(() => copy(buffer));
  const given = [buffer, tf.expandDims(row, 0), rowStart(buffer, position)];
  const attributes = [typeAttribute("T", buffer.dtype), typeAttribute("Tindices", "int32")];
  recorder.recordUnrun("XlaDynamicUpdateSlice", attributes, recorder.number(given), [written]);
  return written;
}

/** Where the row of a position begins: [position, 0, 0, ...]. */
function rowStart({ rank }: tf.Tensor, position: tf.Tensor): tf.Tensor {
  return tf.stack([position, ...Array.from({ length: rank - 1 }, () => tf.scalar(0, "int32"))]);
}

/** A tensor with a number of its own in the binding. */
function copy(tensor: tf.Tensor): tf.Tensor {
  return runOperation("Identity", [typeAttribute("T", tensor.dtype)], [tensor]);
}

function copies(tensors: tf.Tensor[]): tf.Tensor[] {
  return tensors.map(copy);
}
