import { symmetricEigen } from "./symmetric-eigen.ts";
import { checkSameSize, dot, type Vector } from "./vector.ts";

/** The directions in which points vary most. */
export interface PrincipalComponents {
  /** [C]: the middle of the points. */
  mean: number[];
  /** [count, C]: directions of length 1 at right angles, that of the most variance first. */
  axes: number[][];
  /** [count]: which share of the whole variance each direction has. */
  shares: number[];
}

/**
 * Finds the principal components of points: the direction in which they vary most, then of those at a right angle to it
 * again the one in which they vary most, and so on (Pearson, "On lines and planes of closest fit to systems of points in
 * space", 1901). Drawn along the first two or three, a cloud in many dimensions loses as little as it can. The sign of
 * a direction means nothing; here the number in it that is farthest from 0 is positive.
 *
 * @param points [N, C], two or more that are not all the same.
 * @param options.count how many directions, at most C. Default: 2.
 * @throws RangeError if there are too few points, they differ in size or are not finite, or the count does not fit.
 * @example
 * const { axes, shares } = principalComponents([[0, 0], [2, 2], [4, 4]], { count: 1 });
 * // axes is [[0.7071..., 0.7071...]], and shares [1]: all points lie on one line
 */
export function principalComponents(
  points: readonly Vector[],
  { count = 2 }: { count?: number } = {},
): PrincipalComponents {
  const [first] = points;
  if (first === undefined || points.length < 2) {
    throw new RangeError(`Cannot find directions in ${points.length} points: it takes two or more`);
  }
  if (!Number.isInteger(count) || count < 1 || count > first.length) {
    throw new RangeError(`Cannot find ${count} directions in ${first.length} dimensions: take 1 to ${first.length}`);
  }
  for (const point of points) {
    checkSameSize(first, point);
  }
  const mean = Array.from(first, (_, column) => average(points.map((point) => point[column] ?? 0)));
  const { values, vectors } = symmetricEigen(covariance(points, mean));
  const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  if (!(whole > 0 && Number.isFinite(whole))) {
    throw new RangeError(`Cannot find directions in points whose variance is ${whole}: it must be above 0 and finite`);
  }
  return {
    mean,
    axes: vectors.slice(0, count).map(pointed),
    shares: values.slice(0, count).map((value) => Math.max(0, value) / whole),
  };
}

/**
 * Gives the places of points along principal components.
 *
 * @param components from `principalComponents`, of these points or of others.
 * @param points [N, C].
 * @returns [N, count].
 * @throws RangeError if the points have not as many numbers as those that the components are of.
 * @example
 * projectOnto({ mean: [1, 1], axes: [[1, 0]], shares: [1] }, [[4, 7]]) // [[3]]
 */
export function projectOnto({ mean, axes }: PrincipalComponents, points: readonly Vector[]): number[][] {
  return points.map((point) => {
    checkSameSize(point, mean);
    const centred = mean.map((middle, column) => (point[column] ?? 0) - middle);
    return axes.map((axis) => dot(axis, centred));
  });
}

/** [C, C], but for a factor that changes no direction and no share. */
function covariance(points: readonly Vector[], mean: readonly number[]): Float64Array[] {
  const rows = mean.map(() => new Float64Array(mean.length));
  for (const point of points) {
    const centred = Float64Array.from(mean, (middle, column) => (point[column] ?? 0) - middle);
    for (const [index, row] of rows.entries()) {
      const factor = centred[index] ?? 0;
      for (let column = 0; column < row.length; column++) {
        row[column] = (row[column] ?? 0) + factor * (centred[column] ?? 0);
      }
    }
  }
  return rows;
}

/** The direction whose number farthest from 0 is positive. */
function pointed(axis: Float64Array): number[] {
  const farthest = axis.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  return Array.from(axis, (x) => (farthest < 0 ? -x : x));
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}
