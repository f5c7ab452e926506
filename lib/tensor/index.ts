/** TensorFlow.js, the notebooks' only way to it. Call `startBackend` before making tensors. */
export * as tf from "@tensorflow/tfjs";
export type { Backend, BackendName } from "./backend.ts";
export { startBackend } from "./backend.ts";
export { randomNormal, randomUniform } from "./random-tensor.ts";
export { tensorCount } from "./tensor-count.ts";
