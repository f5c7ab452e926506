import { tf } from "../../tensor/index.ts";
import type { TensorEntry } from "./check-layout.ts";
import { readableDtypes, typeWhenRead, widthOf } from "./dtypes.ts";
import { widenBfloat16, widenFloat16 } from "./half-precision.ts";
import { readBytes, type SafetensorsFile, versionOf, withFile } from "./open.ts";
import { HeaderFault, quoted } from "./parse-header.ts";

/** As many axes, and as many numbers, as a tensor of TensorFlow.js may have. */
const mostAxes = 6;
const mostNumbers = 2 ** 31 - 1;

/**
 * Reads one tensor of a file. F32, F16 and BF16 become float32; I32, I64 and U8 become int32; BOOL becomes bool.
 *
 * @param file from `openSafetensors`.
 * @param name one of `file.tensors`.
 * @returns the tensor, which is the caller's.
 * @throws Error if there is none of this name, its type or size is not one that TensorFlow.js has, a number of it does
 * not fit, or the file has changed since it was opened.
 *
 * @example
 * writeSafetensors("numbers.safetensors", new Map([["primes", tf.tensor([2, 3, 5])]]));
 * readTensor(openSafetensors("numbers.safetensors"), "primes").arraySync() // [2, 3, 5]
 */
export function readTensor(file: SafetensorsFile, name: string): tf.Tensor {
  const attempt = `Cannot read tensor ${quoted(name)} of "${file.path}"`;
  const entry = file.tensors.get(name);
  if (entry === undefined) {
    const names = [...file.tensors.keys()];
    const some = names.slice(0, 5).map(quoted).join(", ");
    throw new Error(`${attempt}: it has none of this name; it has ${names.length}, such as ${some || "none"}`);
  }
  const type = checkReadable(entry, attempt);
  const bytes = withFile(file.path, (descriptor) => {
    if (versionOf(descriptor) !== file.version) {
      throw new Error(`${attempt}: the file has changed since it was opened; open it again`);
    }
    try {
      return readBytes(descriptor, entry.start, entry.length);
    } catch (error) {
      throw error instanceof HeaderFault ? new Error(`${attempt}: ${error.message}; open the file again`) : error;
    }
  });
  return tf.tensor(valuesOf(entry, bytes.buffer, attempt), [...entry.shape], type);
}

/** Returns the type that the numbers will have. */
export function checkReadable({ dtype, shape, length }: TensorEntry, attempt: string): "float32" | "int32" | "bool" {
  const type = typeWhenRead(dtype);
  if (type === undefined) {
    throw new Error(`${attempt}: its numbers are ${dtype}; what can be read is ${readableDtypes.join(", ")}`);
  }
  if (shape.length > mostAxes) {
    throw new Error(`${attempt}: it has ${shape.length} axes; a tensor has ${mostAxes} at most`);
  }
  if (length / widthOf(dtype) > mostNumbers || shape.some((axis) => axis > mostNumbers)) {
    throw new Error(`${attempt}: it is larger than the ${mostNumbers} numbers that a tensor holds`);
  }
  return type;
}

/** The format is little-endian, and so is every machine that TensorFlow.js computes on: the bytes are the numbers. */
function valuesOf(
  { dtype }: TensorEntry,
  buffer: ArrayBuffer,
  attempt: string,
): Float32Array | Int32Array | Uint8Array {
  switch (dtype) {
    case "F16":
      return widenFloat16(new Uint16Array(buffer));
    case "BF16":
      return widenBfloat16(new Uint16Array(buffer));
    case "I32":
      return new Int32Array(buffer);
    case "I64":
      return narrowIntegers(new BigInt64Array(buffer), attempt);
    case "U8":
      return Int32Array.from(new Uint8Array(buffer));
    case "BOOL":
      return checkBooleans(new Uint8Array(buffer), attempt);
    default:
      return new Float32Array(buffer);
  }
}

function narrowIntegers(integers: BigInt64Array, attempt: string): Int32Array {
  return Int32Array.from(integers, (integer) => {
    if (BigInt.asIntN(32, integer) !== integer) {
      throw new Error(`${attempt}: ${integer} is in it, which does not fit into the 32 bits of an int32 tensor`);
    }
    return Number(integer);
  });
}

function checkBooleans(bytes: Uint8Array, attempt: string): Uint8Array {
  const wrong = bytes.find((byte) => byte > 1);
  if (wrong !== undefined) {
    throw new Error(`${attempt}: a byte of it is ${wrong}; those of BOOL are 0 and 1`);
  }
  return bytes;
}
