import { expect } from "chai";
import type { SideResult } from "../../../../scripts/bench/train/measure-row.ts";
import { missed, type Report, reportText, timesTable } from "../../../../scripts/bench/train/report.ts";
import { type RowResult, resultOf } from "../../../../scripts/bench/train/result.ts";
import { rowPlans, smallGpt } from "../../../../scripts/bench/train/rows.ts";

function side(time: number, others: Partial<SideResult> = {}): SideResult {
  return {
    parameters: 809_856,
    firstStep: 1000 + time,
    rounds: [[time, time + 1, time + 2]],
    results: [4.2, 4.1],
    memory: 512.4,
    ...others,
  };
}

function row(name: string, sides: Parameters<typeof resultOf>[1]): RowResult {
  const plan = rowPlans.find((candidate) => candidate.name === name);
  if (plan === undefined) throw new Error(`Cannot find ${name}`);
  return resultOf(plan, sides);
}

const rows = [
  row("gpt-0.81m", { ours: side(30), eager: side(40), compiled: side(35) }),
  row("lstm", { ours: side(20, { results: [4.2, 3] }), eager: side(10) }),
  row("decoding", { ours: side(0.1, { results: [1, 2] }), eager: side(2, { results: [1, 3] }) }),
  row("gpt2", { ours: side(20, { results: [1] }), eager: side(30, { results: [7], parameters: 5 }) }),
];
const report: Report = {
  machine: "2 x a processor",
  torch: "2.13.0",
  peak: { rates: { ours: 2e11, eager: 1e11 }, best: 2e11 },
  rows,
  growths: [{ axis: "width", points: [{ value: 64, ours: side(4), eager: side(9) }] }],
  shakespeare: { steps: 2500, sides: { ours: { seconds: 61.5, firstStep: 4000, loss: 1.8812 } } },
};

describe("the report of the training benchmark", () => {
  it("says the times of each side, our ratios with their spread, and whether the goal holds", () => {
    const [headings, first, second] = timesTable(rows);
    expect(headings?.slice(1, 4)).to.deep.equal(["ours", "PyTorch eager", "torch.compile"]);
    expect(first).to.deep.equal([
      "GPT step, 0.81 M parameters",
      "31 (30)",
      "41 (40)",
      "36 (35)",
      "0.76 (0.76-0.76)",
      "0.86 (0.86-0.86)",
      "at most 0.85",
      "holds",
    ]);
    expect(second?.slice(3)).to.deep.equal(["-", "1.91 (1.91-1.91)", "-", "at most 1", "MISSED"]);
  });

  it("names what is slow, what does not compute the same, and a loss above the published one", () => {
    expect(missed(report)).to.deep.equal([
      "LSTM step (T64 B32 H128): slower than the goal",
      "LSTM step (T64 B32 H128): the sides do not compute the same",
      "cached decoding of a token, 0.81 M: the sides do not compute the same",
      "cached decoding of a token, GPT-2 124 M: the sides do not compute the same",
      "Shakespeare: a validation loss of 1.881, above 1.88",
    ]);
  });

  it("does not hold a short look at Shakespeare to the published loss", () => {
    const quick: Report = {
      ...report,
      rows: [],
      shakespeare: { steps: 200, sides: { ours: { seconds: 6, firstStep: 1, loss: 2.5 } } },
    };
    expect(missed(quick)).to.deep.equal([]);
  });

  it("sets the same tables for a terminal and in Markdown", () => {
    const text = reportText(report, { markdown: false });
    expect(text.split("\n")[0]).to.equal("2 x a processor, PyTorch 2.13.0");
    expect(text).to.include("Peak of float32 matrix products: 200 GFLOP/s (ours 200, eager 100)");
    expect(text).to.match(/^LSTM step \(T64 B32 H128\) +21 \(20\) +11 \(10\)/m);
    expect(text).to.include("DIFFERENT by 3e-1");
    expect(text).to.match(/^64 +809856 +5 +10 +0\.5 /m);
    const markdown = reportText(report, { markdown: true });
    expect(markdown).to.include("| ms, median (minimum) | ours | PyTorch eager |");
    expect(markdown).to.include("| --- | --- | --- |");
    expect(markdown).to.include("| ours | 61.5 | 4 | 40.7 | 1.881 |");
  });

  it("can be made of nothing but the machine", () => {
    expect(reportText({ machine: "a machine", rows: [], growths: [] }, { markdown: false })).to.equal("a machine\n");
  });

  it("states shares of the peak by the operations of the matrix products", () => {
    // The small GPT has 3.1 GFLOP a step: 24 C^2 + 4 T C a layer and token, 2 C V at the end, three times forward.
    const { layers, width, length, batch, vocabulary } = smallGpt;
    const forward = batch * length * (layers * (24 * width ** 2 + 4 * length * width) + 2 * width * vocabulary);
    const share = Math.round(((3 * forward) / 0.03 / 2e11) * 100);
    expect(reportText(report, { markdown: true })).to.include(`| ${share} % /`);
  });
});
