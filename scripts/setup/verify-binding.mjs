// Started by the set-up in a process of its own, since a binding that does not fit may take its process down:
// multiplies two matrices on TensorFlow's native runtime and prints what it found as JSON.
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";

const [root = process.cwd()] = process.argv.slice(2);
const require = createRequire(join(root, "package.json"));

// tfjs-node calls two functions that Node 23 dropped.
const restored = { isNullOrUndefined: (/** @type {unknown} */ value) => value == null, isArray: Array.isArray };
for (const [name, value] of Object.entries(restored)) {
  if (!(name in util)) Object.defineProperty(util, name, { value });
}

/** @type {typeof import("@tensorflow/tfjs-node")} */
const tf = require("@tensorflow/tfjs-node");
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), tf.tensor2d([7, 8, 9, 10, 11, 12], [3, 2]));
const values = [...product.dataSync()];
if (tf.getBackend() !== "tensorflow" || values.join() !== "58,64,139,154") {
  throw new Error(`Cannot use the backend ${tf.getBackend()}: it says that the product is ${values.join()}`);
}
const backend = tf.backend();
console.log(JSON.stringify({ gpu: "isUsingGpuDevice" in backend && backend.isUsingGpuDevice === true }));
