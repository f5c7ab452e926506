export type { Gpt, GptConfig } from "./gpt/index.ts";
export { createGpt, gptLogits, gptLoss, modernGpt } from "./gpt/index.ts";
