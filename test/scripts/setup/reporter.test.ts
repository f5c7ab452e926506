import { expect } from "chai";
import { createReporter, formatBytes, formatSeconds } from "../../../scripts/setup/reporter.mjs";

describe("the reporter", () => {
  it("says durations and sizes as people do", () => {
    expect([90, 9_940, 9_960, 42_400, 185_000].map(formatSeconds)).to.deep.equal([
      "0.1 s",
      "9.9 s",
      "10 s",
      "42 s",
      "3 min 5 s",
    ]);
    expect([273_829_956, 3.38e9].map(formatBytes)).to.deep.equal(["274 MB", "3.4 GB"]);
  });

  it("redraws one line on a terminal while work goes on, and clears it at the end", async () => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 40, write: (text: string) => written.push(text) };
    const reporter = createReporter({ stream });
    await reporter.during("TensorFlow", async (progress) => {
      progress(() => "downloading a file with a long name, 10 MB of 274 MB");
      await new Promise((resolve) => setTimeout(resolve, 1100));
    });
    expect(written).to.have.length(2);
    const [, line] = written[0]?.split("\r\x1b[K") ?? [];
    expect(line).to.equal("TensorFlow, downloading a file with a l");
    expect(written[1]).to.equal("\r\x1b[K");
  });

  it("writes no control characters elsewhere", async () => {
    const written: string[] = [];
    const reporter = createReporter({ stream: { write: (text: string) => written.push(text) } });
    await reporter.during("TensorFlow", async () => {});
    reporter.say("done");
    expect(written).to.deep.equal(["done\n"]);
  });
});
