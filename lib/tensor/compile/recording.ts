import type * as tf from "@tensorflow/tfjs";
import type { Attribute } from "../native/attributes.ts";

/** Where a value comes from: an input of the step, or an output of one of its operations. */
export interface Source {
  /** The name of the input, or of the node. */
  node: string;
  /** Which output of the node, counted through; absent for an input. */
  output?: { position: number; name: string };
}

/** An operation of the step. */
export interface RecordedNode {
  name: string;
  operation: string;
  inputs: Source[];
  attributes: Attribute[];
  /** For a constant: its numbers. */
  constant?: { shape: number[]; type: number; bytes: Uint8Array };
}

/** What goes into the step: an argument, a variable that it reads, or a tensor that it captured. */
export type RecordedInput = { type: number } & (
  | { kind: "argument"; position: number }
  | { kind: "variable"; variable: tf.Variable }
  | { kind: "captured"; dataId: tf.DataId }
);

/** What comes out of the step: results first, then the new values of the variables that it assigned. */
export interface RecordedOutput {
  source: Source;
  type: number;
}

/** A part of a step that TensorFlow calls by name: the condition or the body of a loop. */
export interface RecordedFunction {
  name: string;
  nodes: RecordedNode[];
  /** The types of what it is called with. */
  inputs: { type: number }[];
  outputs: RecordedOutput[];
  /** Whether XLA compiles it, also in a graph. */
  xla?: boolean;
}

/** One run of a step, as TensorFlow can replay it. */
export interface Recording<Result> {
  nodes: RecordedNode[];
  /** The functions that the nodes call. */
  functions: RecordedFunction[];
  inputs: RecordedInput[];
  outputs: RecordedOutput[];
  /** The variables whose new values stand at the end of `outputs`. */
  assigned: tf.Variable[];
  /** Puts the tensors of a replay in the place of those that the step returned. */
  rebuild: (results: tf.Tensor[]) => Result;
}

/** The name of an input in the graph. */
export function inputName(position: number): string {
  return `i${position}`;
}
