import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { CellRunner } from "../support/cell-runner.ts";

/** Cells that do not end, each in another way. */
const endless: Readonly<Record<string, string>> = {
  "a tight loop": "for (;;) {}",
  "a loop that counts in a variable of the notebook": "for (;;) count++;",
  "a loop after an await": "await null; for (;;) {}",
  "a loop after a timer": "await new Promise((resolve) => setTimeout(resolve, 20)); for (;;) {}",
  "a loop in a timer": "setTimeout(() => { for (;;) {} }, 20); await new Promise(() => {});",
  "a loop in an interval": "setInterval(() => { for (;;) {} }, 20); await new Promise(() => {});",
  "a loop in an immediate": "setImmediate(() => { for (;;) {} }); await new Promise(() => {});",
  "a loop in a tick": "process.nextTick(() => { for (;;) {} }); await new Promise(() => {});",
  "a loop in a microtask": "queueMicrotask(() => { for (;;) {} }); await new Promise(() => {});",
  "a loop after reading a file": 'await (await import("node:fs/promises")).readFile("/dev/null"); for (;;) {}',
  "a loop in the callback of a file":
    'require("node:fs").readFile("/dev/null", () => { for (;;) {} }); await new Promise(() => {});',
  "a loop in a resource of its own":
    'const { AsyncResource } = require("node:async_hooks"); setTimeout(() => new AsyncResource("a").runInAsyncScope(() => new AsyncResource("b").runInAsyncScope(() => { for (;;) {} })), 10); await new Promise(() => {});',
  "a loop in contexts of its own":
    'const { AsyncLocalStorage } = require("node:async_hooks"); await new AsyncLocalStorage().run(1, async () => { await null; new AsyncLocalStorage().run(2, () => { for (;;) {} }) });',
  "a promise that never settles": "await new Promise(() => {});",
  "a loop of timers": "for (;;) { await new Promise((resolve) => setTimeout(resolve, 3)); count++; }",
  "a loop of timers that are promises":
    'const { setTimeout: wait } = await import("node:timers/promises"); for (;;) { await wait(2); count++; }',
  "a loop of files":
    'const { readFile } = await import("node:fs/promises"); for (;;) { await readFile("/dev/null"); count++; }',
  "a loop of microtasks": "for (;;) { await null; count++; }",
  "a loop of ticks": "const again = () => process.nextTick(again); again(); await new Promise(() => {});",
  "a loop that catches everything": "for (;;) { try { for (;;) {} } catch { count = 0; } finally { count = 0; } }",
  "a loop of awaits that catches everything":
    'for (;;) { try { await new Promise((resolve) => setTimeout(resolve, 1)); throw new Error("again"); } catch {} }',
  "a loop in a finally": "try { throw new Error(); } finally { for (;;) {} }",
  "a getter of its result":
    "({ get value() { for (;;) {} }, [Symbol.for('nodejs.util.inspect.custom')]() { for (;;) {} } })",
  "a display method": '({ [Symbol.for("Jupyter.display")]: () => new Promise(() => {}) })',
  "recursion without end": "const again = (): number => { try { return again(); } catch { return again(); } }; again()",
  "a regular expression": '/^(a+)+$/.test("a".repeat(40) + "b")',
  "waiting on memory": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "a generator": "for (const n of (function* () { for (;;) yield 1; })()) count = n;",
  "writing without end": 'for (;;) console.log("again");',
  sorting: "for (;;) [3, 1, 2].sort(() => Math.random() - 0.5);",
  "a class under construction": "class Endless { static x = (() => { for (;;) {} })(); }",
};

describe("an interrupt", function () {
  this.timeout(20_000);
  let cells: CellRunner;
  before(async () => {
    cells = new CellRunner();
    await cells.run("let count = 0; let kept = 41;");
  });
  after(() => cells.close());

  for (const [what, code] of Object.entries(endless)) {
    it(`ends ${what}, and keeps the variables`, async () => {
      const start = performance.now();
      const outcome = await cells.run(code, { interruptAfter: 100 });
      expect(outcome.status).to.equal("error");
      if (outcome.status !== "error") return;
      expect(outcome.error.ename).to.equal("KeyboardInterrupt");
      expect(outcome.lost).to.equal(false);
      expect(performance.now() - start).to.be.lessThan(2000);
      expect(await cells.value("kept += 1")).to.match(/^\d+$/);
      cells.events.length = 0;
    });
  }

  it("leaves nothing running", async () => {
    const before = await cells.value("count");
    const cpu = await cells.value(
      "const before = process.cpuUsage(); await new Promise((resolve) => setTimeout(resolve, 400)); const used = process.cpuUsage(before); (used.user + used.system) / 1000",
    );
    expect(Number(cpu)).to.be.lessThan(150);
    expect(await cells.value("count")).to.equal(before);
  });

  it("lets immediates of other cells run", async () => {
    await cells.run("let ran = 0; const every = setInterval(() => setImmediate(() => ran++), 1)");
    await cells.run("setImmediate(() => { for (;;) {} }); setImmediate(() => {}); await new Promise(() => {})", {
      interruptAfter: 50,
    });
    const before = Number(await cells.value("ran"));
    await sleep(100);
    expect(Number(await cells.value("clearInterval(every); ran"))).to.be.greaterThan(before + 5);
  });

  it("ends a question", async () => {
    const outcome = await cells.run('prompt("Name?")', { interruptAfter: 100 });
    expect(outcome).to.have.nested.property("error.ename", "KeyboardInterrupt");
    expect(await cells.value("kept > 0")).to.equal("true");
    const answered = await cells.run('prompt("Name?")', { answer: "Ada" });
    expect(answered).to.have.nested.property("result.data.text/plain", "'Ada'");
  });

  it("does nothing while no cell runs", async () => {
    for (let i = 0; i < 20; i++) cells.runtime.interrupt();
    expect(await cells.value("kept > 0")).to.equal("true");
  });

  it("ends a cell that has not begun, because a timer of an earlier one does not end", async () => {
    await cells.run("setTimeout(() => { for (;;) {} }, 1)");
    await sleep(50);
    const outcome = await cells.run("kept = 0", { interruptAfter: 50 });
    expect(outcome).to.have.nested.property("error.ename", "KeyboardInterrupt");
    expect(await cells.value("kept > 0")).to.equal("true");
  });

  it("reaches a cell that was sent just before", async () => {
    for (let i = 0; i < 20; i++) {
      const outcome = await cells.run("for (;;) {}", { interruptAfter: 0 });
      expect(outcome).to.have.nested.property("error.ename", "KeyboardInterrupt");
    }
  });

  it("lets code that stops by itself end a step of some seconds, unless it is interrupted again", async () => {
    const step = "const end = Date.now() + 2500; while (Date.now() < end) {}";
    await cells.run('import { interruptible } from "llmlab/kernel";');
    const code = `const steps = await interruptible(async (signal) => {
        let done = 0;
        while (!signal.aborted) { ${step} done++; await new Promise((resolve) => setImmediate(resolve)); }
        return done;
      });
      steps`;
    const outcome = await cells.run(code, { interruptAfter: 300 });
    expect(outcome).to.have.nested.property("result.data.text/plain", "1");
    const start = performance.now();
    const hasty = await cells.run(code.replace("2500", "9000"), { interruptAfter: [300, 600] });
    expect(hasty).to.have.nested.property("error.ename", "KeyboardInterrupt");
    expect(hasty).to.have.property("lost", false);
    expect(performance.now() - start).to.be.lessThan(3000);
    expect(await cells.value("kept > 0")).to.equal("true");
  });

  it("lets code that stops by itself come back from native code, unless it is interrupted again", async () => {
    const imports = 'import { interruptible } from "llmlab/kernel"; import { execSync } from "node:child_process";';
    await cells.run(imports);
    // The last look after an earlier interrupt comes a tenth of a second after it, and would find native code.
    await sleep(300);
    const code = `const heard = await interruptible(async (signal) => {
        execSync("sleep 3.5");
        for (let turns = 0; turns < 100 && !signal.aborted; turns++) {
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return signal.aborted;
      });
      heard`;
    const outcome = await cells.run(code, { interruptAfter: 300 });
    expect(outcome).to.have.nested.property("result.data.text/plain", "true");
    expect(await cells.value("kept > 0")).to.equal("true");
    const start = performance.now();
    const hasty = await cells.run(code.replace("3.5", "20"), { interruptAfter: [300, 600] });
    expect(hasty).to.have.property("lost", true);
    expect(performance.now() - start).to.be.lessThan(6000);
    await cells.run("let kept = 1;");
  });

  it("lets an import go on", async () => {
    const outcome = await cells.run('await import("@tensorflow/tfjs-core"); await new Promise(() => {})', {
      interruptAfter: 60,
    });
    expect(outcome).to.have.nested.property("error.ename", "KeyboardInterrupt");
    expect(await cells.value('import * as tf from "@tensorflow/tfjs-core"; typeof tf.tensor')).to.equal("'function'");
  });

  it("breaks off a module that does not end, which is loaded anew the next time", async () => {
    writeFileSync(
      join(cells.folder, "stuck.ts"),
      "for (; !Reflect.get(globalThis, 'go'); ) {}\nexport const three: number = 3;\n",
    );
    const importing = 'import { three } from "./stuck.ts"; three';
    expect(await cells.error(importing, { interruptAfter: 100 })).to.include({ ename: "KeyboardInterrupt" });
    expect(await cells.error("for (;;) {}", { interruptAfter: 50 })).to.include({ ename: "KeyboardInterrupt" });
    await cells.run("Reflect.set(globalThis, 'go', true)");
    expect(await cells.value(importing)).to.equal("3");
  });

  it("breaks off a package that does not end, which is loaded anew the next time", async () => {
    const folder = join(cells.folder, "node_modules", "stuck");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.js"), "exports.a = 1; for (; !globalThis.goOn; ) {} exports.b = 2;");
    expect(await cells.error('require("stuck").b', { interruptAfter: 100 })).to.include({ ename: "KeyboardInterrupt" });
    expect(await cells.value('Reflect.set(globalThis, "goOn", true); require("stuck").b')).to.equal("2");
  });
});
