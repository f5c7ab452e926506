import { expect } from "chai";
import {
  cosineSimilarity,
  euclideanDistance,
  nearestNeighbours,
  principalComponents,
  projectOnto,
  solveAnalogy,
} from "../../../lib/evaluation/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { readGolden } from "../../support/golden.ts";

/** A case as scripts/golden/vectors.py writes it. */
interface VectorCase {
  name: string;
  points: number[][];
  cosines: number[][];
  distances: number[][];
  neighbours: number[][];
  analogy: number[];
  mean: number[];
  axes: number[][];
  shares: number[];
  projected: number[][];
}

/** Both are computed in float64; principal components come another way. */
const tolerance = 1e-9;

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).to.have.length(expected.length);
  for (const [at, value] of actual.entries()) {
    expect(value).to.be.closeTo(expected[at] ?? Number.NaN, tolerance);
  }
}

describe("vectors of words", () => {
  for (const golden of readGolden<VectorCase>("vectors")) {
    const { points } = golden;
    describe(`have, for ${golden.name},`, () => {
      it("the angles and distances of NumPy", () => {
        const table = (measure: (a: number[], b: number[]) => number) =>
          points.flatMap((a) => points.map((b) => measure(a, b)));
        expectClose(table(cosineSimilarity), golden.cosines.flat());
        expectClose(table(euclideanDistance), golden.distances.flat());
      });

      it("its neighbours and its analogy", () => {
        const count = points.length;
        const found = points.map((point, at) => nearestNeighbours(points, point, { count, without: [at] }));
        expect(found.map((row) => row.map(({ index }) => index))).to.deep.equal(golden.neighbours);
        const indexOf = ({ index }: { index: number }) => index;
        expect(solveAnalogy(points, [0, 1, 2], { count, leaveOut: false }).map(indexOf)).to.deep.equal(golden.analogy);
        const others = golden.analogy.filter((index) => index > 2);
        expect(solveAnalogy(points, [0, 1, 2], { count }).map(indexOf)).to.deep.equal(others);
      });

      it("its principal components", () => {
        const components = principalComponents(points, { count: golden.axes.length });
        expectClose(components.mean, golden.mean);
        expectClose(components.axes.flat(), golden.axes.flat());
        expectClose(components.shares, golden.shares);
        expectClose(projectOnto(components, points).flat(), golden.projected.flat());
      });
    });
  }

  it("do what their docstrings show", () => {
    expect(cosineSimilarity([1, 0], [3, 3])).to.be.closeTo(Math.SQRT1_2, tolerance);
    expect(euclideanDistance([1, 1], [4, 5])).to.equal(5);
    const found = nearestNeighbours(
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      [2, 1],
      { count: 2 },
    );
    expect(found.map(({ index }) => index)).to.deep.equal([2, 0]);
    const words = [
      [1, 0, 0],
      [1, 0, 1],
      [0, 1, 0],
      [0, 1, 1],
    ];
    expect(solveAnalogy(words, [0, 1, 2])[0]?.index).to.equal(3);
    const line = principalComponents(
      [
        [0, 0],
        [2, 2],
        [4, 4],
      ],
      { count: 1 },
    );
    expectClose(line.axes.flat(), [Math.SQRT1_2, Math.SQRT1_2]);
    expectClose(line.shares, [1]);
    expect(projectOnto({ mean: [1, 1], axes: [[1, 0]], shares: [1] }, [[4, 7]])).to.deep.equal([[3]]);
  });

  it("take typed arrays, and leave them as they are", () => {
    const point = Float32Array.of(1, 2);
    expect(cosineSimilarity(point, point)).to.be.closeTo(1, tolerance);
    expect(nearestNeighbours([point], point)[0]?.index).to.equal(0);
    expect([...point]).to.deep.equal([1, 2]);
  });

  it("keep the order of rows that are as near, and stay within 1 and -1", () => {
    const near = nearestNeighbours(
      [
        [0.1, 0.7],
        [0.2, 1.4],
        [0.1, 0.7],
      ],
      [0.1, 0.7],
    );
    expect(near.map(({ index }) => index)).to.deep.equal([0, 1, 2]);
    for (const { similarity } of near) {
      expect(similarity).to.be.at.most(1);
    }
    expect(cosineSimilarity([0.1, 0.7], [-0.3, -2.1])).to.be.at.least(-1);
    // The squares of these are too large, and too small.
    expect(cosineSimilarity([1e200, 0], [1e200, 1e200])).to.be.closeTo(Math.SQRT1_2, tolerance);
    expect(cosineSimilarity([1e-200, 0], [1e-200, 1e-200])).to.be.closeTo(Math.SQRT1_2, tolerance);
  });

  it("vary along their components at right angles, whatever their number", () => {
    const random = createRandom(3);
    const points = Array.from({ length: 200 }, () => Array.from({ length: 40 }, (_, at) => random.normal() / (1 + at)));
    const components = principalComponents(points, { count: 40 });
    const { axes, shares } = components;
    for (const [i, a] of axes.entries()) {
      for (const [j, b] of axes.entries()) {
        const product = a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0);
        expect(product).to.be.closeTo(i === j ? 1 : 0, tolerance);
      }
    }
    expect([...shares].sort((a, b) => b - a)).to.deep.equal(shares);
    expect(shares.reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, tolerance);
    const [first = [], second = []] = projectOnto(components, points.slice(0, 2));
    // Turned, not stretched.
    expect(euclideanDistance(first, second)).to.be.closeTo(euclideanDistance(points[0] ?? [], points[1] ?? []), 1e-8);
  });

  it("are refused where there is nothing to measure", () => {
    expect(() => cosineSimilarity([1], [1, 2])).to.throw(RangeError, "1 numbers with one of 2");
    expect(() => cosineSimilarity([0, 0], [1, 2])).to.throw(RangeError, "direction");
    expect(() => cosineSimilarity([Number.NaN, 0], [1, 2])).to.throw(RangeError, "direction");
    expect(() => euclideanDistance([], [])).to.throw(RangeError, "at least one");
    expect(() => nearestNeighbours([[1]], [1], { count: 0 })).to.throw(RangeError, "0 neighbours");
    expect(() => solveAnalogy([[1]], [0, 0, 1])).to.throw(RangeError, "row 1");
    expect(() => principalComponents([[1, 2]])).to.throw(RangeError, "1 points");
    expect(() => principalComponents([[1], [2]])).to.throw(RangeError, "2 directions in 1");
    const same = [
      [1, 2],
      [1, 2],
    ];
    expect(() => principalComponents(same)).to.throw(RangeError, "variance is 0");
    expect(() => principalComponents([[1, Number.NaN], ...same])).to.throw(RangeError, "variance");
  });
});
