export type { Gru } from "./gru.ts";
export { createGru, gru } from "./gru.ts";
export type { Lstm, LstmResult } from "./lstm.ts";
export { createLstm, lstm } from "./lstm.ts";
export type { RecurrentResult, Rnn } from "./rnn.ts";
export { createRnn, rnn } from "./rnn.ts";
export type { RecurrentOptions } from "./run-layers.ts";
export type { RecurrentConfig, RecurrentLayer, RecurrentStack, RecurrentWeights } from "./weights.ts";
export { pytorchParameters } from "./weights.ts";
