// A process of its own, because a process has one backend: prints, as JSON, what backends.test.ts looks at.
import { createTensorRandom, startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { operationCases } from "./cases.ts";
import { differencesOf, referenceResults, tensorResults } from "./differences.ts";

const backend = await startBackend();
const tensorsBefore = tensorCount();
const differences = operationCases().map((operation) => ({
  name: operation.name,
  worst: Math.max(...differencesOf(tensorResults(operation, "apply"), referenceResults(operation))),
}));
const numbers = tf.tidy(() => {
  const random = createTensorRandom(tf.tensor1d([-7, 12], "int32"));
  return [random.uniform([5]), random.chance([2, 3], 0.3), random.uniform([2])].map((drawn) => [...drawn.dataSync()]);
});
console.log(
  JSON.stringify({ backend: backend.name, differences, numbers, tensorsLeft: tensorCount() - tensorsBefore }),
);
