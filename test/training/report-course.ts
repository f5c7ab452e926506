/** Trains a tiny GPT on the backend that LLMLAB_BACKEND names, and prints its course as JSON. */
import { startBackend, tensorCount } from "../../lib/tensor/index.ts";
import { train } from "../../lib/training/index.ts";
import { tinyGpt } from "./tiny-gpt.ts";

const { name } = await startBackend();
const before = tensorCount();
const model = tinyGpt();
const validation = { batch: model.batch, batches: 2, every: 5 };
const result = await train({
  ...model,
  mode: "xla",
  steps: 10,
  accumulate: 2,
  clipNorm: 1,
  progress: false,
  validation,
});
model.dispose();
console.log(JSON.stringify({ name, ...result, tensorsLeft: tensorCount() - before }));
