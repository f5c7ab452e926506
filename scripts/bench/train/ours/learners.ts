import { bertLoss, createBert, createGpt, createT5, gptLoss, t5Loss } from "../../../../lib/models/index.ts";
import {
  createEmbedding,
  createLinear,
  createLstm,
  crossEntropy,
  embed,
  linear,
  lstm,
} from "../../../../lib/nn/index.ts";
import { createRandom } from "../../../../lib/random/index.ts";
import type { CompileMode, tf } from "../../../../lib/tensor/index.ts";
import type { Task } from "../task.ts";

type TrainingTask = Exclude<Task, { kind: "decoding" }>;

/** A model and the loss that it is trained by. */
export interface Learner {
  /** Its parameters are those that learn. */
  readonly model: object;
  readonly mode: CompileMode;
  loss(batch: tf.Tensor[]): tf.Scalar;
}

/** Makes the model of a training task with our library. */
export function createLearner({ vocabulary, length, ...sizes }: TrainingTask): Learner {
  const random = createRandom(1).stream("weights");
  const config = { ...sizes, vocabularySize: vocabulary, contextLength: length };
  const loss = (compute: (ids: tf.Tensor2D, labels: tf.Tensor2D) => tf.Scalar) => (batch: tf.Tensor[]) =>
    compute(idsOf(batch[0]), idsOf(batch[1]));
  switch (config.kind) {
    case "gpt": {
      const gpt = createGpt(config, { random });
      return { model: gpt, mode: "xla", loss: loss((ids, labels) => gptLoss(gpt, ids, labels)) };
    }
    case "bert": {
      const bert = createBert(config, { random });
      // Finding masked tokens does not use the pooler.
      const { pooler: _, ...model } = bert;
      return { model, mode: "xla", loss: loss((ids, labels) => bertLoss(bert, ids, labels)) };
    }
    case "encoder-decoder": {
      const t5 = createT5(config, { random });
      return { model: t5, mode: "xla", loss: loss((ids, labels) => t5Loss(t5, ids, labels)) };
    }
    case "lstm": {
      const { embedding, width } = config;
      const model = {
        tokens: createEmbedding(vocabulary, embedding, { random }),
        lstm: createLstm({ inputSize: embedding, hiddenSize: width, random }),
        output: createLinear(width, vocabulary, { random }),
      };
      const compute = (ids: tf.Tensor2D, labels: tf.Tensor2D) =>
        crossEntropy(linear(model.output, lstm(model.lstm, embed(model.tokens, ids)).outputs), labels);
      return { model, mode: "graph", loss: loss(compute) };
    }
  }
}

function idsOf(tensor: tf.Tensor | undefined): tf.Tensor2D {
  if (tensor?.rank !== 2) throw new Error("Cannot train on this batch: it is not two tensors of ids [B, T]");
  return tensor as tf.Tensor2D; // as just checked
}
