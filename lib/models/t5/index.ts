export type { T5Config } from "./config.ts";
export type { T5Decoder } from "./decoder.ts";
export { createT5Decoder } from "./decoder.ts";
export type { T5Input } from "./logits.ts";
export { t5Encode, t5Logits, t5Loss } from "./logits.ts";
export type { T5, T5Stack } from "./t5.ts";
export { createT5 } from "./t5.ts";
