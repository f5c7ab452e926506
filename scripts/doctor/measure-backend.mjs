// Started by the doctor in a process of its own: starts the backend as a notebook would, times a matrix product on it,
// and prints both as JSON in the last line.
import { startBackend, tf } from "../../lib/tensor/index.ts";

const backend = await startBackend();
// Each backend gets a product that it finishes in a few milliseconds to a few tenths of a second.
const size = { tensorflow: backend.gpu ? 4096 : 1024, wasm: 512, cpu: 256 }[backend.name];
const a = tf.fill([size, size], 0.5);
const b = tf.fill([size, size], 0.25);
const times = [];
for (let i = 0; i < 12; i++) {
  const start = performance.now();
  const product = tf.matMul(a, b);
  // The product may still be under way: reading one number of it waits for its end, and copies little.
  tf.slice(product, [0, 0], [1, 1]).dataSync();
  times.push(performance.now() - start);
  product.dispose();
}
// The first runs load code and memory.
const timed = times.slice(3).sort((one, other) => one - other);
const milliseconds = timed[Math.floor(timed.length / 2)] ?? Number.NaN;
const gigaflops = (2 * size ** 3) / milliseconds / 1e6;
console.log(JSON.stringify({ ...backend, size, milliseconds, gigaflops }));
