export type { Seq2SeqAttention, Seq2SeqConfig } from "./config.ts";
export type { Seq2SeqBatch } from "./loss.ts";
export { seq2SeqLogits, seq2SeqLoss } from "./loss.ts";
export type { Seq2Seq } from "./seq2seq.ts";
export { createSeq2Seq } from "./seq2seq.ts";
export type { Translation } from "./translate.ts";
export { translate } from "./translate.ts";
