import * as tf from "@tensorflow/tfjs";
import { scan } from "../../compile/scan.ts";
import { floatOperation, matrixProduct, sumOver } from "../operations.ts";
import { withGradient } from "../with-gradient.ts";
import { add, mul, subtract } from "./arithmetic.ts";
import type { SequenceOptions } from "./sequence.ts";
import { asRows, closed, halves, hold, thirds, weightGradient } from "./sequence.ts";

/** Runs a GRU with a gradient of its own: back-propagation through time, from what the steps have kept. */
export function fastGru(
  inputs: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor,
  initial: tf.Tensor,
  { mask, reverse = false }: SequenceOptions,
): tf.Tensor3D {
  return withGradient([inputs, weight, bias, initial], () => {
    const { states, kept } = forward(inputs, weight, bias, initial, { mask, reverse });
    return {
      value: tf.clone(states) as tf.Tensor3D, // [T, B, H]
      saved: [weight, kept.gates, kept.candidate, kept.fromState, kept.before, mask],
      gradient: (upstream, [weight, gates, candidate, fromState, before, mask]) => {
        const back = backward(upstream, weight, { gates, candidate, fromState, before }, { mask, reverse });
        const ofWeight = weightGradient(before, back.ofSums);
        return [back.ofInputs, ofWeight, sumOver(asRows(back.ofSums), 0), back.ofInitial];
      },
    };
  });
}

/** What the way back needs of each step. */
interface Kept {
  /** [T, B, 2 H]: what to read and what to keep, squashed. */
  gates: tf.Tensor;
  /** [T, B, H]: the candidates, squashed. */
  candidate: tf.Tensor;
  /** [T, B, H]: the state's part of the candidates, before it was multiplied by what to read. */
  fromState: tf.Tensor;
  /** [T, B, H]: the state before the step. */
  before: tf.Tensor;
}

function forward(
  inputs: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor,
  initial: tf.Tensor,
  { mask, reverse }: SequenceOptions,
): { states: tf.Tensor; kept: Kept } {
  const { outputs } = scan(
    { state: [initial], inputs: [inputs, mask], reverse: reverse === true },
    ([hidden], [input, open]) => {
      const sums = floatOperation("BiasAdd", matrixProduct(hidden, weight), bias);
      const [inputGates, inputCandidate] = gatesAndCandidate(input);
      const [stateGates, fromState] = gatesAndCandidate(sums);
      const gates = floatOperation("Sigmoid", add(inputGates, stateGates));
      const [read, keep] = halves(gates);
      const candidate = floatOperation("Tanh", add(inputCandidate, mul(read, fromState)));
      // (1 - keep) candidate + keep hidden, with one product fewer.
      const next = hold(open, add(candidate, mul(keep, subtract(hidden, candidate))), hidden);
      return { state: [next], outputs: [next, gates, candidate, fromState, hidden] };
    },
  );
  const [states, gates, candidate, fromState, before] = outputs;
  return { states, kept: { gates, candidate, fromState, before } };
}

/** Cuts [B, 3 H] into the part for both gates, [B, 2 H], and that for the candidate, [B, H]. */
function gatesAndCandidate(sums: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const [batch = 0, width = 0] = sums.shape;
  const two = (width / 3) * 2;
  return [tf.slice(sums, [0, 0], [batch, two]), tf.slice(sums, [0, two], [batch, width - two])];
}

/** Goes back over the steps; what is left at the end belongs to the state before the first. */
function backward(
  upstream: tf.Tensor,
  weight: tf.Tensor,
  { gates, candidate, fromState, before }: Kept,
  { mask, reverse }: SequenceOptions,
) {
  const transposed = tf.transpose(weight);
  const { state, outputs } = scan(
    {
      state: [tf.zeros(before.shape.slice(1))],
      inputs: [upstream, gates, candidate, fromState, before, mask],
      reverse: reverse !== true,
    },
    ([later], [here, gates, candidate, fromState, before, open]) => {
      const [read, keep] = halves(gates);
      const ofState = add(here, later);
      const kept = mul(ofState, keep);
      const ofCandidate = floatOperation("TanhGrad", candidate, subtract(ofState, kept));
      const ofRead = floatOperation("SigmoidGrad", read, mul(ofCandidate, fromState));
      const ofKeep = floatOperation("SigmoidGrad", keep, mul(ofState, subtract(before, candidate)));
      const ofSums = closed(open, tf.concat([ofRead, ofKeep, mul(ofCandidate, read)], 1));
      const ofBefore = add(kept, matrixProduct(ofSums, transposed));
      return { state: [hold(open, ofBefore, ofState)], outputs: [ofSums, closed(open, ofCandidate)] };
    },
  );
  const [ofSums, ofCandidate] = outputs;
  const [ofRead, ofKeep] = thirds(ofSums);
  return { ofInputs: tf.concat([ofRead, ofKeep, ofCandidate], -1), ofSums, ofInitial: state[0] };
}
