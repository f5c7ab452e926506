import { embed, linear } from "../../nn/index.ts";
import type { TensorRandom } from "../../tensor/index.ts";
import { dropout, tf } from "../../tensor/index.ts";
import type { Memory } from "./encode.ts";
import type { NetworkState } from "./network.ts";
import { runNetwork } from "./network.ts";
import type { Attention, Seq2Seq } from "./seq2seq.ts";

/** What the decoder gives for the tokens it has read. */
export interface Decoded {
  /** [B, T, V]: the logits of the token after each. */
  logits: tf.Tensor3D;
  /** The state after the last. */
  state: NetworkState;
  /** [B, T, S]: how much each position looked at each of the source; absent without attention. */
  weights?: tf.Tensor3D;
}

/** Reads target tokens [B, T] from a state on. */
export function decode(
  model: Seq2Seq,
  memory: Memory,
  ids: tf.Tensor2D,
  state: NetworkState,
  random?: TensorRandom,
): Decoded {
  const { attention, config, decoder, output } = model;
  const vectors = dropout(embed(model.target, ids), config.dropout, random); // [B, T, C]
  if (attention.kind === "additive") {
    return decodeAdditively(model, attention, memory, vectors, state, random);
  }
  const { outputs, state: last } = runNetwork(decoder, vectors, { state, random });
  if (attention.kind === "none") {
    return { logits: linear(output, outputs), state: last };
  }
  const weights = weightsOf(tf.matMul(outputs, memory.keys, false, true), memory.mask); // [B, T, S]
  const context: tf.Tensor3D = tf.matMul(weights, memory.values);
  const combined = tf.tanh(linear(attention.combine, tf.concat([context, outputs], 2)));
  return { logits: linear(output, combined), state: last, weights };
}

/** Step by step, for each looks at the source with the state that the one before left. */
function decodeAdditively(
  { decoder, output }: Seq2Seq,
  attention: Extract<Attention, { kind: "additive" }>,
  { keys, values, mask }: Memory,
  vectors: tf.Tensor3D,
  start: NetworkState,
  random: TensorRandom | undefined,
): Decoded {
  const [batch, length, width] = vectors.shape;
  const [layers, , hiddenSize] = start.hidden.shape;
  let state = start;
  const steps: { outputs: tf.Tensor3D; weights: tf.Tensor3D }[] = [];
  for (let at = 0; at < length; at++) {
    const top = tf.slice(state.hidden, [layers - 1, 0, 0], [1, batch, hiddenSize]); // [1, B, H]
    const query = linear(attention.queries, tf.reshape<tf.Rank.R3>(top, [batch, 1, hiddenSize]));
    const scores = linear(attention.scores, tf.tanh(tf.add<tf.Tensor3D>(query, keys))); // [B, S, 1]
    const weights = weightsOf(tf.transpose(scores, [0, 2, 1]), mask); // [B, 1, S]
    const context: tf.Tensor3D = tf.matMul(weights, values); // [B, 1, H]
    const vector = tf.slice(vectors, [0, at, 0], [batch, 1, width]);
    const next = runNetwork(decoder, tf.concat([vector, context], 2), { state, random });
    state = next.state;
    steps.push({ outputs: next.outputs, weights });
  }
  const outputs = tf.concat(
    steps.map((step) => step.outputs),
    1,
  );
  const weights = tf.concat(
    steps.map((step) => step.weights),
    1,
  );
  return { logits: linear(output, outputs), state, weights };
}

/** Scores [B, T, S] to shares of 1, with nothing for padding. */
function weightsOf(scores: tf.Tensor3D, mask: tf.Tensor3D): tf.Tensor3D {
  const lowest = -1e9; // Its exponential is exactly 0, and it stays finite where a source is all padding.
  return tf.softmax(tf.where(mask, scores, lowest));
}
