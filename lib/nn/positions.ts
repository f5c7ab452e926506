import { tf } from "../tensor/index.ts";

/**
 * Computes the sinusoidal position vectors (Vaswani et al., 2017, section 3.5): sines and cosines in turn, of
 * wavelengths from 2 pi to `base` times 2 pi.
 *
 * @param positions int32 [T].
 * @param width C, even.
 * @param options `base`: default 10,000.
 * @returns [T, C], to be added to the tokens' vectors.
 * @throws RangeError if the width is odd.
 *
 * @example
 * sinusoidalPositions(tf.range(0, 2, 1, "int32"), 2).arraySync() // [[0, 1], [0.84, 0.54]]: sin 1 and cos 1
 */
export function sinusoidalPositions(
  positions: tf.Tensor1D,
  width: number,
  { base = 10_000 }: { base?: number } = {},
): tf.Tensor2D {
  return tf.tidy(() => {
    const angles = positionAngles(positions, width, base); // [T, C / 2]
    return tf.reshape(tf.stack([tf.sin(angles), tf.cos(angles)], 2), [positions.size, width]);
  });
}

/** The sines and cosines, [T, d / 2] each, by which `rotate` turns queries and keys. */
export interface Rotation {
  sines: tf.Tensor2D;
  cosines: tf.Tensor2D;
}

/**
 * Computes the rotation of each position (Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding",
 * 2021): pairs of numbers turn by angles that grow with the position, slower from pair to pair.
 *
 * @param positions int32 [T].
 * @param headSize d, even.
 * @param options `base`: default 10,000.
 * @throws RangeError if the head size is odd.
 */
export function rotaryPositions(
  positions: tf.Tensor1D,
  headSize: number,
  { base = 10_000 }: { base?: number } = {},
): Rotation {
  return tf.tidy(() => {
    const angles = positionAngles(positions, headSize, base);
    return { sines: tf.sin(angles), cosines: tf.cos(angles) };
  });
}

/**
 * Turns queries or keys by their positions: the product of a query and a key then depends on their distance alone.
 * The pairs are number i and number i + d / 2, as in Llama.
 *
 * @param x [..., T, d].
 * @param rotation from `rotaryPositions`, of these T positions.
 * @returns the same shape.
 *
 * @example
 * const rotation = rotaryPositions(tf.tensor([0, 1], [2], "int32"), 2);
 * rotate(tf.tensor([[1, 0], [1, 0]]), rotation).arraySync() // [[1, 0], [0.54, 0.84]]: turned by 0 and by 1
 */
export function rotate<T extends tf.Tensor>(x: T, { sines, cosines }: Rotation): T {
  return tf.tidy(() => {
    const [first, second] = tf.split(x, 2, -1); // [..., T, d / 2]
    if (first === undefined || second === undefined) {
      throw new Error("Cannot split a vector in two");
    }
    const turned = [
      tf.sub(tf.mul(first, cosines), tf.mul(second, sines)),
      tf.add(tf.mul(second, cosines), tf.mul(first, sines)),
    ];
    return tf.concat(turned, -1) as T; // the two halves again
  });
}

/** Position p and pair i have the angle p / base^(2i / size): [T, size / 2]. */
function positionAngles(positions: tf.Tensor1D, size: number, base: number): tf.Tensor2D {
  if (!Number.isInteger(size) || size < 2 || size % 2 !== 0) {
    throw new RangeError(
      `Cannot give a position ${size} numbers: sines and cosines come in pairs; take an even number`,
    );
  }
  const frequencies = Array.from({ length: size / 2 }, (_, pair) => base ** ((-2 * pair) / size));
  return tf.mul(tf.reshape(tf.cast(positions, "float32"), [positions.size, 1]), tf.tensor2d([frequencies]));
}
