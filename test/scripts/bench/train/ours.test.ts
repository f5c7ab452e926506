import { expect } from "chai";
import { measureTask } from "../../../../scripts/bench/train/measure-row.ts";
import { resultOf } from "../../../../scripts/bench/train/result.ts";
import { withSides } from "../../../../scripts/bench/train/sides.ts";
import type { Task } from "../../../../scripts/bench/train/task.ts";
import { useTemporaryFolder } from "../../support/temporary-folder.ts";

const sizes = { layers: 1, heads: 2, width: 8, length: 6, vocabulary: 11 };
const tasks: Task[] = [
  { kind: "gpt", ...sizes, batch: 2 },
  { kind: "lstm", embedding: 4, width: 8, length: 6, batch: 2, vocabulary: 11 },
  { kind: "decoding", ...sizes, batch: 1 },
];

describe("our side of the training benchmark", function () {
  this.timeout(120_000);
  const folder = useTemporaryFolder();

  for (const task of tasks) {
    it(`takes steps of the kind "${task.kind}" in a process of its own, and is measured without a peer`, async () => {
      const place = folder.path();
      const effort = { rounds: 2, roundTime: 1, threads: 1 };
      const measured = await withSides(["ours", "eager"], { torch: undefined, threads: 1, folder: place }, (sides) =>
        measureTask(task, sides, { folder: place, effort, compared: true }),
      );
      const { ours } = measured;
      expect(Object.keys(measured)).to.deep.equal(["ours"]);
      expect(ours?.rounds.map((round) => round.length)).to.deep.equal([3, 3]);
      expect(ours?.results).to.have.length(5);
      // Before it has learnt, a model guesses evenly; a logit is no loss.
      if (task.kind !== "decoding") expect(ours?.results[0]).to.be.closeTo(Math.log(11), 0.3);
      const plan = { name: "small", what: "small", task, goal: 1, compared: true };
      const { sides, holds } = resultOf(plan, measured);
      expect(sides.ours?.parameters).to.be.greaterThan(300);
      expect(sides.ours?.memory).to.be.greaterThan(50);
      expect(holds).to.equal(undefined);
    });
  }
});
