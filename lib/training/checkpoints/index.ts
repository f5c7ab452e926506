export type { Config } from "./config.ts";
export { readConfig } from "./config.ts";
export type { CheckpointOptions, Checkpoints } from "./folder.ts";
export { openCheckpoints } from "./folder.ts";
export type { TrainingState } from "./training-state.ts";
export type { WeightsNotes } from "./weights.ts";
export { loadWeights, saveWeights } from "./weights.ts";
