import * as tf from "@tensorflow/tfjs";
import type { Attribute } from "../native/attributes.ts";
import { attributeKinds, typeNumbers } from "../native/attributes.ts";
import type { NativeBackend, TensorMetadata, TFJSBinding } from "../native/backend.ts";
import { nativeBackend } from "../native/backend.ts";
import { watchVariables } from "../new-variables.ts";
import { defineOperation, withInputTypes } from "./operation-definition.ts";
import type { RecordedFunction, RecordedInput, RecordedOutput, Recording, Source } from "./recording.ts";
import { Scope } from "./scope.ts";
import type { StepResult } from "./step-result.ts";
import { rebuilder, tensorsOf } from "./step-result.ts";

/** Types of constants: texts and resources cannot be written into a graph as plain bytes. */
const plainTypes: ReadonlySet<number> = new Set([
  typeNumbers.float32,
  typeNumbers.int32,
  typeNumbers.int64,
  typeNumbers.bool,
]);

let current: Recorder | undefined;

/**
 * Says whether a step is being recorded by `compile`. A function that checks the values of its inputs, which takes
 * them out of the graph, leaves the check out then.
 */
export function isRecording(): boolean {
  return current !== undefined;
}

/** The recorder that takes down what runs now, if any: for what TensorFlow.js has no operation for. */
export function currentRecorder(): Recorder | undefined {
  return current?.listens() ? current : undefined;
}

/**
 * Runs a step once while taking down every operation that reaches TensorFlow. The run leaves no trace: its results are
 * disposed of, and the variables that it assigned have their values back.
 *
 * @throws Error if the step does what a graph cannot repeat, or whatever the step itself throws.
 */
export function recordStep<Inputs extends tf.Tensor[], Result extends StepResult>(
  step: (...inputs: Inputs) => Result,
  inputs: Inputs,
): Recording<Result> {
  const backend = nativeBackend();
  const variables = Object.values(tf.engine().registeredVariables);
  const newVariables = watchVariables();
  const recorder = new Recorder(backend, inputs, variables);
  let recorded: Recording<Result> | undefined;
  tf.tidy(() => {
    const before = variables.map((variable) => ({ variable, value: tf.clone(variable), dataId: variable.dataId }));
    const restore = recorder.intercept();
    try {
      const result = step(...inputs);
      refuseVariables(newVariables());
      const assigned = before.flatMap(({ variable, dataId }) => (variable.dataId === dataId ? [] : [variable]));
      const outputs = [...tensorsOf(result), ...assigned].map((tensor) => recorder.outputOf(tensor));
      const { functions, step: recordedStep } = recorder;
      recorded = { ...recordedStep.parts(), functions, outputs, assigned, rebuild: rebuilder(result) };
    } finally {
      restore();
      for (const { variable, value, dataId } of before) {
        if (variable.dataId !== dataId) {
          variable.assign(value);
        }
      }
    }
  });
  if (recorded === undefined) {
    throw new Error("Cannot record a step that does not end");
  }
  return recorded;
}

/** A tensor by its number in the binding. */
export interface Numbered {
  id: number;
  type: number;
}

/** A function that is being recorded. */
interface OpenFunction {
  scope: Scope<{ type: number }>;
  /** What it uses from outside, which becomes its last inputs. */
  captures: Numbered[];
}

/** What TensorFlow was asked to do during one run of a step. */
export class Recorder {
  readonly step = new Scope<RecordedInput>();
  readonly functions: RecordedFunction[] = [];
  readonly #names = new Map<string, string>();
  /** The functions that are being recorded, each within the one before. */
  readonly #open: OpenFunction[] = [];
  #aside = false;
  /** The variables and captured tensors that may still turn out to be inputs, by number. */
  readonly #candidates = new Map<number, RecordedInput>();
  readonly #backend: NativeBackend;

  constructor(backend: NativeBackend, inputs: readonly tf.Tensor[], variables: readonly tf.Variable[]) {
    this.#backend = backend;
    // This uploads them, so that reading their values goes through the binding, where it is noticed.
    const ids = backend.getInputTensorIds([...inputs, ...variables]);
    variables.forEach((variable, at) => {
      this.#candidates.set(ids[inputs.length + at] ?? -1, { kind: "variable", variable, type: typeOf(variable) });
    });
    inputs.forEach((input, position) => {
      const type = typeOf(input);
      this.step.know(ids[position] ?? -1, type, this.step.addInput({ kind: "argument", position, type }));
    });
  }

  /** Puts itself between the backend and the binding; the result undoes that. */
  intercept(): () => void {
    const backend = this.#backend;
    const { binding, getInputTensorIds, write } = backend;
    const made = new WeakSet<tf.DataId>();
    const { random } = Math;
    const gather = tf.getKernel("GatherV2", tf.getBackend());
    const { kernelFunc } = gather;
    let checking = false;
    const overrides: Partial<TFJSBinding> = {
      createTensor: (shape, type, values) => {
        const id = binding.createTensor(shape, type, values);
        this.#recordConstant(id, shape, type, values);
        return id;
      },
      executeOp: (operation, attributes, inputs, count) => {
        const outputs = binding.executeOp(operation, attributes, inputs, count);
        if (!this.#aside) {
          this.#recordOperation(operation, attributes, inputs, outputs);
        }
        return outputs;
      },
      tensorDataSync: (id) => {
        if (checking) {
          return binding.tensorDataSync(id);
        }
        throw new Error(
          "Cannot record a step that reads the values of a tensor (data, array, print, ...): a replay would not read them again; return the tensor, and read it outside of the step",
        );
      },
    };
    current = this;
    const listening: TFJSBinding = Object.create(binding, Object.getOwnPropertyDescriptors(overrides));
    backend.binding = listening;
    backend.write = (values, shape, dtype) => {
      const dataId = write.call(backend, values, shape, dtype);
      made.add(dataId);
      return dataId;
    };
    backend.getInputTensorIds = (tensors) => {
      // Numbers are uploaded when they are first used. What was made before the step is no constant of the step.
      const older = tensors.filter(({ dataId }) => !made.has(dataId) && backend.tensorMap.get(dataId).values !== null);
      backend.binding = binding;
      getInputTensorIds.call(backend, older);
      backend.binding = listening;
      const ids = getInputTensorIds.call(backend, tensors);
      for (const [at, tensor] of tensors.entries()) {
        this.#offer(ids[at] ?? -1, tensor);
      }
      return ids;
    };
    // The one operation that reads values itself, to check them.
    gather.kernelFunc = (call) => {
      checking = true;
      try {
        return kernelFunc(call);
      } finally {
        checking = false;
      }
    };
    Math.random = () => {
      throw new Error(
        "Cannot record a step that draws from Math.random, as tf.dropout and tf.randomNormal do: a replay would use the same numbers again; draw with createTensorRandom(seed), the seed being an argument",
      );
    };
    return () => {
      current = undefined;
      backend.binding = binding;
      backend.getInputTensorIds = getInputTensorIds;
      backend.write = write;
      gather.kernelFunc = kernelFunc;
      Math.random = random;
    };
  }

  /** Whether what runs now is being recorded. */
  listens(): boolean {
    return !this.#aside;
  }

  /**
   * Runs operations that are not to be recorded. Constants are all the same: one that was made before is uploaded only
   * when it is first used, and that may be here.
   */
  aside<Made>(make: () => Made): Made {
    const before = this.#aside;
    this.#aside = true;
    try {
      return make();
    } finally {
      this.#aside = before;
    }
  }

  /** The numbers of tensors, for the two methods below. */
  number(tensors: readonly tf.Tensor[]): Numbered[] {
    const ids = this.#backend.getInputTensorIds(tensors);
    return tensors.map((tensor, at) => ({ id: ids[at] ?? -1, type: typeOf(tensor) }));
  }

  /**
   * Records what `body` does as a function of its own. What it uses besides its parameters becomes further inputs of
   * the function, the captures.
   *
   * @param parameters tensors that stand for its inputs while it is recorded.
   * @param passCaptures whether it also returns its captures, as the body of a loop must.
   */
  recordFunction(
    parameters: readonly Numbered[],
    body: () => readonly tf.Tensor[],
    { xla = false, passCaptures = false }: { xla?: boolean; passCaptures?: boolean } = {},
  ): { name: string; captures: Numbered[] } {
    const open: OpenFunction = { scope: new Scope(), captures: [] };
    for (const { id, type } of parameters) {
      open.scope.know(id, type, open.scope.addInput({ type }));
    }
    this.#open.push(open);
    try {
      const outputs = this.number(body()).map(({ id }) => this.#sourceOf(id));
      const passed = passCaptures ? open.captures.map(({ id }) => this.#sourceOf(id)) : [];
      const name = this.#nameOf({ ...open.scope.parts(), outputs: [...outputs, ...passed], xla });
      return { name, captures: open.captures };
    } finally {
      this.#open.pop();
    }
  }

  /** The name of a function, which is that of an equal one if there is one: XLA compiles each name once. */
  #nameOf(recorded: Omit<RecordedFunction, "name">): string {
    const key = JSON.stringify(recorded, (_, value) => (value instanceof Uint8Array ? value.join() : value));
    const known = this.#names.get(key);
    if (known !== undefined) {
      return known;
    }
    const name = `f${this.functions.length}`;
    this.functions.push({ name, ...recorded });
    this.#names.set(key, name);
    return name;
  }

  /**
   * Records an operation without running it.
   *
   * @param outputs tensors of the right types and shapes, made aside, that stand for what it would give.
   */
  recordUnrun(
    operation: string,
    attributes: Attribute[],
    inputs: readonly Numbered[],
    outputs: readonly tf.Tensor[],
  ): void {
    const sources = inputs.map(({ id }) => this.#sourceOf(id).source);
    const node = this.#scope().addNode(operation, sources, attributes);
    for (const [position, { id, type }] of this.aside(() => this.number(outputs)).entries()) {
      this.#scope().know(id, type, { node, output: { position, name: `output:${position}` } });
    }
  }

  /** Where a result comes from. What is also an input passes through an operation of its own: no graph gives back what it is fed. */
  outputOf(tensor: tf.Tensor): RecordedOutput {
    const [id = -1] = this.#backend.getInputTensorIds([tensor]);
    this.#offer(id, tensor);
    const { source, type } = this.#sourceOf(id);
    return { type, source: source.output === undefined ? this.#identity(source, type) : source };
  }

  #identity(source: Source, type: number): Source {
    const node = this.step.addNode("Identity", [source], [{ name: "T", type: attributeKinds.type, value: type }]);
    return { node, output: { position: 0, name: "output:0" } };
  }

  /** Remembers a tensor that an operation uses, in case that it was made outside of the step. */
  #offer(id: number, { dataId }: { dataId: tf.DataId }): void {
    if (this.step.find(id) === undefined && !this.#candidates.has(id)) {
      this.#candidates.set(id, { kind: "captured", dataId, type: this.#backend.tensorMap.get(dataId).dtype });
    }
  }

  #recordConstant(id: number, shape: number[], type: number, values: tf.BackendValues): void {
    if (!plainTypes.has(type) || !ArrayBuffer.isView(values)) {
      throw new Error("Cannot record a step that makes a tensor of texts: make it outside of the step");
    }
    const bytes = Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const node = this.#scope().addNode("Const", [], [], { shape, type, bytes });
    this.#scope().know(id, type, { node, output: { position: 0, name: "output:0" } });
  }

  #recordOperation(operation: string, attributes: Attribute[], inputs: number[], outputs: TensorMetadata[]): void {
    const definition = defineOperation(operation, attributes);
    const known = inputs.map((id) => this.#sourceOf(id));
    const complete = withInputTypes(
      attributes,
      definition,
      known.map(({ type }) => type),
    );
    const node = this.#scope().addNode(
      operation,
      known.map(({ source }) => source),
      complete,
    );
    for (const [position, { id, dtype }] of outputs.entries()) {
      this.#scope().know(id, dtype, { node, output: { position, name: definition.outputs[position] ?? "" } });
    }
  }

  #scope(level = this.#open.length): Scope<{ type: number }> | Scope<RecordedInput> {
    return this.#open[level - 1]?.scope ?? this.step;
  }

  #sourceOf(id: number, level = this.#open.length): { source: Source; type: number } {
    const scope = this.#scope(level);
    const known = scope.find(id);
    if (known !== undefined) {
      return known;
    }
    const open = this.#open[level - 1];
    const { source, type } = open === undefined ? this.#inputOf(id) : this.#capture(open, id, level);
    scope.know(id, type, source);
    return { source, type };
  }

  #inputOf(id: number): { source: Source; type: number } {
    const candidate = this.#candidates.get(id);
    if (candidate === undefined) {
      throw new Error("Cannot record a step that uses a tensor which did not come through TensorFlow.js");
    }
    return { source: this.step.addInput(candidate), type: candidate.type };
  }

  #capture({ scope, captures }: OpenFunction, id: number, level: number): { source: Source; type: number } {
    const { type } = this.#sourceOf(id, level - 1);
    captures.push({ id, type });
    return { source: scope.addInput({ type }), type };
  }
}

function typeOf({ dtype }: tf.TensorInfo): number {
  return typeNumbers[dtype];
}

/** A variable that each call made anew would be lost after it. */
function refuseVariables(made: readonly tf.Variable[]): void {
  if (made.length > 0) {
    for (const variable of made) {
      variable.dispose();
    }
    throw new Error(
      `Cannot record a step that creates variables (here ${made.length}): create them before, so that every call updates the same ones`,
    );
  }
}
