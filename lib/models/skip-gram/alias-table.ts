import type { Random } from "../../random/index.ts";

/**
 * Prepares to draw numbers by their probabilities, each in the same short time however many there are: every column
 * holds its own number and one other, so that all columns are as high (Walker, "An Efficient Method for Generating
 * Discrete Random Variables with General Distributions", 1977).
 *
 * @param probabilities adding up to 1.
 */
export function aliasTable(probabilities: Float64Array): (random: Random) => number {
  const count = probabilities.length;
  const heights = probabilities.map((probability) => probability * count);
  const aliases = Int32Array.from(heights.keys());
  const low = [...heights.keys()].filter((column) => (heights[column] ?? 0) < 1);
  const high = [...heights.keys()].filter((column) => (heights[column] ?? 0) >= 1);
  for (let to = low.pop(); to !== undefined; to = low.pop()) {
    const from = high.pop();
    if (from === undefined) {
      // What is left differs from 1 by rounding only.
      heights[to] = 1;
      continue;
    }
    aliases[to] = from;
    const left = (heights[from] ?? 0) + (heights[to] ?? 0) - 1;
    heights[from] = left;
    (left < 1 ? low : high).push(from);
  }
  return (random) => {
    // 32 random bits choose the column and, with what is left of them, one of the two in it.
    const drawn = (random.integer(2 ** 32) / 2 ** 32) * count;
    const column = Math.floor(drawn);
    return drawn - column < (heights[column] ?? 1) ? column : (aliases[column] ?? column);
  };
}
