import type { Seq2Seq, Seq2SeqBatch } from "../../../lib/models/index.ts";
import { createSeq2Seq, seq2SeqLoss, translate } from "../../../lib/models/index.ts";
import { parametersOf } from "../../../lib/nn/index.ts";
import type { Random } from "../../../lib/random/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { tf } from "../../../lib/tensor/index.ts";
import { train } from "../../../lib/training/index.ts";

/** Ids: 0 is padding, 1 starts, 2 ends, 3 to 8 are symbols. */
export const vocabularySize = 9;

/** Sequences of `shortest` to `longest` symbols; the target is the source reversed, with its end. */
export function reversals(count: number, [shortest, longest]: [number, number], random: Random): Seq2SeqBatch {
  const sources = Array.from({ length: count }, () => {
    const length = shortest + random.integer(longest - shortest + 1);
    return Array.from({ length }, () => 3 + random.integer(vocabularySize - 3));
  });
  const targets = sources.map((source) => [...[...source].reverse(), 2]);
  return { source: padded(sources, longest), target: padded(targets, longest + 1) };
}

function padded(rows: number[][], length: number): tf.Tensor2D {
  const full = rows.map((row) => [...row, ...Array.from({ length: length - row.length }, () => 0)]);
  return tf.tensor2d(full, [rows.length, length], "int32");
}

/** Trains a small model to reverse sequences of these lengths. */
export async function learnToReverse(
  attention: Seq2Seq["config"]["attention"],
  { lengths, steps, cell = "gru" }: { lengths: [number, number]; steps: number; cell?: "gru" | "lstm" },
): Promise<{ model: Seq2Seq; losses: number[] }> {
  const model = createSeq2Seq(
    {
      sourceVocabularySize: vocabularySize,
      targetVocabularySize: vocabularySize,
      embeddingWidth: 16,
      hiddenSize: 32,
      bidirectional: true,
      attention,
      cell,
    },
    { random: createRandom(1) },
  );
  const { losses } = await train<[tf.Tensor2D, tf.Tensor2D]>({
    parameters: parametersOf(model),
    batch: (_, random) => {
      const { source, target } = reversals(32, lengths, random);
      return [source, target];
    },
    loss: ([source, target], options) => seq2SeqLoss(model, { source, target }, options),
    steps,
    learningRate: 0.01,
    mode: "graph",
    progress: false,
  });
  return { model, losses };
}

/** Which share of unseen sequences a model reverses without any mistake. */
export function shareReversed(model: Seq2Seq, lengths: [number, number]): number {
  const { source, target } = reversals(64, lengths, createRandom(99));
  const translations = translate(model, source, { maximum: lengths[1] + 2 });
  const right = (target.arraySync() as number[][]).map((row) => row.filter((id) => id > 2).join());
  tf.dispose([source, target]);
  return translations.filter(({ ids }, at) => ids.join() === right[at]).length / right.length;
}
