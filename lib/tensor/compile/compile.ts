import * as tf from "@tensorflow/tfjs";
import { isNative } from "../native/backend.ts";
import { shapeText } from "../shape.ts";
import { mendXlaCache } from "../xla-cache.ts";
import type { CompiledForm } from "./compiled-form.ts";
import { compileForm } from "./compiled-form.ts";
import { isRecording } from "./recorder.ts";
import type { StepResult } from "./step-result.ts";

/**
 * How a compiled step runs: as one function that XLA compiles, as one graph of TensorFlow's operations, or operation
 * by operation.
 */
export type CompileMode = "xla" | "graph" | "eager";

/** How to compile. */
export interface CompileOptions {
  /**
   * Default "xla", the fastest for transformers and decoding. "graph" is for long loops, which XLA takes minutes to
   * compile; "eager" for debugging. Where TensorFlow's native runtime is missing, every mode is eager.
   */
  mode?: CompileMode;
  /** What errors call the step. Default: the function's name. */
  name?: string;
  /** How many forms to keep, one for each combination of input shapes; the one used longest ago goes. Default: 8. */
  shapes?: number;
}

/** A step that TensorFlow replays in one call. */
export interface Compiled<Inputs extends tf.Tensor[], Result extends StepResult> {
  (...inputs: Inputs): Result;
  /** The forms kept now, the last used at the end: their shapes, operations, and milliseconds it took to record. */
  forms(): { shapes: string; operations: number; milliseconds: number }[];
  /** Frees the forms. A later call compiles anew. Forgotten steps are freed with the garbage. */
  dispose(): void;
}

type Forms<Result extends StepResult> = Map<string, CompiledForm<Result>>;

const forgotten = new FinalizationRegistry<Forms<StepResult>>(disposeForms);

/**
 * Compiles a step of training or inference: its first call with inputs of new shapes records what the step asks of
 * TensorFlow, and every call replays it as a single native one, many times faster for small operations.
 *
 * A call does what the step does, with the same results but for rounding. The variables that the step reads are read
 * anew each time, those that it assigns are updated in place. Other tensors that it uses without having them as
 * arguments are constants. The step runs twice while it is recorded, without a lasting effect.
 *
 * @param step takes tensors and gives a tensor, a list or record of them, or nothing; gradients belong inside it.
 * @returns a function of the same arguments; the caller owns the tensors that it returns.
 * @throws Error when a call's step cannot be recorded: it reads a tensor's values, draws random numbers or counts in
 * JavaScript, creates variables, or uses an operation without a definition or whose shape changes with the values.
 *
 * @example
 * const double = compile((x: tf.Tensor) => tf.mul(x, 2));
 * double(tf.tensor([1, 2, 3])).arraySync() // [2, 4, 6]
 */
export function compile<Inputs extends tf.Tensor[], Result extends StepResult>(
  step: (...inputs: Inputs) => Result,
  options: CompileOptions = {},
): Compiled<Inputs, Result> {
  const { mode = "xla", name = step.name || "step", shapes = 8 } = options;
  if (!["xla", "graph", "eager"].includes(mode)) {
    throw new Error(`Cannot compile ${name} in the mode "${mode}": there are "xla", "graph" and "eager"`);
  }
  if (!Number.isInteger(shapes) || shapes < 1) {
    throw new RangeError(`Cannot keep ${shapes} compiled forms of ${name}: it takes a whole number from 1 up`);
  }
  const forms: Forms<Result> = new Map();

  function call(...inputs: Inputs): Result {
    if (mode === "eager" || isRecording() || !isNative()) {
      return runEagerly(step, inputs);
    }
    if (tf.engine().state.gradientDepth > 0) {
      throw new Error(
        `Cannot take a gradient through the compiled ${name}: compile a step that takes the gradient itself`,
      );
    }
    const key = inputs.map(({ dtype, shape }) => `${dtype} ${shapeText(shape)}`).join(", ");
    const known = forms.get(key);
    const { form, result } = known === undefined ? firstRun(inputs) : { form: known, result: known.run(inputs) };
    keep(key, form);
    return result;
  }

  /** XLA compiles when a form is first run, unless it finds in its cache what it has compiled before. */
  function firstRun(inputs: Inputs, mended = false): { form: CompiledForm<Result>; result: Result } {
    const form = compileForm(step, inputs, { xla: mode === "xla" });
    try {
      return { form, result: form.run(inputs) };
    } catch (error) {
      form.dispose();
      const message = messageOf(error);
      if (!mended && mendXlaCache(message)) {
        return firstRun(inputs, true);
      }
      throw explainFailure(name, mode, error);
    }
  }

  /** Keeps the form as the last used. */
  function keep(key: string, form: CompiledForm<Result>): void {
    forms.delete(key);
    forms.set(key, form);
    const [oldest] = forms.keys();
    if (forms.size > shapes && oldest !== undefined) {
      forms.get(oldest)?.dispose();
      forms.delete(oldest);
    }
  }

  const compiled = Object.assign(call, {
    forms: () => [...forms].map(([key, { operations, milliseconds }]) => ({ shapes: key, operations, milliseconds })),
    dispose: () => disposeForms(forms),
  });
  forgotten.register(compiled, forms);
  return compiled;
}

/** The results stay, all else that the step made goes. */
function runEagerly<Inputs extends tf.Tensor[], Result extends StepResult>(
  step: (...inputs: Inputs) => Result,
  inputs: Inputs,
): Result {
  let result: Result | undefined;
  tf.tidy(() => {
    result = step(...inputs);
    return result === undefined ? [] : (result as tf.TensorContainer);
  });
  return result as Result;
}

function disposeForms(forms: Forms<StepResult>): void {
  for (const form of forms.values()) {
    form.dispose();
  }
  forms.clear();
}

/** TensorFlow's messages name its own source files and our made-up node names, in the lines after the first. */
function explainFailure(name: string, mode: CompileMode, error: unknown): Error {
  const [first] = messageOf(error).split("\n");
  const remedies = [...(mode === "xla" ? ['mode "graph" may run it'] : []), 'mode "eager" shows where it fails'];
  return new Error(`Cannot run the compiled ${name}: ${first}; ${remedies.join(", and ")}`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
