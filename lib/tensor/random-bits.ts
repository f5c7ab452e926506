import * as tf from "@tensorflow/tfjs";
import { typeAttribute } from "./native/attributes.ts";
import { isNative } from "./native/backend.ts";
import { runOperation } from "./native/operation.ts";

/**
 * The steps of a hash of 32 bits that maps no two words to the same one, and in which each bit of the input turns
 * each bit of the output in half of all cases: Wellons, "Prospecting for Hash Functions" (2018), with the better
 * constants found since in the same search.
 */
const steps = [
  { shift: 16, factor: 0x21f0aaad },
  { shift: 15, factor: 0xd35a2d97 },
] as const;
const lastShift = 15;

/** How many of the 32 bits are used: as many as a float32 holds. */
export const bitsUsed = 24;

/**
 * Draws whole numbers from -2^23 to 2^23 - 1, each as likely: place by place the hash of the hash of the place, with
 * one half of the key before each. Integer operations only, so that every backend, and XLA, gives the same numbers.
 * TensorFlow's own generator is one operation instead of twenty, but takes XLA on a processor 200 times as long.
 *
 * @param seed int32 [2].
 * @param draw which draw from this seed it is, from 0 up: each is independent of the others.
 * @param size how many.
 * @returns int32 [size].
 */
export function randomBits(seed: tf.Tensor1D, draw: number, size: number): tf.Tensor1D {
  const drawKey = [hash(2 * draw + 1), hash(2 * draw + 2)] as const;
  return isNative() ? nativeBits(seed, drawKey, size) : plainBits(seed, drawKey, size);
}

/** The specification. */
function plainBits(seed: tf.Tensor1D, drawKey: readonly [number, number], size: number): tf.Tensor1D {
  const [first = 0, second = 0] = seed.dataSync();
  const before = hash(first) ^ drawKey[0];
  const between = hash(second) ^ drawKey[1];
  const bits = Int32Array.from({ length: size }, (_, place) => hash(hash(place ^ before) ^ between));
  return tf.tensor1d(
    bits.map((word) => word >> (32 - bitsUsed)),
    "int32",
  );
}

function hash(word: number): number {
  let mixed = word;
  for (const { shift, factor } of steps) {
    mixed = Math.imul(mixed ^ (mixed >>> shift), factor);
  }
  return mixed ^ (mixed >>> lastShift);
}

function nativeBits(seed: tf.Tensor1D, drawKey: readonly [number, number], size: number): tf.Tensor1D {
  return tf.tidy(() => {
    const key = xor(hashTensor(seed), tf.tensor1d([...drawKey], "int32"));
    const before = tf.slice(key, 0, 1);
    const between = tf.slice(key, 1, 1);
    const places = runOperation("Range", [typeAttribute("Tidx", "int32")], [word(0), word(size), word(1)]);
    const hashed = hashTensor(xor(hashTensor(xor(places, before)), between));
    return tf.reshape<tf.Rank.R1>(intOperation("RightShift", hashed, word(32 - bitsUsed)), [size]);
  });
}

function hashTensor(words: tf.Tensor): tf.Tensor {
  let mixed = words;
  for (const { shift, factor } of steps) {
    mixed = intOperation("Mul", xor(mixed, shiftedDown(mixed, shift)), word(factor));
  }
  return xor(mixed, shiftedDown(mixed, lastShift));
}

/** Shifts zeros in from the left: TensorFlow's shift of an int32 takes copies of the sign, which are masked out. */
function shiftedDown(words: tf.Tensor, shift: number): tf.Tensor {
  return intOperation("BitwiseAnd", intOperation("RightShift", words, word(shift)), word(2 ** (32 - shift) - 1));
}

function xor(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return intOperation("BitwiseXor", a, b);
}

function intOperation(name: string, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return runOperation(name, [typeAttribute("T", "int32")], [a, b]);
}

/** A word of 32 bits as the int32 of the same bits. */
function word(value: number): tf.Scalar {
  return tf.scalar(value | 0, "int32");
}
