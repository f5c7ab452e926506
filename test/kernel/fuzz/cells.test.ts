import { type FrontEnd, startFrontEnd } from "../support/front-end.ts";
import { endOfLog, expectSound } from "./answers.ts";
import { chanceFrom, fuzzPlan, reportSeed } from "./chance.ts";
import { randomCell } from "./random-cell.ts";

describe("a kernel that is given any cell at all", () => {
  const { milliseconds, seed } = fuzzPlan(10);
  let frontEnd: FrontEnd;
  before(async () => {
    frontEnd = await startFrontEnd({ patience: 30_000 });
  });
  after(() => frontEnd.close());

  it("answers it, also when asked about it, and goes on", async function () {
    this.timeout(milliseconds + 60_000);
    const chance = chanceFrom(seed);
    let cell = "";
    const recent: string[] = [];
    await reportSeed(
      seed,
      () =>
        `${JSON.stringify(cell)}\nBefore it:\n${recent.map((code) => JSON.stringify(code).slice(0, 200)).join("\n")}\n${endOfLog(frontEnd)}`,
      async () => {
        const end = performance.now() + milliseconds;
        do {
          cell = randomCell(chance);
          const cursor = chance.below([...cell].length + 1);
          const question = chance.pick(["none", "complete", "inspect", "is_complete"]);
          const asked =
            question === "none"
              ? undefined
              : frontEnd.ask("shell", `${question}_request`, { code: cell, cursor_pos: cursor, detail_level: 1 });
          await Promise.all([asked, runToItsEnd(frontEnd, cell)]);
          await expectSound(frontEnd);
          recent.unshift(cell);
          recent.length = Math.min(recent.length, 5);
        } while (performance.now() < end);
      },
    );
  });
});

/** A random cell may well wait for what never comes; a person would interrupt it. */
async function runToItsEnd(frontEnd: FrontEnd, cell: string): Promise<void> {
  const interrupt = setInterval(() => void frontEnd.interrupt().catch(() => undefined), 3000);
  try {
    await frontEnd.execute(cell);
  } finally {
    clearInterval(interrupt);
  }
}
