import { type Neighbour, nearestNeighbours } from "./neighbours.ts";
import { unit, type Vector } from "./vector.ts";

/**
 * Completes "a is to b as c is to ...": finds the rows nearest to b - a + c, where each of the three has been brought
 * to length 1 (Mikolov et al., "Linguistic Regularities in Continuous Space Word Representations", 2013).
 *
 * The three rows themselves are left out, as is usual. That matters: the nearest of all is often c or b (Linzen, "Issues
 * in Evaluating Semantic Spaces using Word Analogies", 2016).
 *
 * @param table the vectors of the words.
 * @param question the numbers of the rows a, b and c.
 * @param options.count how many answers, the best first. Default: 1.
 * @param options.leaveOut whether a, b and c cannot be the answer. Default: true.
 * @throws RangeError if a number is not that of a row, or as `nearestNeighbours`.
 * @example
 * const table = [[1, 0, 0], [1, 0, 1], [0, 1, 0], [0, 1, 1]]; // man, men, book, books
 * solveAnalogy(table, [0, 1, 2]) // row 3
 */
export function solveAnalogy(
  table: readonly Vector[],
  question: readonly [a: number, b: number, c: number],
  { count = 1, leaveOut = true }: { count?: number; leaveOut?: boolean } = {},
): Neighbour[] {
  const [a, b, c] = question.map((index) => {
    const row = table[index];
    if (row === undefined) {
      throw new RangeError(`Cannot find row ${index}: rows run from 0 to ${table.length - 1}`);
    }
    return unit(row);
  });
  const target = b?.map((x, at) => x - (a?.[at] ?? 0) + (c?.[at] ?? 0)) ?? [];
  return nearestNeighbours(table, target, { count, without: leaveOut ? question : [] });
}
