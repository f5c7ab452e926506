import { cosineWith, unit, type Vector } from "./vector.ts";

/** A row of a table of vectors, and how near it is. */
export interface Neighbour {
  /** The number of the row. */
  index: number;
  /** The cosine of the angle between both, from -1 to 1. */
  similarity: number;
}

/**
 * Finds the rows of a table that point most nearly in the direction of a vector, the nearest first. It compares with
 * every row; of rows that are as near, the first comes first.
 *
 * @param table the rows to search, each with as many numbers as the vector.
 * @param vector what to search for.
 * @param options.count how many rows to find; fewer where the table has not so many. Default: 10.
 * @param options.without the numbers of rows to leave out, such as that of the word itself.
 * @throws RangeError if the count is no whole number from 1 up, the sizes differ, or a vector has no direction.
 * @example
 * nearestNeighbours([[1, 0], [0, 1], [1, 1]], [2, 1], { count: 2 }) // rows 2 and 0
 */
export function nearestNeighbours(
  table: readonly Vector[],
  vector: Vector,
  { count = 10, without = [] }: { count?: number; without?: readonly number[] } = {},
): Neighbour[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`Cannot find ${count} neighbours: the count is a whole number from 1 up`);
  }
  const direction = unit(vector);
  const left = new Set(without);
  const found: Neighbour[] = [];
  for (const [index, row] of table.entries()) {
    if (!left.has(index)) {
      found.push({ index, similarity: cosineWith(direction, row) });
    }
  }
  return found.sort((a, b) => b.similarity - a.similarity || a.index - b.index).slice(0, count);
}
