import * as tf from "@tensorflow/tfjs";
import { scan } from "../../compile/scan.ts";
import { floatOperation, matrixProduct, sumOver } from "../operations.ts";
import { withGradient } from "../with-gradient.ts";
import { add, mul, sigmoidSlope, tanhSlope } from "./arithmetic.ts";
import type { SequenceOptions } from "./sequence.ts";
import { asRows, closed, hold, statesBefore, thirds, weightGradient } from "./sequence.ts";

/** Runs a GRU with a gradient of its own, as `fastLstm` does: only what waits for another step is in the loops. */
export function fastGru(
  inputs: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor,
  initial: tf.Tensor,
  { mask, reverse = false }: SequenceOptions,
): tf.Tensor3D {
  return withGradient([inputs, weight, bias, initial], () => {
    const [states, sums] = forward(inputs, weight, bias, initial, { mask, reverse });
    return {
      value: tf.clone(states) as tf.Tensor3D, // [T, B, H]
      saved: [inputs, sums, states, weight, initial, mask],
      gradient: (upstream, [inputs, sums, states, weight, initial, mask]) => {
        const before = statesBefore(initial, states, reverse);
        const factors = factorsOf(inputs, sums, before, mask);
        const back = backward(upstream, weight, factors, { mask, reverse });
        const [ofRead, ofKeep] = thirds(back.ofSums);
        const ofCandidate = mul(back.ofStates, factors.toCandidate);
        const ofInputs = tf.concat([ofRead, ofKeep, ofCandidate], -1);
        const ofBias = sumOver(asRows(back.ofSums), 0);
        return [ofInputs, weightGradient(before, back.ofSums), ofBias, back.ofInitial];
      },
    };
  });
}

/** The states of all steps, and hidden · weight + bias of each. */
function forward(
  inputs: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor,
  initial: tf.Tensor,
  { mask, reverse }: SequenceOptions,
): [tf.Tensor, tf.Tensor] {
  const { outputs } = scan(
    { state: [initial], inputs: [inputs, mask], reverse: reverse === true },
    ([hidden], [input, open]) => {
      const sums = floatOperation("BiasAdd", matrixProduct(hidden, weight), bias);
      const { keep, candidate } = gatesOf(input, sums);
      // candidate + keep (hidden - candidate): one product fewer.
      const next = add(candidate, mul(keep, floatOperation("Sub", hidden, candidate)));
      const held = hold(open, next, hidden);
      return { state: [held], outputs: [held, sums] };
    },
  );
  return outputs;
}

function gatesOf(input: tf.Tensor, sums: tf.Tensor) {
  const [readInput, keepInput, candidateInput] = thirds(input);
  const [readState, keepState, candidateState] = thirds(sums);
  const read = floatOperation("Sigmoid", add(readInput, readState));
  const keep = floatOperation("Sigmoid", add(keepInput, keepState));
  const candidate = floatOperation("Tanh", add(candidateInput, mul(read, candidateState)));
  return { read, keep, candidate, candidateState };
}

/** What the gradient of a state is multiplied by, for all steps at once. */
interface Factors {
  /** [T, B, 3 H]: to the sums hidden · weight + bias. */
  toSums: tf.Tensor;
  /** [T, B, H]: to the candidate's part of the inputs. */
  toCandidate: tf.Tensor;
  /** [T, B, H]: straight to the state before. */
  toBefore: tf.Tensor;
}

function factorsOf(inputs: tf.Tensor, sums: tf.Tensor, before: tf.Tensor, mask: tf.Tensor | undefined): Factors {
  const { read, keep, candidate, candidateState } = gatesOf(inputs, sums);
  const toCandidate = mul(tf.sub(1, keep), tanhSlope(candidate));
  const toRead = mul(mul(toCandidate, candidateState), sigmoidSlope(read));
  const toKeep = mul(tf.sub(before, candidate), sigmoidSlope(keep));
  return {
    toSums: closed(mask, tf.concat([toRead, toKeep, mul(toCandidate, read)], -1)),
    toCandidate: closed(mask, toCandidate),
    toBefore: keep,
  };
}

/** Goes back over the steps; what is left at the end belongs to the state before the first. */
function backward(
  upstream: tf.Tensor,
  weight: tf.Tensor,
  { toSums, toBefore }: Factors,
  { mask, reverse }: SequenceOptions,
) {
  const transposed = tf.transpose(weight);
  const [, batch = 0, hiddenSize = 0] = upstream.shape;
  const { state, outputs } = scan(
    { state: [tf.zeros([batch, hiddenSize])], inputs: [upstream, toSums, toBefore, mask], reverse: reverse !== true },
    ([later], [here, toSums, toBefore, open]) => {
      const ofState = add(here, later);
      const ofSums = mul(tf.concat([ofState, ofState, ofState], 1), toSums);
      const ofBefore = add(mul(ofState, toBefore), matrixProduct(ofSums, transposed));
      return { state: [hold(open, ofBefore, ofState)], outputs: [ofSums, ofState] };
    },
  );
  return { ofSums: outputs[0], ofStates: outputs[1], ofInitial: state[0] };
}
