/** Gives the smallest and the largest of the values, which must not be empty. */
export function extent(values: ArrayLike<number>): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}
