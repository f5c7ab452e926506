/**
 * The definitions as plain loops over numbers in float64: the specification that lib/nn is held against, and whose
 * differences are its gradients.
 */

/** softmax over one row: shares of the exponentials. */
export function plainSoftmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const sum = exponentials.reduce((total, exponential) => total + exponential, 0);
  return exponentials.map((exponential) => exponential / sum);
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? Number.NaN), 0);
}

/**
 * Scaled dot-product attention of one sequence, query by query: weigh the keys it may attend to, mean their values.
 *
 * @param allowed says whether a query may attend to a key; a query that may attend to none gives zeros.
 */
export function plainAttention(
  queries: readonly number[][],
  keys: readonly number[][],
  values: readonly number[][],
  allowed: (query: number, key: number) => boolean = () => true,
  scale = 1 / Math.sqrt(queries[0]?.length ?? 0),
): { output: number[][]; weights: number[][] } {
  const weights = queries.map((query, row) => {
    const open = keys.map((_, column) => allowed(row, column));
    const scores = keys.filter((_, column) => open[column]).map((key) => dot(query, key) * scale);
    const shares = plainSoftmax(scores);
    return open.map((isOpen) => (isOpen ? (shares.shift() ?? Number.NaN) : 0));
  });
  const output = weights.map((row) => {
    const size = values[0]?.length ?? 0;
    return Array.from({ length: size }, (_, at) =>
      dot(
        row,
        values.map((value) => value[at] ?? Number.NaN),
      ),
    );
  });
  return { output, weights };
}

/** x · weight + bias, row by row. */
export function plainLinear(x: readonly number[][], weight: readonly number[][], bias: readonly number[]): number[][] {
  return x.map((row) =>
    bias.map(
      (offset, column) =>
        offset +
        dot(
          row,
          weight.map((line) => line[column] ?? Number.NaN),
        ),
    ),
  );
}

/** The mean of -ln(probability of the label) over the labels from 0 up. */
export function plainCrossEntropy(logits: readonly number[][], labels: readonly number[]): number {
  const costs = labels.flatMap((label, row) => {
    const probability = plainSoftmax(logits[row] ?? [])[label];
    return probability === undefined ? [] : [-Math.log(probability)];
  });
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

/**
 * The gradient of `f` at `x` by central differences. In float64 with this step their error is about 1e-10.
 */
export function numericGradient(f: (x: number[][]) => number, x: readonly number[][]): number[][] {
  const step = 1e-5;
  return x.map((row, i) =>
    row.map((value, j) => {
      const moved = x.map((line) => [...line]);
      const at = (shifted: number) => {
        (moved[i] ?? [])[j] = shifted;
        return f(moved);
      };
      return (at(value + step) - at(value - step)) / (2 * step);
    }),
  );
}
