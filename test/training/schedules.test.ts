import { expect } from "chai";
import { constant, cosine, joinSchedules, warmUp } from "../../lib/training/index.ts";
import { errorOf } from "../support/printed.ts";
import { worstDifference } from "../support/tensors.ts";

const close = (actual: number[], expected: number[]) => expect(worstDifference(actual, expected)).to.be.below(1e-12);

describe("a schedule", () => {
  it("may stay the same", () => {
    expect([0, 1, 1000].map(constant(0.001))).to.deep.equal([0.001, 0.001, 0.001]);
  });

  it("may rise in a straight line, and then stays", () => {
    close([0, 1, 2, 3, 4, 100].map(warmUp({ to: 0.4, steps: 4 })), [0.1, 0.2, 0.3, 0.4, 0.4, 0.4]);
  });

  it("may fall along half a cosine to a floor, and then stays", () => {
    close([0, 1, 2, 3].map(cosine({ from: 1, to: 0, steps: 2 })), [1, 0.5, 0, 0]);
    const rate = cosine({ from: 1, to: 0.1, steps: 300 });
    close([0, 100, 150, 300, 999].map(rate), [1, 0.1 + 0.9 * 0.75, 0.55, 0.1, 0.1]);
    close([cosine({ from: 1, steps: 5 })(5)], [0]);
  });

  it("may be joined from two", () => {
    const rate = joinSchedules(warmUp({ to: 1, steps: 100 }), 100, cosine({ from: 1, to: 0.1, steps: 900 }));
    close([0, 49, 99, 100, 550, 1000, 5000].map(rate), [0.01, 0.5, 1, 1, 0.55, 0.1, 0.1]);
  });

  it("is refused where a number makes no sense", async () => {
    for (const [make, text] of [
      [() => constant(-1), "a learning rate of -1"],
      [() => warmUp({ to: Number.POSITIVE_INFINITY, steps: 1 }), "a learning rate of Infinity"],
      [() => cosine({ from: 1, to: Number.NaN, steps: 1 }), "a learning rate of NaN"],
      [() => warmUp({ to: 1, steps: 0 }), "0 steps"],
      [() => cosine({ from: 1, steps: 1.5 }), "1.5 steps"],
      [() => joinSchedules(constant(1), -1, constant(1)), "-1 steps"],
    ] as const) {
      const error = await errorOf(make);
      expect(error).to.be.instanceOf(RangeError);
      expect(error.message).to.contain(`Cannot schedule ${text}:`);
    }
  });
});
