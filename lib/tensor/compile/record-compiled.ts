import type * as tf from "@tensorflow/tfjs";
import type { Attribute } from "../native/attributes.ts";
import { attributeKinds, boolAttribute } from "../native/attributes.ts";
import type { Numbered, Recorder } from "./recorder.ts";

/**
 * Records what `body` does as one operation: a function that XLA compiles, also where the step is a graph.
 *
 * @param results tensors of the right types and shapes, made aside, that stand for what it gives.
 */
export function recordCompiled(
  recorder: Recorder,
  body: () => readonly tf.Tensor[],
  results: readonly tf.Tensor[],
): void {
  const { name, captures } = recorder.recordFunction([], body, { xla: true });
  const attributes = [
    typesAttribute("Tin", captures),
    typesAttribute("Tout", recorder.number(results)),
    functionAttribute("f", name),
    boolAttribute("_XlaMustCompile", true),
  ];
  recorder.recordUnrun("StatefulPartitionedCall", attributes, captures, results);
}

/** An attribute that lists the types of tensors. */
export function typesAttribute(name: string, tensors: readonly Numbered[]): Attribute {
  return { name, type: attributeKinds.type, value: tensors.map(({ type }) => type) };
}

/** An attribute that names a recorded function. */
export function functionAttribute(name: string, value: string): Attribute {
  return { name, type: attributeKinds.function, value };
}
