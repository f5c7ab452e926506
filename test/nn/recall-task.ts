import {
  causalMask,
  createEmbedding,
  createLinear,
  createMultiHeadAttention,
  crossEntropy,
  embed,
  linear,
  multiHeadAttention,
  parametersOf,
} from "../../lib/nn/index.ts";
import type { Random } from "../../lib/random/index.ts";
import { tf } from "../../lib/tensor/index.ts";

/** The sizes of the task: B sequences of T tokens, width C, V different tokens. */
export const recallSizes = { batch: 16, length: 6, width: 16, vocabulary: 8 };

/**
 * A small model and a task that needs attention: name the token one place back. It uses every layer of lib/nn; what
 * it returns is what `train` takes. Its constants stay in memory: two tensors, and two for each parameter.
 */
export function recallTask(random: Random) {
  const { batch, length, width, vocabulary } = recallSizes;
  const model = {
    tokens: createEmbedding(vocabulary, width, { random }),
    positions: createEmbedding(length, width, { random }),
    attention: createMultiHeadAttention({ width, heads: 2, random }),
    output: createLinear(width, vocabulary, { random }),
  };
  const positions = tf.range(0, length, 1, "int32");
  const mask = causalMask(length);
  const batches = random.stream("batches");

  function loss(): tf.Tensor {
    const tokens = Array.from({ length: batch }, () => Array.from({ length }, () => batches.integer(vocabulary)));
    const previous = tokens.map((row) => [-1, ...row.slice(0, -1)]);
    const ids = tf.tensor(tokens, [batch, length], "int32");
    const x = tf.add(embed(model.tokens, ids), embed(model.positions, positions)); // [B, T, C]
    const attended = tf.add(x, multiHeadAttention(model.attention, x, { mask }).output);
    return crossEntropy(linear(model.output, attended), tf.tensor(previous, [batch, length], "int32"));
  }

  return { parameters: parametersOf(model), loss };
}
