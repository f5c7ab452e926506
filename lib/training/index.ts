export type { CheckpointOptions, Config, WeightsNotes } from "./checkpoints/index.ts";
export { loadWeights, readConfig, saveWeights } from "./checkpoints/index.ts";
export { clipByGlobalNorm } from "./clip.ts";
export type { LossHistory } from "./loss-figure.ts";
export { lossFigure } from "./loss-figure.ts";
export type { AdamWOptions, Optimizer, Parameters, SgdOptions } from "./optimizers/index.ts";
export { adamW, pack, sgd, unpack } from "./optimizers/index.ts";
export type {
  BatchSource,
  LossFunction,
  TrainingEnd,
  TrainingOptions,
  TrainingResult,
  ValidationOptions,
} from "./options.ts";
export type { Schedule } from "./schedules.ts";
export { constant, cosine, joinSchedules, warmUp } from "./schedules.ts";
export { train } from "./train.ts";
export type { StepReport, TrainingStep } from "./training-step.ts";
export { createTrainingStep } from "./training-step.ts";
export type { Validation } from "./validation.ts";
export { createValidation } from "./validation.ts";
