import * as tf from "@tensorflow/tfjs";

/** What a step may return: a tensor, a list or a record of them, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a step that only assigns variables is written without a return
export type StepResult = tf.Tensor | readonly tf.Tensor[] | { readonly [name: string]: tf.Tensor } | void;

/** Lists the tensors of a result. */
export function tensorsOf(result: StepResult): tf.Tensor[] {
  if (result === undefined) {
    return [];
  }
  const tensors = result instanceof tf.Tensor ? [result] : Object.values(result);
  const wrong = tensors.find((tensor) => !(tensor instanceof tf.Tensor));
  if (wrong !== undefined) {
    throw new Error(
      `Cannot compile a step that returns ${typeof wrong} ${String(wrong)}: it returns a tensor, or a list or record of tensors; read numbers from the compiled step's result`,
    );
  }
  return tensors;
}

/** Gives a function that puts other tensors in the place of those of a result. */
export function rebuilder<Result extends StepResult>(result: Result): (tensors: tf.Tensor[]) => Result {
  const names = result === undefined || result instanceof tf.Tensor || Array.isArray(result) ? [] : Object.keys(result);
  const one = result instanceof tf.Tensor;
  const list = Array.isArray(result);
  return (tensors) => {
    const rebuilt = one
      ? tensors[0]
      : list
        ? tensors
        : Object.fromEntries(names.map((name, at) => [name, tensors[at]]));
    // Of the same form as the result that it was made from.
    return (result === undefined ? undefined : rebuilt) as Result;
  };
}
