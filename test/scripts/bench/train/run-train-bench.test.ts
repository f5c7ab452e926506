import { expect } from "chai";
import { runBench } from "../../../../scripts/bench/run-bench.ts";
import { shakespeareRate } from "../../../../scripts/bench/train/measure-shakespeare.ts";
import { rowPlans } from "../../../../scripts/bench/train/rows.ts";
import { chooseParts, partNames } from "../../../../scripts/bench/train/run-train-bench.ts";
import { errorOf, printedBy } from "../../../support/printed.ts";

describe("npm run bench -- train", () => {
  it("says its options", async () => {
    const [usage = ""] = await printedBy(async () => {
      expect(await runBench(["train", "--help"])).to.equal(0);
    });
    for (const option of ["--quick", "--markdown", "--json FILE", "--only LIST", "--python PROGRAM"]) {
      expect(usage).to.include(option);
    }
  });

  it("measures all, or what it is told", async () => {
    expect(chooseParts(undefined)).to.equal(partNames);
    expect(chooseParts("lstm,shakespeare")).to.deep.equal(["lstm", "shakespeare"]);
    expect((await errorOf(() => chooseParts("lstm,gru"))).message).to.match(
      /^Cannot measure "gru": it is none of gpt-/,
    );
    expect(new Set(partNames)).to.have.property("size", partNames.length);
  });

  it("has every goal of the issue", () => {
    expect(rowPlans.map(({ goal }) => goal)).to.deep.equal([0.85, 0.9, 0.9, 1, 0.9, 0.9, 1, 0.6, 1]);
  });

  it("warms the learning rate of Shakespeare up, and lets it down by a cosine, as nanoGPT does", () => {
    expect(shakespeareRate(0, 2000)).to.be.closeTo(1e-3 / 101, 1e-12);
    expect(shakespeareRate(100, 2000)).to.equal(1e-3);
    expect(shakespeareRate(1050, 2000)).to.be.closeTo(5.5e-4, 1e-12);
    expect(shakespeareRate(2000, 2000)).to.be.closeTo(1e-4, 1e-12);
  });
});
