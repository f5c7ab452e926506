import { expect } from "chai";
import { CellRunner } from "../support/cell-runner.ts";

describe("what a cell writes", function () {
  this.timeout(30_000);
  let cells: CellRunner;
  before(() => {
    cells = new CellRunner();
  });
  after(() => cells.close());
  beforeEach(() => {
    cells.events.length = 0;
  });

  it("goes to the stream that the console method stands for", async () => {
    await cells.run(
      'console.log("a"); console.info("b"); console.debug("c"); console.warn("d"); console.error("e"); console.log("%s is %d", "f", 6);',
    );
    expect(cells.text("stdout")).to.equal("a\nb\nc\nf is 6\n");
    expect(cells.text("stderr")).to.equal("d\ne\n");
  });

  it("is laid out as in a terminal, without colours", async () => {
    await cells.run(
      'console.table([{ a: 1 }]); console.group("G"); console.log({ b: [1, "x"] }); console.groupEnd(); console.dir({ c: { d: {} } }, { depth: 0 }); console.count(); console.assert(false, "no")',
    );
    expect(cells.text()).to.equal(
      "┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘\nG\n  { b: [ 1, 'x' ] }\n{ c: [Object] }\ndefault: 1\n",
    );
    expect(cells.text("stderr")).to.equal("Assertion failed: no\n");
    await cells.run("console.log([process.stdout.isTTY, process.stdout.hasColors(), process.stderr.isTTY])");
    expect(cells.text()).to.equal("[ false, false, false ]\n");
  });

  it("keeps its order across streams and displays, and comes while a loop runs", async () => {
    const running = cells.run(
      'console.log(1); console.error(2); process.stdout.write("3"); globalThis[Symbol.for("llmlab.kernel")].display({ data: { "text/plain": "4" }, metadata: {} }); console.log(5); for (;;) {}',
      { interruptAfter: 600 },
    );
    await cells.seen((event) => event.type === "stream" && event.text === "5\n");
    const texts = cells.events.map((event) => (event.type === "stream" ? event.text.trim() : event.type));
    expect(texts).to.deep.equal(["1", "2", "3", "display", "5"]);
    await running;
  });

  it("survives being split within a character", async () => {
    await cells.run(
      'const bytes = Buffer.from("h\\u00e9 \\u{1f600}!"); for (const byte of bytes) process.stdout.write(Uint8Array.of(byte)); process.stdout.write("\\ud83d"); process.stdout.write("\\ude00");',
    );
    expect(cells.text()).to.equal("h\u00e9 \u{1f600}!\u{1f600}");
    await cells.run('process.stdout.write("lone \\ud83d"); process.stdout.write(Buffer.from([0xc3]))');
    expect(cells.text()).to.equal("lone \ud83d\ufffd");
  });

  it("calls back, and takes text in other encodings", async () => {
    const code =
      'let called = 0; process.stdout.write("a", () => called++); process.stdout.write("6162", "hex", () => called++); process.stdout.end("c", () => called++); await new Promise((resolve) => setTimeout(resolve, 10)); process.stdout.write("d"); called';
    expect(await cells.value(code)).to.equal("3");
    expect(cells.text()).to.equal("aabcd");
    expect((await cells.error("process.stdout.write(5 as unknown as string)")).evalue).to.match(
      /Cannot write number to stdout/,
    );
  });

  it("can be piped in", async () => {
    await cells.run(
      'const { Readable } = require("node:stream"); const { pipeline } = require("node:stream/promises"); await pipeline(Readable.from(["x", "y"]), process.stdout, { end: false });',
    );
    expect(cells.text()).to.equal("xy");
  });

  it("also comes from child processes and native code, before the cell is answered", async () => {
    await cells.run(
      'const { execSync } = require("node:child_process"); for (let i = 0; i < 3; i++) execSync("echo from a child; echo word >&2", { stdio: "inherit" }); require("node:fs").writeSync(1, "native\\n");',
    );
    expect(cells.text()).to.equal("from a child\nfrom a child\nfrom a child\nnative\n");
    expect(cells.text("stderr")).to.equal("");
    expect(cells.log.join("\n")).to.match(/word/);
  });

  it("is not what Node warns of: that goes to the log", async () => {
    await cells.run(
      'process.emitWarning("old", "DeprecationWarning"); new Buffer(1); require("node:events").defaultMaxListeners; await new Promise((resolve) => setTimeout(resolve, 20));',
    );
    expect(cells.text("stderr")).to.equal("");
    expect(cells.log.join("\n")).to.match(/DeprecationWarning: old/);
  });

  it("arrives whole and in order, however much it is", async () => {
    await cells.run("for (let i = 0; i < 100_000; i++) process.stdout.write(i + String.fromCharCode(10));");
    const lines = cells.text().split("\n");
    expect(lines.length).to.equal(100_001);
    expect(lines.every((line, index) => line === String(index) || index === 100_000)).to.equal(true);
    await cells.run('console.log("x".repeat(3e6) + "\\u2028end")');
    expect(cells.text()).to.match(/^x{3000000}\u2028end\n$/);
  });

  it("belongs to the cell that caused it, also later from a timer", async () => {
    await cells.run(
      'setTimeout(() => console.log("late"), 40); setTimeout(async () => { await null; console.log("later"); }, 60);',
    );
    const id = cells.latest;
    await cells.run(
      'for (let i = 0; i < 10; i++) { console.log("mine"); await new Promise((resolve) => setTimeout(resolve, 10)); }',
    );
    await cells.seen((event) => event.type === "stream" && event.text === "later\n");
    expect(cells.text("stdout", id)).to.equal("late\nlater\n");
    expect(cells.text()).to.equal("mine\n".repeat(10));
  });
});
