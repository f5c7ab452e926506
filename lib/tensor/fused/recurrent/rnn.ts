import * as tf from "@tensorflow/tfjs";
import { scan } from "../../compile/scan.ts";
import { isNative } from "../../native/backend.ts";
import { floatOperation, matrixProduct } from "../operations.ts";
import { withGradient } from "../with-gradient.ts";
import { add } from "./arithmetic.ts";
import type { SequenceOptions } from "./sequence.ts";
import { checkSequence, closed, hold, plainLoop, weightGradient } from "./sequence.ts";

/**
 * Runs a recurrent network over whole sequences: next = tanh(input + hidden · weight) (Elman, "Finding Structure in
 * Time", 1990).
 *
 * @param inputs [T, B, H]: what the positions bring, x · inputWeight + bias for all of them at once.
 * @param weight [H, H], from one state to the next.
 * @param initial [B, H], the state before the first step.
 * @returns [T, B, H], the state after each step.
 * @throws Error if the shapes do not fit together.
 *
 * @example
 * rnnSequence(tf.ones([7, 2, 4]), tf.zeros([4, 4]), tf.zeros([2, 4])).shape // [7, 2, 4]
 */
export function rnnSequence(
  inputs: tf.Tensor3D,
  weight: tf.Tensor2D,
  initial: tf.Tensor2D,
  options: SequenceOptions = {},
): tf.Tensor3D {
  checkSequence("an RNN", 1, inputs, weight, [initial], options);
  return tf.tidy(() => (isNative() ? fastRnn : plainRnn)(inputs, weight, initial, options));
}

/** The specification of `rnnSequence`. */
export function plainRnn(
  inputs: tf.Tensor3D,
  weight: tf.Tensor2D,
  initial: tf.Tensor2D,
  options: SequenceOptions,
): tf.Tensor3D {
  const [states] = plainLoop(inputs, [initial], options, ([hidden], input) => [
    tf.tanh(tf.add(input, tf.matMul(hidden, weight))),
  ]);
  return states;
}

function fastRnn(
  inputs: tf.Tensor,
  weight: tf.Tensor,
  initial: tf.Tensor,
  { mask, reverse = false }: SequenceOptions,
): tf.Tensor3D {
  return withGradient([inputs, weight, initial], () => {
    const forward = scan({ state: [initial], inputs: [inputs, mask], reverse }, ([hidden], [input, open]) => {
      const sum = add(input, matrixProduct(hidden, weight));
      const next = hold(open, floatOperation("Tanh", sum), hidden);
      return { state: [next], outputs: [next, hidden] };
    });
    const [states, before] = forward.outputs;
    return {
      value: tf.clone(states) as tf.Tensor3D, // [T, B, H], like the inputs
      saved: [states, before, weight, mask],
      gradient: (upstream, [states, before, weight, mask]) => {
        const transposed = tf.transpose(weight);
        const start = tf.zeros(states.shape.slice(1));
        const back = scan(
          { state: [start], inputs: [upstream, states, mask], reverse: !reverse },
          ([later], [here, state, open]) => {
            const ofState = add(here, later);
            const ofSum = closed(open, floatOperation("TanhGrad", state, ofState));
            return { state: [hold(open, matrixProduct(ofSum, transposed), ofState)], outputs: [ofSum] };
          },
        );
        const [ofInputs] = back.outputs;
        return [ofInputs, weightGradient(before, ofInputs), back.state[0]];
      },
    };
  });
}
