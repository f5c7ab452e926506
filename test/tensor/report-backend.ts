// A process of its own, because a process starts one backend: starts it and prints, as JSON, what came of it.
import { startBackend, tf } from "../../lib/tensor/index.ts";

const before = process.eventNames().map((event) => [event, process.listenerCount(event)]);
const backend = await startBackend();
const again = await startBackend();
const product = tf.tidy(() =>
  tf
    .matMul(
      tf.tensor([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor([[1], [10]]),
    )
    .arraySync(),
);
const after = process.eventNames().map((event) => [event, process.listenerCount(event)]);
const current = tf.getBackend();
console.log(JSON.stringify({ backend, same: again === backend, product, current, before, after }));
