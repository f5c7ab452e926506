import { tf } from "../../tensor/index.ts";
import { decode } from "./decode.ts";
import { encode } from "./encode.ts";
import type { NetworkState } from "./network.ts";
import type { Seq2Seq } from "./seq2seq.ts";

/** What greedy decoding gives for one source. */
export interface Translation {
  /** The target, without its start and end. */
  ids: number[];
  /** For each token, and for the end if it came, how much it looked at each position of the source; empty without attention. */
  weights: number[][];
}

/**
 * Translates sources greedily: each next token is the likeliest, until the end comes.
 *
 * @param source int32 [B, S], padded at their ends.
 * @param options `maximum`: how many tokens a target has at most; a longer one is cut off.
 * @throws Error if the source is not int32 [B, S], RangeError if an id is not in the vocabulary or the maximum is no
 * whole number from 1 up.
 *
 * @example
 * const [first] = translate(model, tf.tensor2d([[5, 6, 7]], [1, 3], "int32"), { maximum: 10 });
 * first?.ids // [7, 6, 5] from a model that has learnt to reverse
 */
export function translate(model: Seq2Seq, source: tf.Tensor2D, { maximum }: { maximum: number }): Translation[] {
  if (!Number.isInteger(maximum) || maximum < 1) {
    throw new RangeError(`Cannot translate to at most ${maximum} tokens: it takes a whole number from 1 up`);
  }
  const translations = Array.from({ length: source.shape[0] }, (): Translation => ({ ids: [], weights: [] }));
  tf.tidy(() => {
    const memory = encode(model, source);
    const open = new Set(translations.keys());
    let state: NetworkState = memory.state;
    let last: number[] = translations.map(() => model.config.start);
    for (let count = 0; count < maximum && open.size > 0; count++) {
      const ids = tf.tensor2d(last, [last.length, 1], "int32");
      const decoded = decode(model, memory, ids, state);
      state = decoded.state;
      last = Array.from(tf.argMax(tf.squeeze(decoded.logits, [1]), 1).dataSync());
      const weights = decoded.weights === undefined ? [] : tf.unstack(tf.squeeze(decoded.weights, [1]));
      for (const sequence of open) {
        const row = weights[sequence];
        if (row !== undefined) {
          translations[sequence]?.weights.push(Array.from(row.dataSync()));
        }
        const id = last[sequence] ?? model.config.end;
        if (id === model.config.end) {
          open.delete(sequence);
        } else {
          translations[sequence]?.ids.push(id);
        }
      }
    }
  });
  return translations;
}
