export type { TrainingOptions, TrainingResult } from "./train.ts";
export { train } from "./train.ts";
