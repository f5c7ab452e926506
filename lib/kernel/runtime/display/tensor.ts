import type { MimeBundle } from "../runtime.ts";
import { inspectValue } from "./inspect-value.ts";

/** What is read of a tensor of TensorFlow.js, which the kernel does not import. */
interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly isDisposed: boolean;
  readonly size: number;
  dataSync(): ArrayLike<unknown>;
}

/** So many values are read and shown; larger tensors would have to be copied whole. */
const mostShown = 8;
const largestRead = 1_000_000;

/** Shows a tensor by its type, its shape and its first values. Makes no tensor, so that none is left behind. */
export function tensorBundle(value: unknown): MimeBundle | undefined {
  if (!isTensor(value)) return undefined;
  const head = `Tensor ${value.dtype} [${value.shape.join(", ")}]`;
  return { data: { "text/plain": `${head}${valuesOf(value)}` }, metadata: {} };
}

function valuesOf(tensor: TensorLike): string {
  if (tensor.isDisposed) return " (disposed: its values are gone)";
  if (tensor.size === 0) return " (empty)";
  if (tensor.size > largestRead) return ` (${tensor.size} values)`;
  const data = tensor.dataSync();
  const shown = Array.from({ length: Math.min(mostShown, data.length) }, (_, index) => short(data[index]));
  return ` ${shown.join(", ")}${data.length > mostShown ? `, ... (${data.length} values)` : ""}`;
}

/** Seven digits are what a float32 holds. */
function short(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(7))) : inspectValue(value);
}

function isTensor(value: unknown): value is TensorLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "dataSync" in value &&
    typeof value.dataSync === "function" &&
    "shape" in value &&
    Array.isArray(value.shape) &&
    "dtype" in value &&
    typeof value.dtype === "string" &&
    "size" in value &&
    "isDisposed" in value
  );
}
