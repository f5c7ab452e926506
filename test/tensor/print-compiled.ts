import { compile, startBackend, tf } from "../../lib/tensor/index.ts";

await startBackend();
const step = compile((x: tf.Tensor) => tf.softmax(tf.tanh(tf.matMul(x, x))));
console.log(Array.from(step(tf.ones([2, 2])).dataSync()).join());
