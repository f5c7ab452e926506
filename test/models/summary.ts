import {
  bertLoss,
  createBert,
  createGpt,
  createGptDecoder,
  createSkipGram,
  createT5,
  createT5Decoder,
  gptLoss,
  modernGpt,
  skipGramLoss,
  t5Loss,
} from "../../lib/models/index.ts";
import { parametersOf } from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { tf } from "../../lib/tensor/index.ts";
import { take } from "../support/tensors.ts";

const sizes = { vocabularySize: 13, contextLength: 8, width: 8, heads: 4, layers: 2 };

/** What small models compute from the same seed: for each its loss, the size of its gradients, decoded logits. */
export function summary(): Record<string, number[]> {
  const gpts = { gpt: sizes, modern: { ...sizes, ...modernGpt, keyValueHeads: 2 } };
  const found: Record<string, number[]> = {};
  for (const [name, config] of Object.entries(gpts)) {
    const gpt = createGpt(config, { random: createRandom(1) });
    const decoder = createGptDecoder(gpt, { sequences: 2, mode: "eager" });
    take(
      decoder.read([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    decoder.select([1, 0]);
    found[name] = [...learn(gpt, (ids) => gptLoss(gpt, ids, ids)), ...take(decoder.next([7, 8]))];
    decoder.dispose();
  }
  const { pooler, ...bert } = createBert(sizes, { random: createRandom(1) });
  found.bert = learn(bert, (ids) => bertLoss({ ...bert, pooler }, ids, ids));
  const t5 = createT5(sizes, { random: createRandom(1) });
  const decoder = createT5Decoder(t5, { readLength: 4, length: 4, sequences: 2, mode: "eager" });
  decoder.begin([[1, 2, 3], [4]]);
  take(decoder.next([0, 0]));
  decoder.select([1, 0]);
  found.t5 = [...learn(t5, (ids) => t5Loss(t5, ids, ids)), ...take(decoder.next([7, 8]))];
  decoder.dispose();
  const { config, ...tables } = createSkipGram({ vocabularySize: 5, width: 4 }, { random: createRandom(1) });
  const centres = (ids: tf.Tensor2D) => tf.reshape<tf.Rank.R1>(tf.slice(ids, [0, 0], [1, 1]), [1]);
  found.skipGram = learn(tables, (ids) => skipGramLoss({ config, ...tables }, centres(ids), ids));
  return found;
}

function learn(model: object, loss: (ids: tf.Tensor2D) => tf.Scalar): number[] {
  return tf.tidy(() => {
    const ids: tf.Tensor2D = tf.tensor2d([[1, 2, 3, 4]], [1, 4], "int32");
    const { value, grads } = tf.variableGrads(() => loss(ids), parametersOf(model));
    return [value, ...Object.values(grads).map((gradient) => tf.sum(tf.abs(gradient)))].map(
      (single) => single.dataSync()[0] ?? Number.NaN,
    );
  });
}
