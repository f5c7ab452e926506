import { embed, linear } from "../../nn/index.ts";
import type { TensorRandom } from "../../tensor/index.ts";
import { dropout, tf } from "../../tensor/index.ts";
import { checkTokens } from "../check-tokens.ts";
import type { NetworkState } from "./network.ts";
import { runNetwork } from "./network.ts";
import type { Seq2Seq } from "./seq2seq.ts";

/** What the decoder knows of the source. */
export interface Memory {
  /** The state from which the decoder starts. */
  state: NetworkState;
  /** [B, S, H]: the encoder's states, to attend to. */
  values: tf.Tensor3D;
  /** [B, S, H]: what the scores are computed from. */
  keys: tf.Tensor3D;
  /** bool [B, 1, S]: where there is no padding. */
  mask: tf.Tensor3D;
}

/** Reads a source [B, S], padded at its end. */
export function encode(model: Seq2Seq, source: tf.Tensor2D, random?: TensorRandom): Memory {
  checkTokens(source, "an encoder");
  const { config, encoder, attention } = model;
  const real = tf.notEqual(source, tf.scalar(config.padding, "int32"));
  const lengths: tf.Tensor1D = tf.sum(tf.cast(real, "int32"), 1);
  const vectors = dropout(embed(model.source, source), config.dropout, random);
  const { outputs, state } = runNetwork(encoder, vectors, { lengths, random });
  return {
    state: config.bidirectional ? { hidden: joined(state.hidden), cell: state.cell && joined(state.cell) } : state,
    values: outputs,
    keys: attention.kind === "additive" ? linear(attention.keys, outputs) : outputs,
    mask: tf.expandDims(real, 1),
  };
}

/** The states of both directions as one: [L * 2, B, H / 2] to [L, B, H]. */
function joined(states: tf.Tensor3D): tf.Tensor3D {
  const [count, batch, size] = states.shape;
  const pairs: tf.Tensor4D = tf.reshape(states, [count / 2, 2, batch, size]);
  return tf.reshape(tf.transpose(pairs, [0, 2, 1, 3]), [count / 2, batch, 2 * size]);
}
