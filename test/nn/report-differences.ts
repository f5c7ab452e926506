// A process of its own, because a process has one backend: prints, as JSON, what backends.test.ts looks at.
import { createRandom } from "../../lib/random/index.ts";
import { startBackend, tensorCount } from "../../lib/tensor/index.ts";
import { train } from "../../lib/training/index.ts";
import { comparisons } from "./golden-cases.ts";
import { recallTask } from "./recall-task.ts";
import { transformerComparisons } from "./transformer-cases.ts";

const backend = await startBackend();
const tensorsBefore = tensorCount();
const all = [...comparisons(), ...transformerComparisons()];
const differences = all.map((comparison) => ({ name: comparison.name, ...comparison.differences() }));
const tensorsLeft = tensorCount() - tensorsBefore;
const { losses } = await train({ ...recallTask(createRandom(3)), steps: 20, learningRate: 0.01, progress: false });
console.log(JSON.stringify({ backend, differences, tensorsLeft, losses }));
