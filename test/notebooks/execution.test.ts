import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parseEvents } from "../../scripts/notebooks/cell-record.ts";
import { findNotebooks } from "../../scripts/notebooks/course-notebooks.ts";
import { findFailure, type Run } from "../../scripts/notebooks/execution-failure.ts";
import { finishExecuted } from "../../scripts/notebooks/finish-executed.ts";
import { findJupyter } from "../../scripts/notebooks/jupyter.ts";
import type { Cell } from "../../scripts/notebooks/notebook.ts";
import { code, FIXTURES, notebook, shown, stdout } from "./build.ts";

/** A run of a notebook of two cells that went well; a test changes what it is about. */
function run(change: Partial<Run> = {}): Run {
  return {
    notebook: notebook(code("a", { id: "a" }), code("b", { id: "b" })),
    name: "sums.ipynb",
    events: [],
    ended: true,
    log: "",
    timeout: 60,
    allowErrors: false,
    ...change,
  };
}

describe("a run of nbconvert", () => {
  it("has no failure when every cell is answered", () => {
    const events = parseEvents('{"event":"started","cell":0}\n{"event":"executed","cell":0,"status":"ok"}\n');
    expect(findFailure(run({ events }))).to.equal(undefined);
  });

  it("has failed when a cell left an error that nothing handles, except where cells may fail", () => {
    const events = parseEvents(
      ["one", "two"].map((text) => JSON.stringify({ event: "stray", cell: 1, text: `Error: ${text}` })).join("\n"),
    );
    expect(findFailure(run({ events, allowErrors: true }))).to.equal(undefined);
    const failure = findFailure(run({ events }));
    expect(failure).to.include({ kind: "stray error", cell: 1 });
    expect(failure?.message).to.match(
      /^sums.ipynb: cell 2 \(code, id "b"\) left an error .*\n {2}Error: one\n {2}Error: two$/,
    );
  });

  it("has failed when a cell that is to raise did not", () => {
    const raising = code("b", { id: "b", metadata: { tags: ["raises-exception"] } });
    const executed = (status: string) => parseEvents(`{"event":"executed","cell":0,"status":"${status}"}`);
    expect(findFailure(run({ notebook: notebook(raising), events: executed("error") }))).to.equal(undefined);
    const failure = findFailure(run({ notebook: notebook(raising), events: executed("ok") }));
    expect(failure).to.include({ kind: "no error", cell: 0 });
    expect(failure?.message).to.include('cell 1 (code, id "b") raised nothing; remove its tag');
  });

  it("tells an error with what the cell printed and its traceback", () => {
    const traceback = ["Error: bad", "  Cell In[1], line 2", "  lib/nn/attend.ts, line 3"];
    const outputs = [
      { output_type: "stream", name: "stdout", text: "so far\n" },
      { output_type: "error", ename: "Error", evalue: "bad", traceback },
    ];
    const events = parseEvents(
      [
        { event: "started", cell: 0 },
        { event: "executed", cell: 0, status: "error" },
        { event: "stopped", cell: 0, outputs },
      ]
        .map((event) => JSON.stringify(event))
        .join("\n"),
    );
    expect(findFailure(run({ events, ended: false }))?.message).to.equal(
      'sums.ipynb: cell 1 (code, id "a") failed\n  so far\n  Error: bad\n    Cell In[1], line 2\n    lib/nn/attend.ts, line 3',
    );
  });

  it("is explained by the end of nbconvert's log when nothing else is known", () => {
    const log = "Traceback\nImportError: no module named zmq\n";
    expect(() => findFailure(run({ ended: false, log }))).to.throw(
      "Cannot run sums.ipynb: nbconvert failed\n  Traceback\n  ImportError: no module named zmq",
    );
  });

  it("is read as far as it was written down when it was killed", () => {
    expect(parseEvents('{"event":"started","cell":0}\n{"event":"exec')).to.deep.equal([{ event: "started", cell: 0 }]);
  });
});

describe("an executed notebook, finished", () => {
  const finishCell = (cell: Cell) => finishExecuted(notebook(cell)).cells[0];

  it("has the pieces of a stream in one, and displays between them in their place", () => {
    const outputs = [stdout("a"), stdout("b\n"), shown({ "text/plain": "x" }), stdout("c")];
    expect(finishCell(code("f()", { outputs }))).to.have.deep.property("outputs", [
      stdout("ab\n"),
      shown({ "text/plain": "x" }),
      stdout("c"),
    ]);
  });

  it("has no count at a cell that is left out", () => {
    const skipped = { metadata: { tags: ["skip-execution"] }, execution_count: 9 };
    expect(finishCell(code("f()", skipped))).to.have.property("execution_count", null);
    expect(finishCell(code("f()", { execution_count: 9 }))).to.have.property("execution_count", 9);
  });

  it("has no times of execution and no version of the kernel", () => {
    const timed = { ...code("a"), metadata: { execution: { "shell.execute_reply": "now" }, tags: [] } };
    const executed = { ...notebook(timed), metadata: { language_info: { name: "typescript", version: "3.7.2" } } };
    const finished = finishExecuted(executed);
    expect(finished.cells[0]?.metadata).to.deep.equal({ tags: [] });
    expect(finished.metadata.language_info).to.not.have.property("version");
    expect(finishExecuted(finished)).to.deep.equal(finished);
  });
});

describe("findJupyter", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "llmlab-test-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("says how to get Jupyter where there is none", () => {
    expect(() => findJupyter({}, root)).to.throw(
      "Cannot run notebooks: .venv has no jupyter; npm run setup installs it",
    );
  });

  it("takes the one that LLMLAB_JUPYTER names, and says when there is none", () => {
    expect(findJupyter({ LLMLAB_JUPYTER: process.execPath }, root)).to.equal(process.execPath);
    expect(() => findJupyter({ LLMLAB_JUPYTER: join(root, "none") }, root)).to.throw("which does not exist");
  });
});

describe("findNotebooks", () => {
  const all = ["notebooks/07-attention.ipynb", "notebooks/08-gpt.ipynb"];

  it("takes all where none is named", () => expect(findNotebooks([], all)).to.equal(all));

  for (const name of ["07", "07-attention", "07-attention.ipynb"]) {
    it(`finds a notebook as ${name}`, () => expect(findNotebooks([name], all)).to.deep.equal([all[0]]));
  }

  it("finds a notebook elsewhere by its path", () => {
    const path = `${FIXTURES}healthy.ipynb`;
    expect(findNotebooks([path], all)).to.deep.equal([path]);
  });

  it("says which there are when a name is none of them", () => {
    expect(() => findNotebooks(["09"], all)).to.throw('Cannot find notebook "09": notebooks/ has 07-attention, 08-gpt');
  });
});
