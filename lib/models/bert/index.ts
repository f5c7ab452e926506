export type { Bert } from "./bert.ts";
export { createBert } from "./bert.ts";
export type { BertConfig } from "./config.ts";
export type { BertInput } from "./hidden.ts";
export { bertHidden, bertPooled } from "./hidden.ts";
export { bertLogits, bertLoss } from "./logits.ts";
