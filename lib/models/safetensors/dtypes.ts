import type { tf } from "../../tensor/index.ts";

/** How many bytes one number of each of the format's types takes. */
const widths = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  C64: 8,
  F64: 8,
  I64: 8,
  U64: 8,
} as const;

/** A type of numbers by the format's name for it. */
export type Dtype = keyof typeof widths;

/** What each type becomes in TensorFlow.js, which has three; the types that are not here cannot be read. */
const readable = new Map<Dtype, "float32" | "int32" | "bool">([
  ["F32", "float32"],
  ["F16", "float32"],
  ["BF16", "float32"],
  ["I32", "int32"],
  ["I64", "int32"],
  ["U8", "int32"],
  ["BOOL", "bool"],
]);

/** The names of the types that can be read. */
export const readableDtypes: readonly Dtype[] = [...readable.keys()];

/** Tells whether the format has a type of this name. */
export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(widths, name);
}

/** Returns how many bytes one number takes. */
export function widthOf(dtype: Dtype): number {
  return widths[dtype];
}

/** Names the type that the numbers have once they are read; `undefined` where they cannot be. */
export function typeWhenRead(dtype: Dtype): "float32" | "int32" | "bool" | undefined {
  return readable.get(dtype);
}

/** Names the type under which a tensor is written; `undefined` where the format has none. */
export function dtypeOf(type: tf.DataType): "F32" | "I32" | "BOOL" | undefined {
  return type === "float32" ? "F32" : type === "int32" ? "I32" : type === "bool" ? "BOOL" : undefined;
}
