/** Writes a shape as error messages show it: `[2, 3]`, and `[]` for a single number. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/**
 * Counts the numbers in a tensor of this shape.
 *
 * @throws RangeError if an axis is not a whole number from 0 up.
 */
export function sizeOf(shape: readonly number[]): number {
  if (!shape.every((axis) => Number.isInteger(axis) && axis >= 0)) {
    throw new RangeError(`Cannot make a tensor of shape ${shapeText(shape)}: each axis is a whole number from 0 up`);
  }
  return shape.reduce((product, axis) => product * axis, 1);
}
