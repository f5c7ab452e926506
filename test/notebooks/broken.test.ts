import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { executeNotebook } from "../../scripts/notebooks/execute.ts";
import { readNotebook, writeNotebook } from "../../scripts/notebooks/notebook.ts";
import { type Mode, processNotebook } from "../../scripts/notebooks/process-notebook.ts";
import { code, FIXTURES, notebook } from "./build.ts";

/** Two runs at a time: each takes some seconds, most of them to load nbconvert. */
function limited() {
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  let next = 0;
  return <T>(task: () => Promise<T>): Promise<T> => {
    const lane = next++ % lanes.length;
    const result = (lanes[lane] ?? Promise.resolve()).then(task);
    // A run that fails is the business of the test that awaits it, and does not stop the lane.
    lanes[lane] = result.catch(() => undefined);
    return result;
  };
}

describe("the runner of notebooks", function () {
  this.timeout(180_000);
  const run = limited();
  const starts: (() => void)[] = [];
  let scratch: string;

  before(() => {
    scratch = mkdtempSync(join(tmpdir(), "llmlab-test-"));
    for (const start of starts) start();
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  /** Has a run started before the first test; the tests that await it come in the same order. */
  function started<T>(task: () => Promise<T>): () => Promise<T> {
    let result: Promise<T> | undefined;
    starts.push(() => {
      result = run(task);
    });
    return () => result ?? Promise.reject(new Error("the run was not started"));
  }

  /** Runs a copy of a fixture, so that the fixture stays as it is; the result has the bytes before and after. */
  function processed(name: string, mode: Mode, change = (_path: string) => {}) {
    return started(async () => {
      const path = join(scratch, name);
      copyFileSync(`${FIXTURES}${name}`, path);
      change(path);
      const bytes = readFileSync(path, "utf8");
      const problems = await processNotebook(path, mode);
      return { problems: problems.join("\n"), unchanged: readFileSync(path, "utf8") === bytes, path };
    });
  }

  const throwing = processed("throwing.ipynb", "write");
  it("reports a cell that throws, with what it printed, and writes nothing", async () => {
    const { problems, unchanged } = await throwing();
    expect(problems).to.match(/^throwing.ipynb: cell 2 \(code, id "throws"\) failed\n {2}about to fail\n/);
    expect(problems).to.include("Error: no such layer").and.not.include("node_modules");
    expect(unchanged).to.equal(true);
  });

  const typeError = started(() => executeNotebook(`${FIXTURES}type-error.ipynb`));
  it("reports a type error", async () => {
    expect(await typeError()).to.have.nested.include({ ok: false, "failure.kind": "error", "failure.cell": 0 });
    expect(JSON.stringify(await typeError())).to.include("Type 'string' is not assignable to type 'number'");
  });

  const stray = started(() => executeNotebook(`${FIXTURES}stray-errors.ipynb`));
  it("reports a promise that no cell awaits and that fails when its cell is done, which the outputs do not show", async () => {
    expect(await stray()).to.have.nested.include({ ok: false, "failure.kind": "stray error", "failure.cell": 0 });
    expect(JSON.stringify(await stray())).to.include("Error: nobody awaits this");
  });
  it("reports a timer that fails after the last cell", async () => {
    expect(JSON.stringify(await stray())).to.include("Error: the timer fails");
  });

  const endless = started(() => executeNotebook(`${FIXTURES}endless.ipynb`));
  it("stops a cell that never ends at the notebook's own execution.timeout, and says what it printed", async () => {
    expect(await endless()).to.have.nested.include({ ok: false, "failure.kind": "timeout", "failure.cell": 0 });
    expect(JSON.stringify(await endless()))
      .to.include("was not done after 6 s")
      .and.include("round and round");
  });

  const exit = started(() => {
    const path = join(scratch, "exit.ipynb");
    writeNotebook(path, notebook(code("console.log('bye');\nprocess.exit(3);")));
    return executeNotebook(path);
  });
  it("reports the cell that ends the process in which cells run", async () => {
    expect(await exit()).to.have.nested.include({ ok: false, "failure.kind": "error", "failure.cell": 0 });
    expect(JSON.stringify(await exit()))
      .to.include("bye")
      .and.match(/variables are lost/);
  });

  const dead = started(() => executeNotebook(`${FIXTURES}dead-kernel.ipynb`));
  it("reports the cell in which the kernel dies", async () => {
    expect(await dead()).to.have.nested.include({ ok: false, "failure.kind": "dead kernel", "failure.cell": 0 });
  });

  const drifted = processed("drifted.ipynb", "check");
  const drifts: [string, RegExp][] = [
    ["text that changed", /cell 1 .* changed, line 2\n {2}- second\n {2}\+ second, changed/],
    ["stderr", /cell 2 .* wrote to stderr\n {2}\+ a warning/],
    [
      "a MIME type that changed",
      /cell 3 .* other kinds of output\n {2}- .*\(text\/markdown\)\n {2}\+ .*\(text\/html, text\/plain\)/,
    ],
    ["another kind of output, even where the text is ignored", /cell 4 .* other kinds of output\n {2}- display_data/],
    ["an output that is gone", /cell 6 .* other kinds of output\n {2}- stdout/],
  ];
  for (const [what, message] of drifts) {
    it(`reports ${what}`, async () => expect((await drifted()).problems).to.match(message));
  }
  it("does not mind ignored text, and checks without writing", async () => {
    expect((await drifted()).problems).not.to.include("cell 5");
    expect((await drifted()).unchanged).to.equal(true);
  });

  const unfit = processed("drifted.ipynb", "write");
  it("writes no outputs that may not be committed", async () => {
    const { problems, unchanged } = await unfit();
    expect(problems).to.include("wrote to stderr").and.include("the file was left as it is");
    expect(unchanged).to.equal(true);
  });

  const written = processed("healthy.ipynb", "write", (path) => {
    const notebook = readNotebook(path);
    for (const cell of notebook.cells) {
      cell.metadata.execution = { "iopub.status.busy": "2024-01-01T00:00:00Z" };
      if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: 99 });
    }
    notebook.metadata.language_info = { name: "typescript", version: "0.0.1" };
    writeNotebook(path, notebook);
  });
  it("writes a notebook as every run writes it, but for the text that is ignored", async () => {
    const { problems, path } = await written();
    expect(problems).to.equal("");
    const [fresh, committed] = [path, `${FIXTURES}healthy.ipynb`].map((file) => {
      const notebook = readNotebook(file);
      notebook.cells = notebook.cells.filter(({ id }) => id !== "clock");
      return notebook;
    });
    expect(fresh).to.deep.equal(committed);
  });

  const unknownKernel = started(() => {
    const notebook = readNotebook(`${FIXTURES}type-error.ipynb`);
    notebook.metadata.kernelspec = { name: "no-such-kernel", display_name: "None", language: "typescript" };
    writeNotebook(join(scratch, "kernel.ipynb"), notebook);
    return executeNotebook(join(scratch, "kernel.ipynb")).then(
      () => "no error",
      (error: unknown) => String(error),
    );
  });
  it("says when Jupyter does not know the kernel, and how to install it", async () => {
    expect(await unknownKernel()).to.equal(
      "Error: Cannot run kernel.ipynb: Jupyter knows no kernel no-such-kernel; npm run setup installs llmlab's",
    );
  });
});
