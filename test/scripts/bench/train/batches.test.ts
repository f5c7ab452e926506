import { expect } from "chai";
import { createRandom } from "../../../../lib/random/index.ts";
import { batchesOf, textBatches } from "../../../../scripts/bench/train/batches.ts";
import { matrixOperations } from "../../../../scripts/bench/train/flops.ts";
import { rowPlans } from "../../../../scripts/bench/train/rows.ts";
import { inputShapes } from "../../../../scripts/bench/train/task.ts";

const sizes = { layers: 1, heads: 1, width: 4, length: 8, batch: 50, vocabulary: 10 };

describe("the batches of the training benchmark", () => {
  it("are as large as the shapes of every row say, and the same each time", () => {
    for (const { task } of rowPlans.filter(({ task }) => inputShapes(task).length > 0)) {
      const size = inputShapes(task).reduce(
        (sum, shape) => sum + shape.reduce((product, axis) => product * axis, 1),
        0,
      );
      const batches = batchesOf(task, 2);
      expect(batches).to.have.length(2 * size);
      expect(batches).to.deep.equal(batchesOf(task, 2));
      expect(batches.slice(0, size)).not.to.deep.equal(batches.slice(size));
      expect(Math.max(...batches)).to.equal(task.vocabulary - 1);
    }
  });

  it("hide about 15 in 100 tokens from BERT, and ask for these alone", () => {
    const batch = batchesOf({ kind: "bert", ...sizes }, 1);
    const [ids, labels] = [batch.slice(0, 400), batch.slice(400)];
    const asked = [...labels.keys()].filter((at) => labels[at] !== -1);
    // 400 draws at 0.15: 60, with a deviation of 7.
    expect(asked.length).to.be.within(30, 90);
    expect(asked.every((at) => ids[at] === 0)).to.equal(true);
  });

  it("cut a text so that each label is the id one place further", () => {
    const text = Array.from({ length: 30 }, (_, at) => at);
    const cut = textBatches(text, { count: 2, batch: 3, length: 5, random: createRandom(1) });
    expect(cut).to.have.length(2 * 2 * 15);
    for (const from of [0, 30]) {
      const ids = [...cut.slice(from, from + 15)];
      expect([...cut.slice(from + 15, from + 30)]).to.deep.equal(ids.map((id) => id + 1));
      expect(ids[1]).to.equal((ids[0] ?? 0) + 1);
    }
    expect(() => textBatches([1, 2], { count: 1, batch: 1, length: 2, random: createRandom(1) })).to.throw("cut 3 ids");
  });
});

describe("the operations of a step", () => {
  it("are two for each weight and token, thrice that in training, besides attention", () => {
    const decoding = matrixOperations({ kind: "decoding", ...sizes, batch: 1 });
    expect(decoding).to.equal(2 * (12 * 16 + 10 * 4) + 2 * 2 * 4 * 4);
    const gpt = matrixOperations({ kind: "gpt", ...sizes });
    expect(gpt).to.equal(3 * 50 * 8 * (2 * (12 * 16 + 10 * 4) + 2 * 2 * 8 * 4));
  });

  it("grow with the batch, and faster than the length", () => {
    const step = (change: object) => matrixOperations({ kind: "gpt", ...sizes, ...change });
    expect(step({ batch: 100 })).to.equal(2 * step({}));
    expect(step({ length: 16 })).to.be.greaterThan(2 * step({}));
  });
});
