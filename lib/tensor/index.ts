/** TensorFlow.js, the notebooks' only way to it. Call `startBackend` before making tensors. */
export * as tf from "@tensorflow/tfjs";
export type { Backend, BackendName } from "./backend.ts";
export { startBackend } from "./backend.ts";
export type { Compiled, CompileMode, CompileOptions } from "./compile/compile.ts";
export { compile } from "./compile/compile.ts";
export { compiledPart } from "./compile/compiled-part.ts";
export { isRecording } from "./compile/recorder.ts";
export type { ScanResult, ScanStart, ScanStep } from "./compile/scan.ts";
export { scan } from "./compile/scan.ts";
export type { StepResult } from "./compile/step-result.ts";
export type { AttentionOptions } from "./fused/index.ts";
export {
  gatherRows,
  gelu,
  geluExact,
  layerNorm,
  linearFused,
  rmsNorm,
  softmaxAttention,
  softmaxCrossEntropy,
  spareWidth,
} from "./fused/index.ts";
export type { LstmState, LstmStates, SequenceOptions } from "./fused/recurrent/index.ts";
export { gruSequence, lstmSequence, rnnSequence } from "./fused/recurrent/index.ts";
export type { Attribute, TypeName } from "./native/attributes.ts";
export {
  boolAttribute,
  typeAttribute,
} from "./native/attributes.ts";
export { isNative } from "./native/backend.ts";
export { runOperation, runOperations } from "./native/operation.ts";
export { randomNormal, randomUniform } from "./random-tensor.ts";
export { tensorCount } from "./tensor-count.ts";
export type { TensorRandom } from "./tensor-random.ts";
export { createTensorRandom, dropout, seedTensor } from "./tensor-random.ts";
