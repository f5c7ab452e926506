import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { CellRunner } from "../support/cell-runner.ts";

/** Cells with an error that no code awaits, which comes while they run or in the turn after. */
const failing: Readonly<Record<string, string>> = {
  "a promise that is rejected": 'Promise.reject(new Error("stray")); 1',
  "an async function that nobody awaits":
    'const work = async () => { await null; throw new Error("stray"); }; work(); 1',
  "a promise of a cell that goes on":
    'Promise.reject(new Error("stray")); await new Promise((resolve) => setTimeout(resolve, 50))',
  "a timer of a cell that waits for it": 'await new Promise(() => setTimeout(() => { throw new Error("stray"); }, 5))',
  "a tick": 'process.nextTick(() => { throw new Error("stray"); })',
  "a microtask": 'queueMicrotask(() => { throw new Error("stray"); })',
  "an event":
    'const emitter = new (require("node:events"))(); process.nextTick(() => emitter.emit("error", new Error("stray")));',
};

describe("an error that nobody awaits", function () {
  this.timeout(20_000);
  let cells: CellRunner;
  before(() => {
    cells = new CellRunner();
  });
  after(() => cells.close());

  for (const [what, code] of Object.entries(failing)) {
    it(`of ${what} fails the cell`, async () => {
      const error = await cells.error(code);
      expect(error).to.include({ ename: "Error", evalue: "stray" });
      expect(error.traceback.join("\n")).to.match(/Cell In\[\d+\], line 1/);
      expect(await cells.value("1")).to.equal("1");
    });
  }

  it("does not fail the cell when it is caught in the same turn", async () => {
    expect(
      await cells.value('const promise = Promise.reject(new Error("caught")); await null; promise.catch(() => {}); 1'),
    ).to.equal("1");
  });

  it("is an event of its cell when it comes later", async () => {
    await cells.run('setTimeout(() => { throw new RangeError("late"); }, 30)');
    const id = cells.latest;
    expect(await cells.value("await new Promise((resolve) => setTimeout(resolve, 60)); 1")).to.equal("1");
    const event = await cells.seen((seen) => seen.type === "error");
    expect(event).to.include({ id });
    expect(event).to.have.nested.property("error.ename", "RangeError");
  });

  it("does not end the process, however often it comes", async () => {
    cells.events.length = 0;
    await cells.run(
      'let kept = 1; let times = 0; const timer = setInterval(() => { if (++times === 50) clearInterval(timer); throw new Error("again"); }, 1)',
    );
    await cells.seen(() => cells.events.filter(({ type }) => type === "error").length === 50);
    expect(await cells.value("kept")).to.equal("1");
  });

  it("leaves a cell that it ended without its timers", async () => {
    await cells.run(
      'let ticks = 0; setTimeout(() => { throw new Error("stray"); }, 5); for (;;) { await new Promise((resolve) => setTimeout(resolve, 2)); ticks++; }',
    );
    const ticks = await cells.value("ticks");
    await sleep(30);
    expect(await cells.value("ticks")).to.equal(ticks);
  });

  it("is told whatever was thrown", async () => {
    for (const thrown of [
      "undefined",
      "null",
      '"text"',
      "Object.freeze({})",
      "new Proxy({}, { get() { throw 1; } })",
    ]) {
      const outcome = await cells.run(`Promise.reject(${thrown}); 1`);
      expect(outcome.status, thrown).to.equal("error");
    }
  });
});
