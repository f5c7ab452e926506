import { expect } from "chai";
import { createRandom } from "../../../lib/random/index.ts";
import { CellRunner } from "../support/cell-runner.ts";

/** Cells that end by themselves soon, so that an interrupt comes before, in, or after them. */
const short = [
  "count += 1",
  "for (let i = 0; i < 1e6; i++) count += 1;",
  "await null; for (let i = 0; i < 3e5; i++) count += 1;",
  "for (let i = 0; i < 100; i++) await null;",
  "await new Promise((resolve) => setTimeout(resolve, 4))",
  "await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))",
  'for (let i = 0; i < 200; i++) console.log("line", i);',
  'process.stdout.write(Buffer.from("h\\u00e9llo"))',
  "Promise.reject(new Error(`not awaited`)); 1",
  "throw new Error(`thrown`)",
  'require("node:fs").readFileSync("/dev/null").length',
  'const files = await import("node:fs/promises"); (await files.readFile("/dev/null")).length',
  "[{ a: 1 }, { a: 2 }]",
  "setTimeout(() => { count += 1; }, 1); 2",
  "prompt(`Name?`)",
  "(function deep(n: number): number { return n === 0 ? 0 : 1 + deep(n - 1); })(5000)",
];

/** Cells that end only when they are interrupted. */
const endless = [
  "for (;;) {}",
  "await null; for (;;) count += 1;",
  "await new Promise(() => {})",
  "for (;;) await new Promise((resolve) => setTimeout(resolve, 1))",
  "for (;;) await null",
  'const { readFile: read } = await import("node:fs/promises"); for (;;) await read("/dev/null")',
  "setTimeout(() => { for (;;) {} }, 1); await new Promise(() => {})",
  "setImmediate(() => { for (;;) {} }); setImmediate(() => { count += 1; }); await new Promise(() => {})",
  'for (;;) console.log("again")',
  'for (;;) { try { JSON.parse("{"); } catch { count += 1; } finally { count += 1; } }',
  "setInterval(() => { count += 1; }, 1); for (;;) await new Promise((resolve) => setImmediate(resolve))",
];

describe("a thousand interrupts", function () {
  this.timeout(120_000);

  it("at random moments leave the runtime healthy, and never reach the next cell", async () => {
    const cells = new CellRunner();
    try {
      const random = createRandom(7);
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)] as T;
      await cells.run("let count = 0; let kept = 1;");
      const endings = new Map<string, number>();
      for (let sent = 0; sent < 1000; ) {
        const isEndless = random.uniform() < 0.5;
        const interruptAfter = Array.from({ length: random.uniform() < 0.2 ? 3 : 1 }, () => random.uniform() * 8);
        sent += interruptAfter.length;
        const code = pick(isEndless ? endless : short);
        const outcome = await cells.run(code, { interruptAfter, answer: "Ada" });
        const ending = outcome.status === "ok" ? "ok" : outcome.error.ename;
        endings.set(ending, (endings.get(ending) ?? 0) + 1);
        const expected = isEndless ? ["KeyboardInterrupt"] : ["ok", "Error", "KeyboardInterrupt"];
        expect(expected, `${code}: ${JSON.stringify(outcome)}`).to.include(ending);
        expect(outcome, code).not.to.have.property("lost", true);
        // What follows is never interrupted.
        if (random.uniform() < 0.3) expect(await cells.value("kept"), code).to.equal("1");
        cells.events.length = 0;
      }
      expect(endings.get("KeyboardInterrupt")).to.be.greaterThan(300);
      expect(endings.get("ok")).to.be.greaterThan(50);
      const idle = `const cpuBefore = process.cpuUsage();
        await new Promise((resolve) => setTimeout(resolve, 500));
        const cpu = process.cpuUsage(cpuBefore);
        (cpu.user + cpu.system) / 1000`;
      expect(Number(await cells.value(idle)), "milliseconds of work in 500 that should be idle").to.be.lessThan(150);
      expect(Number(await cells.value("process.memoryUsage().rss / 1e6"))).to.be.lessThan(250);
    } finally {
      await cells.close();
    }
  });
});
