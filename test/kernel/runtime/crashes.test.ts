import { expect } from "chai";
import { CellRunner } from "../support/cell-runner.ts";

/** What ends the process, and what the learner has to be told of it. */
const deaths: readonly (readonly [string, string, RegExp])[] = [
  ["process.exit", "process.exit(3)", /process\.exit\(3\)/],
  [
    "process.exit in a timer",
    "setTimeout(() => process.exit(0), 10); await new Promise(() => {})",
    /process\.exit\(0\)/,
  ],
  ["a native abort", "process.abort()", /Native code aborted/],
  ["a signal", 'process.kill(process.pid, "SIGKILL"); await new Promise(() => {})', /killed/],
  ["a crash of native code", 'process.kill(process.pid, "SIGSEGV"); await new Promise(() => {})', /crashed/],
];

describe("a process that dies", function () {
  this.timeout(30_000);
  let cells: CellRunner;
  before(() => {
    cells = new CellRunner();
  });
  after(() => cells.close());

  for (const [what, code, words] of deaths) {
    it(`of ${what} costs the variables alone, and says so`, async () => {
      await cells.run("let kept = 1;");
      const outcome = await cells.run(`console.log("last words"); ${code}`);
      expect(outcome).to.include({ status: "error", lost: true });
      expect(outcome).to.have.nested.property("error.ename", "RuntimeCrash");
      expect(outcome)
        .to.have.nested.property("error.evalue")
        .that.matches(words)
        .and.matches(/variables are lost/);
      expect(cells.text()).to.equal("last words\n");
      expect(await cells.value("typeof kept")).to.equal("'undefined'");
    });
  }

  it("for lack of memory says that", async () => {
    const before = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = "--max-old-space-size=64";
    const small = new CellRunner();
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
    try {
      const { evalue } = await small.error(
        "const all: unknown[] = []; for (;;) all.push(new Array(1e5).fill(all.length));",
      );
      expect(evalue).to.match(/out of memory/);
      expect(await small.value("1 + 1")).to.equal("2");
    } finally {
      await small.close();
    }
  });

  it("between two cells is told at once, and again instead of the next cell", async () => {
    await cells.run("let kept = 1; setTimeout(() => process.exit(1), 20);");
    const id = cells.latest;
    const event = await cells.seen((seen) => seen.type === "error");
    expect(event).to.include({ id });
    expect(event)
      .to.have.nested.property("error.evalue")
      .that.matches(/process\.exit\(1\).*variables are lost/);
    expect(await cells.run("kept")).to.include({ status: "error", lost: true });
    expect(await cells.value("typeof kept")).to.equal("'undefined'");
  });

  it("is replaced although a process that it started goes on", async () => {
    const code =
      'require("node:child_process").spawn("sleep", ["3"], { stdio: "inherit", detached: true }).unref(); process.exit(2)';
    const start = performance.now();
    expect(await cells.run(code)).to.include({ lost: true });
    expect(performance.now() - start).to.be.lessThan(2500);
  });

  it("is ended when it blocks in native code and does not honour an interrupt", async () => {
    await cells.value("1"); // a cell that is interrupted while its process still starts does not begin
    const outcome = await cells.run('require("node:child_process").execSync("sleep 20")', { interruptAfter: 100 });
    expect(outcome).to.include({ status: "error", lost: true });
    expect(outcome).to.have.nested.property("error.ename", "KeyboardInterrupt");
    expect(outcome)
      .to.have.nested.property("error.evalue")
      .that.matches(/did not stop/);
    expect(await cells.value("2")).to.equal("2");
  });

  it("ends with the kernel, by itself where it can", async () => {
    const last = new CellRunner();
    const file = `${cells.folder}/farewell`;
    await last.run(`process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(file)}, "bye"));`);
    const pid = Number(await last.value("process.pid"));
    await last.close();
    expect(await cells.value(`require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8")`)).to.equal("'bye'");
    expect(() => process.kill(pid, 0)).to.throw(/ESRCH/);
  });

  it("ends with the kernel, also in a loop", async () => {
    const last = new CellRunner();
    const pid = Number(await last.value("process.pid"));
    void last.run("for (;;) {}");
    const start = performance.now();
    await last.close();
    expect(performance.now() - start).to.be.lessThan(1500);
    expect(() => process.kill(pid, 0)).to.throw(/ESRCH/);
  });
});
