import type { DataStorage } from "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs";
import type { TensorMetadata, TFEOpAttr, TFJSBinding } from "@tensorflow/tfjs-node/dist/tfjs_binding.js";

export type { TensorMetadata, TFEOpAttr, TFJSBinding };

/** What the native backend knows of a tensor's numbers. */
export interface TensorEntry {
  shape: number[];
  dtype: number;
  /** The number under which the binding holds them; -1 until they are uploaded. */
  id: number;
  /** The numbers themselves, until they are uploaded. */
  values: tf.BackendValues | null;
  /** How many tensors share them. */
  refCount: number;
}

/** The part of tfjs-node's backend that this library uses, which its own types keep private. */
export interface NativeBackend {
  binding: TFJSBinding;
  tensorMap: DataStorage<TensorEntry>;
  /** Uploads what is not yet uploaded and gives the numbers of the tensors in the binding. */
  getInputTensorIds(tensors: readonly { dataId: tf.DataId }[]): number[];
  /** Makes a tensor of what the binding returned. */
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  executeMultipleOutputs(name: string, attributes: TFEOpAttr[], inputs: tf.TensorInfo[], outputs: number): tf.Tensor[];
  /** Takes in numbers, which are uploaded when an operation first uses them. */
  write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId;
  incRef(dataId: tf.DataId): void;
  disposeData(dataId: tf.DataId): boolean;
}

const members = ["binding", "tensorMap", "getInputTensorIds", "createOutputTensor", "executeMultipleOutputs"];

/** Finds TensorFlow's native backend, or nothing where WebAssembly or plain JavaScript computes. */
export function findNativeBackend(): NativeBackend | undefined {
  const backend: object = tf.backend();
  return isNativeBackend(backend) ? backend : undefined;
}

/**
 * Gives TensorFlow's native backend.
 *
 * @throws Error where another backend computes.
 */
export function nativeBackend(): NativeBackend {
  const backend = findNativeBackend();
  if (backend === undefined) {
    throw new Error(
      `Cannot call a TensorFlow operation on the backend "${tf.getBackend()}": only TensorFlow's native runtime has them; ask isNative() first`,
    );
  }
  return backend;
}

/** Says whether TensorFlow's native runtime computes, whose operations `runOperation` calls. */
export function isNative(): boolean {
  return findNativeBackend() !== undefined;
}

/** Checked by name, since their types are private; the version of tfjs-node is pinned. */
function isNativeBackend(backend: object): backend is NativeBackend {
  return members.every((member) => member in backend);
}
