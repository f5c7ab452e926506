// A process of its own, because it may die: trains as a notebook's cell does, in a script that Node lets an interrupt
// break, sends itself the interrupt, and prints as JSON what came of the training.
import { runInThisContext } from "node:vm";
import { startBackend, tf } from "../../lib/tensor/index.ts";
import { train } from "../../lib/training/index.ts";

await startBackend();
const x = tf.variable(tf.scalar(5));

function cell() {
  return train({
    parameters: [x],
    loss: () => tf.square(x),
    steps: 10_000,
    progress: false,
    onStep: (step) => {
      if (step === 3) {
        process.kill(process.pid, "SIGINT");
      }
    },
  });
}

// The kernel has a listener of its own.
process.on("SIGINT", () => {});
Object.assign(globalThis, { cell });
const { finished, steps } = await runInThisContext("cell()", { breakOnSigint: true });
console.log(JSON.stringify({ finished, stoppedSoon: steps < 100, learnt: Number(x.arraySync()) < 5 }));
