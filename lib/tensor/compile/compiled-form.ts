import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as tf from "@tensorflow/tfjs";
import type { NativeBackend, TensorMetadata } from "../native/backend.ts";
import { nativeBackend } from "../native/backend.ts";
import { checkSameRecording } from "./compare-recordings.ts";
import { writeSavedModel } from "./graph.ts";
import { joinedInputs, joinVectors } from "./joined-vectors.ts";
import { recordStep } from "./recorder.ts";
import type { RecordedInput, Recording } from "./recording.ts";
import type { StepResult } from "./step-result.ts";

/** A step compiled for inputs of one shape. */
export interface CompiledForm<Result extends StepResult> {
  /** How many operations one call replays. */
  operations: number;
  /** Milliseconds that recording and loading took; XLA compiles at the first call. */
  milliseconds: number;
  run(inputs: readonly tf.Tensor[]): Result;
  dispose(): void;
}

/** Records the step, twice to see that it repeats, and hands it to TensorFlow. */
export function compileForm<Inputs extends tf.Tensor[], Result extends StepResult>(
  step: (...inputs: Inputs) => Result,
  inputs: Inputs,
  { xla }: { xla: boolean },
): CompiledForm<Result> {
  const start = performance.now();
  const recording = recordStep(step, inputs);
  checkSameRecording(recording, recordStep(step, inputs));
  const backend = nativeBackend();
  const joined = xla ? joinedInputs(recording) : [];
  const { bytes, feeds, fetches } = writeSavedModel(recording, { xla, joined });
  const session = loadSavedModel(backend, bytes);
  const captured = recording.inputs.filter((input) => input.kind === "captured");
  const alone = recording.inputs.filter((input) => joined.every((each) => each !== input));
  const vectors = joinVectors(backend, () => backend.getInputTensorIds(joined.map((input) => fedTensor(input, []))));
  for (const { dataId } of captured) {
    backend.incRef(dataId);
  }
  return {
    operations: recording.nodes.length,
    milliseconds: performance.now() - start,
    run(arguments_) {
      const fed = backend.getInputTensorIds(alone.map((input) => fedTensor(input, arguments_)));
      if (joined.length > 0) {
        fed.push(vectors.number());
      }
      const outputs = fetches === "" ? [] : backend.binding.runSavedModel(session, fed, feeds, fetches);
      return takeOutputs(backend, recording, outputs);
    },
    dispose() {
      backend.binding.deleteSavedModel(session);
      vectors.dispose();
      for (const { dataId } of captured) {
        backend.disposeData(dataId);
      }
    },
  };
}

/** TensorFlow's session of this graph, by number. The binding loads only from a folder. */
function loadSavedModel({ binding }: NativeBackend, bytes: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), "llmlab-step-"));
  try {
    writeFileSync(join(folder, "saved_model.pb"), bytes);
    return binding.loadSavedModel(folder, "serve");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where the numbers of an input are now. */
function fedTensor(input: RecordedInput, arguments_: readonly tf.Tensor[]): { dataId: tf.DataId } {
  if (input.kind === "captured") {
    return input;
  }
  const tensor = input.kind === "argument" ? arguments_[input.position] : input.variable;
  if (tensor === undefined || tensor.isDisposed) {
    const which =
      input.kind === "argument" ? `argument ${input.position + 1}` : `its variable "${input.variable.name}"`;
    throw new Error(`Cannot run a compiled step: ${which} has been disposed of`);
  }
  return tensor;
}

function takeOutputs<Result extends StepResult>(
  backend: NativeBackend,
  { assigned, rebuild }: Recording<Result>,
  outputs: TensorMetadata[],
): Result {
  const results = outputs.slice(0, outputs.length - assigned.length);
  assigned.forEach((variable, at) => {
    const output = outputs[results.length + at];
    if (output !== undefined) {
      update(backend, variable, output);
    }
  });
  return rebuild(results.map((output) => backend.createOutputTensor(output)));
}

/** Gives a variable its new numbers: where no other tensor shares the old ones, they only change places. */
function update(backend: NativeBackend, variable: tf.Variable, output: TensorMetadata): void {
  const entry = backend.tensorMap.get(variable.dataId);
  if (entry.refCount === 1) {
    backend.binding.deleteTensor(entry.id);
    entry.id = output.id;
  } else {
    const value = backend.createOutputTensor(output);
    variable.assign(value);
    value.dispose();
  }
}
