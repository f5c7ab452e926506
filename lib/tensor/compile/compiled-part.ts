import * as tf from "@tensorflow/tfjs";
import { typeAttribute } from "../native/attributes.ts";
import { runOperation } from "../native/operation.ts";
import { recordCompiled } from "./record-compiled.ts";
import { currentRecorder } from "./recorder.ts";

/**
 * Computes a part of a step by a function of its own that XLA compiles, also where the step is a graph: for small
 * operations in a row, of which it makes few passes over the numbers. Elsewhere it does what `compute` does.
 *
 * @param compute gives tensors, and may assign variables. It runs twice while it is recorded.
 *
 * @example
 * compiledPart(() => [tf.sqrt(tf.add(tf.square(tf.scalar(3)), 16))])[0].arraySync() // 5
 */
export function compiledPart<Results extends tf.Tensor[]>(compute: () => [...Results]): [...Results] {
  const recorder = currentRecorder();
  if (recorder === undefined) {
    return compute();
  }
  const variables = Object.values(tf.engine().registeredVariables);
  const before = variables.map((variable) => ({ variable, value: tf.clone(variable), dataId: variable.dataId }));
  const assigned = () => before.flatMap(({ variable, dataId }) => (variable.dataId === dataId ? [] : [variable]));
  const standIns = recorder.aside(() => {
    const results = tf.tidy(() => [...compute(), ...assigned()].map(copy));
    for (const { variable, value, dataId } of before) {
      if (variable.dataId !== dataId) {
        variable.assign(value);
      }
    }
    return results;
  });
  let changed: tf.Variable[] = [];
  let count = 0;
  recordCompiled(
    recorder,
    () => {
      const results = compute();
      count = results.length;
      changed = assigned();
      return [...results, ...changed];
    },
    standIns,
  );
  for (const [at, variable] of changed.entries()) {
    variable.assign(standIns[count + at] ?? variable);
  }
  return standIns.slice(0, count) as [...Results]; // as many as it gives
}

/** A tensor with a number of its own in the binding. */
function copy(tensor: tf.Tensor): tf.Tensor {
  return runOperation("Identity", [typeAttribute("T", tensor.dtype)], [tensor]);
}
