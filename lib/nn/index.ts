export { type AttendOptions, attend, attendable, attendTo } from "./attend.ts";
export type { AttentionResult } from "./attention.ts";
export { attention } from "./attention.ts";
export { crossEntropy } from "./cross-entropy.ts";
export type { Embedding } from "./embedding.ts";
export { createEmbedding, embed } from "./embedding.ts";
export type { Activation, FeedForward } from "./feed-forward.ts";
export { createFeedForward, feedForward } from "./feed-forward.ts";
export type { KeyValueCache } from "./key-value-cache.ts";
export {
  appendToCache,
  clearCache,
  copyCache,
  createKeyValueCache,
  selectInCache,
  writeToCache,
} from "./key-value-cache.ts";
export type { LayerNorm } from "./layer-norm.ts";
export { createLayerNorm, layerNorm } from "./layer-norm.ts";
export type { Linear } from "./linear.ts";
export { checkSize, createLinear, linear } from "./linear.ts";
export { causalMask, paddingMask } from "./masks.ts";
export type { KeysAndValues, MultiHeadAttention } from "./multi-head-attention.ts";
export { createMultiHeadAttention, multiHeadAttention } from "./multi-head-attention.ts";
export type { Norm } from "./norm.ts";
export { createNorm, normalize } from "./norm.ts";
export { countParameters, namedParameters, parametersOf } from "./parameters.ts";
export type { Rotation } from "./positions.ts";
export { rotaryPositions, rotate, sinusoidalPositions } from "./positions.ts";
export type {
  Gru,
  Lstm,
  LstmResult,
  RecurrentConfig,
  RecurrentLayer,
  RecurrentOptions,
  RecurrentResult,
  RecurrentStack,
  RecurrentWeights,
  Rnn,
} from "./recurrent/index.ts";
export { createGru, createLstm, createRnn, gru, lstm, pytorchParameters, rnn } from "./recurrent/index.ts";
export type { RelativePositions } from "./relative-positions.ts";
export { createRelativePositions, relativeBias } from "./relative-positions.ts";
export type { RmsNorm } from "./rms-norm.ts";
export { createRmsNorm, rmsNorm } from "./rms-norm.ts";
export { tokenLogits } from "./token-logits.ts";
export type { TransformerBlock, TransformerBlockConfig, TransformerBlockOptions } from "./transformer-block.ts";
export { createTransformerBlock, transformerBlock } from "./transformer-block.ts";
