import { checkSameSize, cosineWith, norm, unit, type Vector } from "./vector.ts";

/**
 * Computes the cosine of the angle between two vectors: 1 for the same direction, 0 for a right angle, -1 for the
 * opposite. How long they are does not count.
 *
 * @throws RangeError if they have not as many numbers, or one has no direction: its length is 0 or not finite.
 * @example
 * cosineSimilarity([1, 0], [3, 3]) // about 0.7071
 */
export function cosineSimilarity(a: Vector, b: Vector): number {
  checkSameSize(a, b);
  return cosineWith(unit(a), b);
}

/**
 * Computes the distance between two points, as a ruler measures it: the root of the sum of squared differences.
 *
 * @throws RangeError if they have not as many numbers.
 * @example
 * euclideanDistance([1, 1], [4, 5]) // 5
 */
export function euclideanDistance(a: Vector, b: Vector): number {
  checkSameSize(a, b);
  return norm(Float64Array.from(a, (x, at) => x - (b[at] ?? 0)));
}
