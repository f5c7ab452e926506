import { createGpt, gptLoss } from "../../lib/models/gpt/index.ts";
import { namedParameters } from "../../lib/nn/index.ts";
import type { Random } from "../../lib/random/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import type { TensorRandom } from "../../lib/tensor/index.ts";
import { tf } from "../../lib/tensor/index.ts";

/** The sizes of the task: B sequences of T tokens, V different ones. */
export const tinySizes = { batch: 4, length: 8, vocabulary: 11 };

type Ids = [ids: tf.Tensor2D, labels: tf.Tensor2D];

/**
 * A GPT of 1,700 parameters, with dropout, on a language where each token follows from the one before. What it returns
 * is what `train` takes.
 */
export function tinyGpt({ dropout = 0.1, batch = tinySizes.batch }: { dropout?: number; batch?: number } = {}) {
  const { length, vocabulary } = tinySizes;
  const config = { vocabularySize: vocabulary, contextLength: length, width: 12, heads: 2, layers: 1, dropout };
  const gpt = createGpt(config, { random: createRandom(1) });
  const parameters = namedParameters(gpt);
  return {
    config,
    parameters,
    batch: (_: number, random: Random): Ids =>
      sequences(Array.from({ length: batch }, () => random.integer(vocabulary))),
    loss: ([ids, labels]: Ids, options: { readonly random?: TensorRandom }) => gptLoss(gpt, ids, labels, options),
    weights: () => [...parameters.values()].flatMap((parameter) => Array.from(parameter.dataSync())),
    dispose: () => tf.dispose([...parameters.values()]),
  };
}

/** Sequences that begin with these tokens, and go on by the rule. */
export function sequences(starts: readonly number[]): Ids {
  const { length, vocabulary } = tinySizes;
  const texts = starts.map((start) => {
    const text = [start];
    while (text.length <= length) {
      text.push(((text.at(-1) ?? 0) * 3 + 1) % vocabulary);
    }
    return text;
  });
  const part = (from: number) =>
    tf.tensor2d(
      texts.map((text) => text.slice(from, from + length)),
      [texts.length, length],
      "int32",
    );
  return [part(0), part(1)];
}
