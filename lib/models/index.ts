export type { Bert, BertConfig, BertInput } from "./bert/index.ts";
export { bertHidden, bertLogits, bertLoss, bertPooled, createBert } from "./bert/index.ts";
export type { Decoder } from "./cached-decoder.ts";
export type { Gpt, GptConfig } from "./gpt/index.ts";
export { createGpt, createGptDecoder, gptLogits, gptLoss, modernGpt } from "./gpt/index.ts";
export {
  type Ngram,
  type NgramPrior,
  ngramLoss,
  ngramProbabilities,
  ngramProbability,
  trainNgram,
} from "./ngram/index.ts";
export { loadBert, loadGpt2, loadT5, publishedFolder } from "./published/index.ts";
export type { Dtype, SafetensorsFile, TensorEntry } from "./safetensors/index.ts";
export {
  loadParameters,
  openSafetensors,
  readTensor,
  saveParameters,
  writeSafetensors,
} from "./safetensors/index.ts";
export type { Seq2Seq, Seq2SeqAttention, Seq2SeqBatch, Seq2SeqConfig, Translation } from "./seq2seq/index.ts";
export { createSeq2Seq, seq2SeqLogits, seq2SeqLoss, translate } from "./seq2seq/index.ts";
export type { SkipGram, SkipGramBatchOptions, SkipGramConfig } from "./skip-gram/index.ts";
export {
  countIds,
  createSkipGram,
  keepProbabilities,
  noiseProbabilities,
  skipGramBatches,
  skipGramLoss,
} from "./skip-gram/index.ts";
export type { T5, T5Config, T5Decoder, T5Input, T5Stack } from "./t5/index.ts";
export { createT5, createT5Decoder, t5Encode, t5Logits, t5Loss } from "./t5/index.ts";
