import { expect } from "chai";
import { missed, reportText } from "../../../../scripts/bench/tokenizers/report.ts";
import {
  atLeastTimes,
  atMostSeconds,
  both,
  type Row,
  ratio,
  warmSeconds,
} from "../../../../scripts/bench/tokenizers/row.ts";

const timings = {
  ours: { cold: 3, warm: [1, 0.5, 9] },
  tokenizers: { cold: 2, warm: [2, 2, 2] },
  plain: { cold: 40, warm: [] },
};
const row: Row = { what: "train", timings, different: ["plain"], goal: atLeastTimes(timings, 3, "tokenizers") };

describe("the rows of the tokenizers' benchmark", () => {
  it("compare the middle of what is warm, or what is cold where there is no more", () => {
    expect(warmSeconds(timings.ours)).to.equal(1);
    expect(ratio(timings, "tokenizers")).to.equal(2);
    expect(ratio(timings, "plain")).to.equal(40);
    expect(ratio(timings, "tiktoken")).to.equal(undefined);
  });

  it("judge only what was measured", () => {
    expect(atLeastTimes(timings, 2, "tokenizers")).to.deep.equal({
      text: "2 times as fast as tokenizers",
      holds: true,
    });
    expect(atLeastTimes(timings, 1, "tokenizers").text).to.equal("no slower than tokenizers");
    expect(atLeastTimes(timings, 1, "tiktoken").holds).to.equal(undefined);
    expect(atMostSeconds(timings, 0.9).holds).to.equal(false);
    expect(atMostSeconds({}, 0.9).holds).to.equal(undefined);
    const [good, bad] = [atMostSeconds(timings, 2), atMostSeconds(timings, 0.1)];
    const unknown = atLeastTimes(timings, 1, "tiktoken");
    expect([both(good, good), both(good, unknown), both(unknown, bad)].map(({ holds }) => holds)).to.deep.equal([
      true,
      undefined,
      false,
    ]);
  });

  it("are shown with the ratio to ours, and say what gave something else", () => {
    expect(reportText([row], "a machine", { markdown: true }).split("\n")).to.deep.equal([
      "| s, warm (cold) | ours | tokenizers (Rust, Python) | plain Python, as minbpe | goal |",
      "| --- | --- | --- | --- | --- |",
      "| train | 1 (3) | 2 (2) x 2 | 40 x 40 DIFFERENT | 3 times as fast as tokenizers: MISSED |",
    ]);
    expect(reportText([row], "a machine", { markdown: false })).to.match(/^a machine\n\ns, warm \(cold\) +ours /);
  });

  it("tell what was missed", () => {
    expect(missed([row])).to.deep.equal([
      "train: the goal does not hold: 3 times as fast as tokenizers",
      "train: plain Python, as minbpe gives something else than ours",
    ]);
    expect(missed([{ what: "x", timings: {}, different: [] }])).to.deep.equal([]);
  });
});
