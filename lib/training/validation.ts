import { setImmediate as turnOfEventLoop } from "node:timers/promises";
import { createRandom } from "../random/index.ts";
import type { CompileMode } from "../tensor/index.ts";
import { compile, tf } from "../tensor/index.ts";
import type { BatchSource, LossFunction } from "./options.ts";

/** Measures the loss on held-out batches, without dropout and without learning. */
export interface Validation {
  /** Computes the mean loss over the batches, one after the other; undefined if `stopped` said so between two. */
  measure(stopped?: () => boolean): Promise<number | undefined>;
  dispose(): void;
}

/**
 * Prepares the measurement of a loss on held-out batches.
 *
 * @param options `batches`: how many to take, numbered from 0. `seed` (default 0): of the random numbers that `batch`
 * gets. `mode`: as in `train`; default "xla".
 * @throws Error from `measure` if the loss is no single number.
 *
 * @example
 * const validation = createValidation({ batch, batches: 10, loss });
 * const heldOutLoss = await validation.measure();
 * validation.dispose();
 */
export function createValidation<Batch extends [] | tf.Tensor[]>({
  batch,
  batches,
  loss,
  seed = 0,
  mode = "xla",
}: {
  batch: BatchSource<Batch>;
  batches: number;
  loss: LossFunction<Batch>;
  seed?: number;
  mode?: CompileMode;
}): Validation {
  const random = createRandom(seed).stream("validation");
  const compiled = compile((...tensors: Batch) => loss(tensors, {}), { mode, name: "validation" });

  async function measure(stopped = () => false): Promise<number | undefined> {
    let sum = 0;
    for (let index = 0; index < batches; index++) {
      await turnOfEventLoop();
      if (stopped()) {
        return undefined;
      }
      const tensors = await batch(index, random.stream(String(index)));
      const value = compiled(...tensors);
      sum += Number(value.dataSync()[0]);
      tf.dispose([value, ...tensors]);
    }
    return sum / batches;
  }

  return { measure, dispose: compiled.dispose };
}
