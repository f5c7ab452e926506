export { softmaxAttention } from "./attention.ts";
export type { AttentionOptions } from "./attention-pairs.ts";
export { softmaxCrossEntropy } from "./cross-entropy.ts";
export { gatherRows } from "./gather-rows.ts";
export { gelu } from "./gelu.ts";
export { geluExact } from "./gelu-exact.ts";
export { layerNorm } from "./layer-norm.ts";
export { linearFused } from "./linear.ts";
export { rmsNorm } from "./rms-norm.ts";
