/** The operations as plain loops over numbers in float64: what lib/tensor/fused is held against, and differentiated. */

/** Cuts a list into rows of this width. */
export function toRows(values: readonly number[], width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) => values.slice(row * width, (row + 1) * width));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function referenceLayerNorm(
  x: readonly number[],
  scale: readonly number[],
  shift: readonly number[],
  epsilon: number,
): number[] {
  return toRows(x, scale.length).flatMap((row) => {
    const middle = mean(row);
    const variance = mean(row.map((value) => (value - middle) ** 2));
    return row.map(
      (value, at) => ((value - middle) / Math.sqrt(variance + epsilon)) * (scale[at] ?? 0) + (shift[at] ?? 0),
    );
  });
}

export function referenceRmsNorm(x: readonly number[], scale: readonly number[], epsilon: number): number[] {
  return toRows(x, scale.length).flatMap((row) => {
    const size = Math.sqrt(mean(row.map((value) => value ** 2)) + epsilon);
    return row.map((value, at) => (value / size) * (scale[at] ?? 0));
  });
}

export function referenceGelu(x: readonly number[]): number[] {
  return x.map((value) => (value / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3))));
}

export function referenceGeluExact(x: readonly number[]): number[] {
  return x.map((value) => (value / 2) * (1 + errorFunction(value / Math.SQRT2)));
}

/** 2 / √π · Σ (-1)^n x^(2n+1) / (n! (2n+1)), which converges everywhere; for |x| up to 3 within 1e-12. */
function errorFunction(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= -(x ** 2) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/**
 * The gradient of `f` at the list `at` of its arguments, by central differences. In float64 with this step their error
 * is about 1e-10.
 */
export function numericGradients(f: (...inputs: number[][]) => number, inputs: readonly number[][]): number[][] {
  const step = 1e-5;
  return inputs.map((input, which) =>
    input.map((value, at) => {
      const moved = (shifted: number) =>
        f(...inputs.map((other, index) => (index === which ? other.with(at, shifted) : [...other])));
      return (moved(value + step) - moved(value - step)) / (2 * step);
    }),
  );
}
