export type { AdamWOptions } from "./adam-w.ts";
export { adamW } from "./adam-w.ts";
export type { Optimizer, Parameters } from "./optimizer.ts";
export { parameterList } from "./optimizer.ts";
export { pack, unpack } from "./packed.ts";
export type { SgdOptions } from "./sgd.ts";
export { sgd } from "./sgd.ts";
