import { expect } from "chai";
import { median, quantile } from "../../../../scripts/bench/kernel/statistics.ts";

describe("statistics of a benchmark", () => {
  it("finds a value in the middle, or the mean of the two there", () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 3, 2])).to.equal(2.5);
  });

  it("finds quantiles between two values by their weighted mean", () => {
    expect(quantile([0, 10], 0.9)).to.equal(9);
    expect(quantile([5, 1, 3], 0)).to.equal(1);
    expect(quantile([5, 1, 3], 1)).to.equal(5);
  });

  it("leaves the values in their order", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).to.deep.equal([3, 1, 2]);
  });

  it("refuses no values, and a share that is none", () => {
    expect(() => median([])).to.throw(RangeError, "no values");
    expect(() => quantile([1], 1.5)).to.throw(RangeError, "1.5");
    expect(() => quantile([1], Number.NaN)).to.throw(RangeError, "NaN");
  });
});
