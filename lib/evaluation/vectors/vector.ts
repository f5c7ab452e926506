/** A list of numbers: an array, a typed array, or a row of a matrix. */
export type Vector = ArrayLike<number>;

/** Computes the dot product: the sum of the products, number by number. */
export function dot(a: Vector, b: Vector): number {
  checkSameSize(a, b);
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    sum += (a[at] ?? 0) * (b[at] ?? 0);
  }
  return sum;
}

/** Computes the length of a vector, even where the squares of its numbers are too large or too small to add up. */
export function norm(a: Vector): number {
  const squares = dot(a, a);
  // Squares between these lose nothing; `hypot` scales the others first, and takes some ten times as long.
  return squares > 1e-200 && squares < 1e200 ? Math.sqrt(squares) : Math.hypot(...Array.from(a));
}

/**
 * Computes the length of a vector that has a direction.
 *
 * @throws RangeError if it has none: its length is 0 or not finite.
 */
export function directedNorm(a: Vector): number {
  const length = norm(a);
  if (!(length > 0 && Number.isFinite(length))) {
    throw new RangeError(`Cannot take the direction of a vector of length ${length}: it must be above 0 and finite`);
  }
  return length;
}

/** Makes a vector of the same direction and length 1. */
export function unit(a: Vector): Float64Array {
  const length = directedNorm(a);
  return Float64Array.from(a, (x) => x / length);
}

/** Computes the cosine of the angle between a direction, of length 1, and a vector. */
export function cosineWith(direction: Vector, b: Vector): number {
  // Rounding may lead just past the ends.
  return Math.min(1, Math.max(-1, dot(direction, b) / directedNorm(b)));
}

/** @throws RangeError unless both have as many numbers */
export function checkSameSize(a: Vector, b: Vector): void {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(
      `Cannot compare a vector of ${a.length} numbers with one of ${b.length}: both need as many, at least one`,
    );
  }
}
