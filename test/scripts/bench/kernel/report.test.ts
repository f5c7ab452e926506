import { expect } from "chai";
import { markdownReport, missedGoals, textReport } from "../../../../scripts/bench/kernel/report.ts";
import { atMost, atMostTimes, exactly, type Row } from "../../../../scripts/bench/kernel/row.ts";

const setting = { versions: { llmlab: "0.1.0", tslab: "1.0.22", ipykernel: "7.4.0" }, machine: "2 x a processor" };
const rows: Row[] = [
  { what: "small cell", unit: "ms", figures: { llmlab: 5, tslab: 31.24, ipykernel: 4 }, goal: atMost(10, "ms") },
  { what: "start", unit: "ms", figures: { llmlab: 600, ipykernel: 400 }, goal: atMostTimes(1.3, "ipykernel") },
  { what: "interrupt", unit: "ms", figures: { llmlab: 12, tslab: "no" }, goal: atMost(100, "ms") },
  { what: "lost", unit: "", figures: { llmlab: 0, tslab: 99 }, goal: exactly(0) },
  { what: "memory", unit: "MiB", figures: { llmlab: 90 }, goal: atMostTimes(1, "tslab") },
];

describe("the report of a benchmark", () => {
  it("says ours, each peer's with its ratio to ours, and whether the goal holds", () => {
    const lines = textReport(rows, setting).split("\n");
    expect(lines[0]).to.equal("2 x a processor");
    expect(lines[2]?.split(/ {2,}/)).to.deep.equal(["", "llmlab 0.1.0", "tslab 1.0.22", "ipykernel 7.4.0", "goal"]);
    expect(lines[3]?.split(/ {2,}/)).to.deep.equal([
      "small cell (ms)",
      "5",
      "31.2 (x 6.2)",
      "4 (x 0.8)",
      "at most 10 ms",
      "holds",
    ]);
    expect(lines[4]).to.match(/ MISSED$/);
  });

  it("makes a Markdown table that names the goals that are missed", () => {
    expect(markdownReport(rows, setting).split("\n").slice(0, 5)).to.deep.equal([
      "|  | llmlab 0.1.0 | tslab 1.0.22 | ipykernel 7.4.0 | goal |",
      "| --- | --- | --- | --- | --- |",
      "| small cell (ms) | 5 | 31.2 | 4 | at most 10 ms |",
      "| start (ms) | 600 | - | 400 | at most 1.3 x ipykernel (missed) |",
      "| interrupt (ms) | 12 | no | - | at most 100 ms |",
    ]);
  });

  it("counts as missed only what was measured, and a word as missed where a number is asked for", () => {
    const word: Row = { what: "interrupt", unit: "ms", figures: { llmlab: "dies" }, goal: atMost(100, "ms") };
    expect(missedGoals([...rows, word]).map(({ what }) => what)).to.deep.equal(["start", "interrupt"]);
    expect(atMost(1, "ms").holds({ tslab: 5 })).to.equal(undefined);
  });
});
