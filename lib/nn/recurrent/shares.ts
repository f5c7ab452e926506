import type { SequenceOptions } from "../../tensor/index.ts";
import { isRecording, tf } from "../../tensor/index.ts";
import type { DirectionResult } from "./run-layers.ts";

/** How many sequences a share of a batch has at least: products with fewer rows are slower by the row. */
const least = 8;

/**
 * Runs a direction over shares of the batch, one for each thread, in a step that is being compiled. A loop over time
 * keeps one thread busy, since its products are small; sequences do not wait for each other, so TensorFlow runs the
 * loops of a graph side by side.
 *
 * @param x [T, B, C].
 */
export function runInShares<Parts extends tf.Tensor2D[]>(
  x: tf.Tensor3D,
  initial: Parts,
  { mask, reverse }: SequenceOptions,
  run: (x: tf.Tensor3D, initial: Parts, options: SequenceOptions) => DirectionResult<Parts>,
): DirectionResult<Parts> {
  const [, batch] = x.shape;
  const count = isRecording() ? Math.max(1, Math.min(threads(), Math.floor(batch / least))) : 1;
  if (count === 1) {
    return run(x, initial, { mask, reverse });
  }
  const sizes = Array.from(
    { length: count },
    (_, at) => Math.floor(((at + 1) * batch) / count) - Math.floor((at * batch) / count),
  );
  const states = initial.map((state) => tf.split(state, sizes, 0));
  const masks = mask === undefined ? [] : tf.split(mask, sizes, 1);
  const results = (tf.split(x, sizes, 1) as tf.Tensor3D[]).map((share, at) =>
    // As many as there are parts.
    run(share, states.map((shares) => shares[at]) as Parts, { mask: masks[at], reverse }),
  );
  const last = initial.map((_, part) =>
    joined(
      results.flatMap((result) => result.last[part] ?? []),
      0,
    ),
  );
  return {
    outputs: joined(
      results.map((result) => result.outputs),
      1,
    ),
    last: last as Parts, // joined from as many
  };
}

/** Puts tensors together along an axis; one alone stays as it is. */
export function joined<T extends tf.Tensor>(tensors: T[], axis: number): T {
  const [first] = tensors;
  return tensors.length === 1 && first !== undefined ? first : tf.concat(tensors, axis);
}

/** How many threads TensorFlow uses, as the backend has told it. */
function threads(): number {
  return Number(process.env.TF_NUM_INTRAOP_THREADS ?? 1);
}
