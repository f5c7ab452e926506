import type { tf } from "../../../../lib/tensor/index.ts";
import type { TaskOrder } from "../task.ts";
import { startDecoding } from "./decoding.ts";
import { createLearner } from "./learners.ts";
import { startTraining } from "./training.ts";

/** What our side does over and over. */
export interface Work {
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /** Takes a step at this learning rate; the result is the loss before it, or in decoding the largest logit. */
  step(rate: number): number;
  /** The mean loss of the batches in a file. */
  evaluate(path: string): Promise<number>;
}

/** Makes the model of a task and what it is run by. */
export function startWork(order: TaskOrder): Promise<Work> | Work {
  return order.kind === "decoding" ? startDecoding(order) : startTraining(order, createLearner(order));
}
