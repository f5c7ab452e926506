import { expect } from "chai";
import { type FrontEnd, startFrontEnd } from "../support/front-end.ts";
import { endOfLog, expectSound } from "./answers.ts";
import { chanceFrom, fuzzPlan, reportSeed } from "./chance.ts";

const cells = [
  "for (;;) {}",
  "await null; for (;;) {}",
  "await new Promise(() => {})",
  "setTimeout(() => { for (;;) {} }, 1); await new Promise(() => {})",
  "for (let i = 0; i < 200; i++) { console.log(i); await null }",
  "for (;;) console.log('again')",
  "for (;;) { try { for (;;) {} } catch {} finally {} }",
  "for (let i = 0; i < 1e6; i++) {}",
  "steps = steps + 1",
  "const text: string = 1",
  "throw new Error('mine')",
  "import { join } from 'node:path'; join('a', 'b')",
  "await new Promise((resolve) => setTimeout(resolve, 3))",
  "JSON.parse(JSON.stringify(Array.from({ length: 1000 }, (_, i) => ({ i })))).length",
];

/** Errors that such cells may end in: those that they throw, and the interrupt. */
const endings = ["KeyboardInterrupt", "TypeScriptError", "Error"];

describe("a kernel that is interrupted at any moment", () => {
  const { milliseconds, seed } = fuzzPlan(0);
  let frontEnd: FrontEnd;
  before(async () => {
    frontEnd = await startFrontEnd({ patience: 30_000 });
  });
  after(() => frontEnd.close());

  it("ends every cell, keeps its variables through a thousand interrupts, and goes on", async function () {
    this.timeout(milliseconds + 120_000);
    const chance = chanceFrom(seed);
    const recent: string[] = [];
    await reportSeed(
      seed,
      () => `${recent.join("\n")}\n${endOfLog(frontEnd)}`,
      async () => {
        await frontEnd.execute("const kept = 'kept'; let steps = 0;");
        let interrupts = 0;
        for (const end = performance.now() + milliseconds; interrupts < 1000 || performance.now() < end; ) {
          const cell = chance.pick(cells);
          recent.unshift(cell);
          recent.length = Math.min(recent.length, 20);
          const pending = frontEnd.execute(cell, { stop_on_error: false });
          let ended = false;
          const done = pending.finally(() => {
            ended = true;
          });
          done.catch(() => undefined);
          const asked = chance.below(4) === 0 ? frontEnd.complete("Math.flo") : undefined;
          do {
            await new Promise((resolve) => setTimeout(resolve, chance.below(12)));
            frontEnd.send("control", "interrupt_request", {});
            interrupts++;
            // Each interrupt that comes before the one before is dealt with, makes it no more interrupted.
            await Promise.race([done, new Promise((resolve) => setTimeout(resolve, chance.pick([0, 5, 100])))]);
          } while (!ended);
          const { reply } = await done;
          const { status, ename } = reply.content;
          if (status !== "ok") expect(endings, JSON.stringify(reply.content)).to.include(ename);
          if (asked !== undefined) expect((await asked).reply.content.matches).to.include("floor");
          if (chance.below(10) === 0) await expectKept(frontEnd);
        }
        await expectKept(frontEnd);
      },
    );
  });
});

async function expectKept(frontEnd: FrontEnd): Promise<void> {
  // An interrupt that was sent while the last cell ran may still be on its way; it must not reach the next one.
  await frontEnd.ask("control", "kernel_info_request");
  const { reply, outputs } = await frontEnd.execute("kept");
  expect(reply.content.status, JSON.stringify(reply.content)).to.equal("ok");
  expect(outputs.map(({ content }) => content.data?.["text/plain"])).to.deep.equal(["'kept'"]);
  await expectSound(frontEnd);
}
