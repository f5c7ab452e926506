import { startBackend, tf } from "../../lib/tensor/index.ts";

// Run by backend.test.ts, which sends SIGINT once this says that it is ready.
await startBackend();
const x = tf.ones([300, 300]);
process.on("SIGINT", () => {});
console.log("ready");
const start = performance.now();
while (performance.now() - start < 4000) {
  tf.tidy(() => tf.matMul(x, x).dataSync());
  await new Promise((resolve) => setImmediate(resolve));
}
console.log("done");
process.exit(0);
