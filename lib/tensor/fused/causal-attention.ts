import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "./attention-pairs.ts";
import { attendForward, gradientsOfAttention } from "./attention-steps.ts";
import { floatOperation } from "./operations.ts";
import { withGradient } from "./with-gradient.ts";

/** Queries that follow one another, from `start` to before `end`: none may attend to a key from `end` on. */
interface Block {
  start: number;
  end: number;
}

/**
 * Says into how many blocks to cut so many queries. Measured forward and backward: two blocks of 64 take 0.78 of the
 * time of the whole, four of 64 take 0.72 and four of 128 take 0.64; below that their copies cost what they save, and
 * eight take as long as four.
 */
export function causalBlocks(length: number): number {
  return Math.min(Math.max(Math.floor(length / 64), 1), 4);
}

type Saved = [scaled: tf.Tensor, keys: tf.Tensor, values: tf.Tensor, output: tf.Tensor, ...weights: tf.Tensor[]];

/**
 * Attends causally in blocks of queries, which leave out the keys after the block: of the products of queries and keys,
 * half of which a mask throws away, two blocks compute 3 in 4, and four blocks 5 in 8.
 *
 * @param queries [..., T, d].
 * @param keys [..., T, d].
 * @param values [..., T, dv].
 * @param pairs causal ones without a bias.
 * @param count how many blocks, at most T.
 */
export function causalAttention(
  queries: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  { scale, open, closedRows, factors }: Pairs,
  count: number,
): tf.Tensor {
  const blocks = cut(queries.shape.at(-2) ?? 0, count);
  const axis = queries.rank - 2;
  return withGradient<tf.Tensor, Saved>([queries, keys, values], () => {
    const scaled = floatOperation("Mul", queries, tf.scalar(scale));
    const attended = blocks.map((block) =>
      attendForward(rowsOf(scaled, block), rowsUpTo(keys, block.end), rowsUpTo(values, block.end), {
        scale,
        closedRows,
        open: open && pairsOf(open, block),
        factors: factors && pairsOf(factors, block),
      }),
    );
    const output = tf.concat(
      attended.map(({ output }) => output),
      axis,
    );
    const kept = factors === undefined ? [] : [factors];
    return {
      value: output,
      saved: [scaled, keys, values, output, ...attended.map(({ weights }) => weights), ...kept],
      gradient: (upstream, [scaled, keys, values, output, ...rest]) => {
        const factors = rest[blocks.length];
        const parts = rest.slice(0, blocks.length).map((weights, at) => {
          const block = blocks[at] ?? { start: 0, end: 0 };
          const saved = {
            scaled: rowsOf(scaled, block),
            keys: rowsUpTo(keys, block.end),
            values: rowsUpTo(values, block.end),
            output: rowsOf(output, block),
            weights,
          };
          return gradientsOfAttention(rowsOf(upstream, block), saved, {
            scale,
            factors: factors && pairsOf(factors, block),
          });
        });
        const ofQueries = tf.concat(
          parts.map(({ ofQueries }) => ofQueries),
          axis,
        );
        return [
          ofQueries,
          sumOfStarts(parts.map(({ ofKeys }) => ofKeys)),
          sumOfStarts(parts.map(({ ofValues }) => ofValues)),
        ];
      },
    };
  });
}

/** Cuts a length into so many blocks of one size, but for the last. */
function cut(length: number, count: number): Block[] {
  const size = Math.ceil(length / count);
  return Array.from({ length: Math.ceil(length / size) }, (_, at) => ({
    start: at * size,
    end: Math.min((at + 1) * size, length),
  }));
}

/** Of [..., T, d] the rows of a block. */
function rowsOf(x: tf.Tensor, { start, end }: Block): tf.Tensor {
  return sliceOfLast(x, start, end - start, x.shape.at(-1) ?? 0);
}

/** Of [..., T, d] the rows before `end`. */
function rowsUpTo(x: tf.Tensor, end: number): tf.Tensor {
  return sliceOfLast(x, 0, end, x.shape.at(-1) ?? 0);
}

/** Of [..., T, T] what stands for the queries of a block and the keys that they may attend to. */
function pairsOf(x: tf.Tensor, { start, end }: Block): tf.Tensor {
  return sliceOfLast(x, start, end - start, end);
}

/** Of the matrices in the last two axes so many rows from `start`, and the first columns of them. */
function sliceOfLast(x: tf.Tensor, start: number, rows: number, columns: number): tf.Tensor {
  const before = x.shape.slice(0, -2);
  return tf.slice(x, [...before.map(() => 0), start, 0], [...before, rows, columns]);
}

/** Adds up matrices [..., rows, d] of ever more rows, each of which stands for the first rows of the last. */
function sumOfStarts(parts: readonly tf.Tensor[]): tf.Tensor {
  const length = parts.at(-1)?.shape.at(-2) ?? 0;
  return parts
    .map((part) =>
      tf.pad(
        part,
        part.shape.map((size, axis) => [0, axis === part.rank - 2 ? length - size : 0]),
      ),
    )
    .reduce((sum, part) => floatOperation("AddV2", sum, part));
}
