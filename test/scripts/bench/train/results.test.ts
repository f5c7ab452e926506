import { expect } from "chai";
import { differenceOf, roundRatios, type SideResult } from "../../../../scripts/bench/train/measure-row.ts";
import { figuresOf, resultOf } from "../../../../scripts/bench/train/result.ts";
import type { RowPlan } from "../../../../scripts/bench/train/rows.ts";

const plan: RowPlan = {
  name: "small",
  what: "small step",
  task: { kind: "gpt", layers: 1, heads: 1, width: 4, length: 2, batch: 1, vocabulary: 3 },
  goal: 0.9,
  compared: true,
};

function side(rounds: number[][], others: Partial<SideResult> = {}): SideResult {
  return { parameters: 100, firstStep: 1000, rounds, results: [2, 1], memory: 500, ...others };
}

describe("the result of a row", () => {
  it("divides our time by the peer's round by round, so that a slow moment falls on both", () => {
    const ours = side([
      [10, 10, 10],
      [30, 30, 30],
      [10, 11, 12],
    ]);
    const theirs = side([
      [20, 20, 99],
      [60, 60, 60],
      [10, 11, 12],
    ]);
    expect(roundRatios(ours, theirs)).to.deep.equal([0.5, 0.5, 1]);
    const { ratios, holds } = resultOf(plan, { ours, eager: theirs });
    expect(ratios.eager).to.deep.equal({ median: 0.5, low: 0.5, high: 1 });
    expect(ratios.compiled).to.equal(undefined);
    expect(holds).to.equal(true);
  });

  it("misses a goal that the median of the rounds is above, and judges none without a peer", () => {
    const ours = side([[10], [10], [1]]);
    const theirs = side([[11], [11], [11]]);
    expect(resultOf(plan, { ours, eager: theirs }).holds).to.equal(false);
    expect(resultOf(plan, { ours }).holds).to.equal(undefined);
  });

  it("sums up a side: median and minimum of all steps, what the first step took more, the operations a second", () => {
    expect(figuresOf(side([[4, 2], [3]]), 6000)).to.deep.equal({
      median: 3,
      minimum: 2,
      compiling: 997,
      memory: 500,
      parameters: 100,
      rate: 3_000_000,
    });
  });

  it("measures the largest difference of two sides' results by their size", () => {
    expect(differenceOf([4.2, 2], [4.2, 2])).to.equal(0);
    expect(differenceOf([4, 2.02], [4, 2])).to.be.closeTo(0.01, 1e-12);
    expect(differenceOf([1], [1, 2])).to.equal(Number.POSITIVE_INFINITY);
    expect(differenceOf([Number.NaN], [1])).to.equal(Number.POSITIVE_INFINITY);
  });
});
