export { gruSequence } from "./gru.ts";
export type { LstmState, LstmStates, LstmWeights } from "./lstm.ts";
export { lstmSequence } from "./lstm.ts";
export { rnnSequence } from "./rnn.ts";
export type { SequenceOptions } from "./sequence.ts";
