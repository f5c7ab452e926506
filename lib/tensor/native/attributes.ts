import type * as tf from "@tensorflow/tfjs";
import type { TFEOpAttr } from "./backend.ts";

/** An attribute of a TensorFlow operation. */
export type Attribute = TFEOpAttr;

/** TensorFlow's numbers for types, from tensorflow/core/framework/types.proto. */
export const typeNumbers = {
  float32: 1,
  int32: 3,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
} as const;

/** The types by name; int64, which TensorFlow.js lacks, exists only between operations. */
export type TypeName = keyof typeof typeNumbers;

/** TensorFlow's numbers for kinds of attributes, from tensorflow/c/tf_attrtype.h. */
export const attributeKinds = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5, function: 8 } as const;

/** Names the type that an operation works on, most often as "T". */
export function typeAttribute(name: string, type: TypeName | tf.DataType): Attribute {
  return { name, type: attributeKinds.type, value: typeNumbers[type] };
}

/** Sets a yes or no, such as "transpose_a". */
export function boolAttribute(name: string, value: boolean): Attribute {
  return { name, type: attributeKinds.bool, value };
}
