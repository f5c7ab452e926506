export { clipByGlobalNorm } from "./clip.ts";
export type { AdamWOptions, Optimizer, Parameters, SgdOptions } from "./optimizers/index.ts";
export { adamW, pack, sgd, unpack } from "./optimizers/index.ts";
export type { Schedule } from "./schedules.ts";
export { constant, cosine, joinSchedules, warmUp } from "./schedules.ts";
export type { TrainingOptions, TrainingResult } from "./train.ts";
export { train } from "./train.ts";
