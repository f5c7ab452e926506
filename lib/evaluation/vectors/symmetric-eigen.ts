/** The eigenvalues of a symmetric matrix, the largest first, and for each the eigenvector, of length 1. */
export interface Eigen {
  values: number[];
  vectors: Float64Array[];
}

/** Sweeps over a matrix until nothing is left beside the diagonal take 5 to 10, whatever its size. */
const mostSweeps = 60;

/**
 * Finds the eigenvalues and eigenvectors of a symmetric matrix by turning it, plane by plane, until it is diagonal
 * (Jacobi, 1846; as in Golub and Van Loan, "Matrix Computations", section 8.5). Exact to rounding, and quick enough for
 * some hundred rows.
 *
 * @param matrix [N, N], finite and symmetric; it is left as it is.
 */
export function symmetricEigen(matrix: readonly Float64Array[]): Eigen {
  const rows = matrix.map((row) => row.slice());
  const turned = rows.map((_, at) => Float64Array.from(rows, (_, other) => (at === other ? 1 : 0))); // rows: vectors
  const scale = Math.hypot(...rows.map((row) => Math.hypot(...row)));
  for (let sweep = 0; sweep < mostSweeps && beside(rows) > 1e-15 * scale; sweep++) {
    for (let p = 0; p < rows.length; p++) {
      for (let q = p + 1; q < rows.length; q++) {
        rotate(rows, turned, p, q);
      }
    }
  }
  const order = [...rows.keys()].sort((a, b) => at(rows, b, b) - at(rows, a, a) || a - b);
  return {
    values: order.map((index) => at(rows, index, index)),
    vectors: order.map((index) => turned[index] ?? new Float64Array()),
  };
}

/** Turns the plane of axes p and q so that the entry that couples them becomes 0. */
function rotate(rows: Float64Array[], turned: Float64Array[], p: number, q: number): void {
  const [rowP, rowQ] = [rows[p], rows[q]];
  const [vectorP, vectorQ] = [turned[p], turned[q]];
  const coupling = rowP?.[q] ?? 0;
  if (coupling === 0 || !rowP || !rowQ || !vectorP || !vectorQ) {
    return;
  }
  const ratio = ((rowQ[q] ?? 0) - (rowP[p] ?? 0)) / (2 * coupling);
  const tangent = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.hypot(ratio, 1)); // the smaller of two angles
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  turn(vectorP, vectorQ, cosine, sine);
  turn(rowP, rowQ, cosine, sine);
  for (const row of rows) {
    const [x, y] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
}

function turn(first: Float64Array, second: Float64Array, cosine: number, sine: number): void {
  for (let index = 0; index < first.length; index++) {
    const [x, y] = [first[index] ?? 0, second[index] ?? 0];
    first[index] = cosine * x - sine * y;
    second[index] = sine * x + cosine * y;
  }
}

/** The size of what stands beside the diagonal. */
function beside(rows: readonly Float64Array[]): number {
  return Math.hypot(...rows.map((row, index) => Math.hypot(...row.filter((_, other) => other !== index))));
}

function at(rows: readonly Float64Array[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}
