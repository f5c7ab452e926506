export type { SkipGramBatchOptions } from "./batches.ts";
export { skipGramBatches } from "./batches.ts";
export { countIds, keepProbabilities, noiseProbabilities } from "./frequencies.ts";
export { skipGramLoss } from "./loss.ts";
export type { SkipGram, SkipGramConfig } from "./skip-gram.ts";
export { createSkipGram } from "./skip-gram.ts";
