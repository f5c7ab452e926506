export type { GptConfig } from "./config.ts";
export { modernGpt } from "./config.ts";
export { createGptDecoder } from "./decoder.ts";
export type { Gpt } from "./gpt.ts";
export { createGpt } from "./gpt.ts";
export { gptLogits, gptLoss } from "./logits.ts";
