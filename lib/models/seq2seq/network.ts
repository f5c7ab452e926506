import type { Gru, Lstm, RecurrentConfig } from "../../nn/index.ts";
import { createGru, createLstm, gru, lstm } from "../../nn/index.ts";
import type { TensorRandom, tf } from "../../tensor/index.ts";

/** What encoder and decoder are made of. */
export type Network = Lstm | Gru;

/** The states of all layers, [L * D, B, H] each; a GRU has no cell. */
export interface NetworkState {
  hidden: tf.Tensor3D;
  cell?: tf.Tensor3D | undefined;
}

export function createNetwork(kind: Network["kind"], config: RecurrentConfig): Network {
  return kind === "lstm" ? createLstm(config) : createGru(config);
}

/** Runs either kind over x [B, T, C]: outputs [B, T, D * H] and the last state. */
export function runNetwork(
  network: Network,
  x: tf.Tensor3D,
  options: {
    state?: NetworkState | undefined;
    lengths?: tf.Tensor1D | undefined;
    random?: TensorRandom | undefined;
  } = {},
): { outputs: tf.Tensor3D; state: NetworkState } {
  const { state, ...rest } = options;
  if (network.kind === "lstm") {
    const { outputs, ...last } = lstm(network, x, { ...rest, hidden: state?.hidden, cell: state?.cell });
    return { outputs, state: last };
  }
  const { outputs, ...last } = gru(network, x, { ...rest, hidden: state?.hidden });
  return { outputs, state: last };
}
