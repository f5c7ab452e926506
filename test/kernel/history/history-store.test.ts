import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { appendRecord, prepareFile, readRecords } from "../../../lib/kernel/history/history-file.ts";
import { HistoryStore, historyPath } from "../../../lib/kernel/history/history-store.ts";

describe("the history", () => {
  let folder: string;
  let path: string;
  let lines: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlab-history-"));
    path = join(folder, "deep", "history.jsonl");
    lines = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A session in which the inputs were executed. */
  function session(...inputs: string[]): HistoryStore {
    const store = new HistoryStore(path, (line) => lines.push(line));
    for (const [index, input] of inputs.entries()) {
      store.addInput(index + 1, input);
    }
    return store;
  }

  const inputsOf = (store: HistoryStore, pattern: string, unique = false, count = 100) =>
    store.find({ access: "search", output: false, pattern, count, unique }).map(([, , input]) => input);

  it("gives the last inputs over all sessions, the oldest first", () => {
    session("a", "b");
    const store = session("c");
    expect(store.find({ access: "tail", output: false, count: 2 })).to.deep.equal([
      [1, 2, "b"],
      [2, 1, "c"],
    ]);
    expect(store.find({ access: "tail", output: false, count: 0 })).to.deep.equal([]);
  });

  it("gives a range of lines of a session, 0 for the running one and -1 for the one before", () => {
    session("a", "b", "c");
    const store = session("d", "e");
    const range = (number: number, start: number, stop?: number) =>
      store.find({ access: "range", output: false, session: number, start, stop }).map(([, , input]) => input);
    expect(range(0, 1)).to.deep.equal(["d", "e"]);
    expect(range(0, 1, 2)).to.deep.equal(["d"]);
    expect(range(-1, 2, 4)).to.deep.equal(["b", "c"]);
    expect(range(1, 0)).to.deep.equal(["a", "b", "c"]);
    expect(range(2, 2)).to.deep.equal(["e"]);
    expect(range(7, 1)).to.deep.equal([]);
  });

  it("finds inputs by a glob, each once if wanted, at most so many", () => {
    const store = session("let a", "print", "let a", "let b");
    expect(inputsOf(store, "let*")).to.deep.equal(["let a", "let a", "let b"]);
    expect(inputsOf(store, "let*", true)).to.deep.equal(["let a", "let b"]);
    expect(inputsOf(store, "let*", false, 2)).to.deep.equal(["let a", "let b"]);
    expect(inputsOf(store, "*missing*")).to.deep.equal([]);
  });

  it("gives outputs where they are wanted, null where there was none", () => {
    const store = session("1 + 1", "let a");
    store.addOutput(1, "2");
    expect(store.find({ access: "tail", output: true, count: 2 })).to.deep.equal([
      [1, 1, ["1 + 1", "2"]],
      [1, 2, ["let a", null]],
    ]);
  });

  it("keeps inputs of several lines, with quotes and emoji", () => {
    const input = 'const s = "🙂";\n\t`\\n`\r\n';
    expect(inputsOf(session(input), "*")).to.deep.equal([input]);
  });

  it("is for its user only", () => {
    session("a");
    expect(statSync(path).mode & 0o077).to.equal(0);
  });

  it("passes over lines that are no records", () => {
    session("a");
    appendFileSync(path, '{"session":"x","li\nnull\n7\n\n');
    expect(inputsOf(session("b"), "*")).to.deep.equal(["a", "b"]);
  });

  it("never keeps a cell from running: what cannot be written is a line in the log", () => {
    writeFileSync(join(folder, "deep"), "a file, not a folder");
    const store = session("a", "b");
    expect(store.find({ access: "tail", output: false, count: 5 })).to.deep.equal([]);
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.contain("history: cannot write");
  });

  it("stays whole when several kernels write at once", async () => {
    const module = JSON.stringify(new URL("../../../lib/kernel/history/history-store.ts", import.meta.url).href);
    const script = `
      const { HistoryStore } = await import(${module});
      const store = new HistoryStore(process.argv[1], console.error);
      for (let n = 1; n <= 200; n++) store.addInput(n, process.argv[2] + " " + n + " " + "x".repeat(3000));
    `;
    const children = ["one", "two", "three"].map((name) =>
      spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script, path, name], {
        stdio: "inherit",
      }),
    );
    await Promise.all(children.map((child) => new Promise((resolve) => child.once("exit", resolve))));
    const store = session("last");
    const all = store.find({ access: "tail", output: false, count: 10_000 });
    expect(all).to.have.lengthOf(601);
    for (const name of ["one", "two", "three"]) {
      const own = all.filter(([, , input]) => String(input).startsWith(name));
      expect(own.map(([, line]) => line)).to.deep.equal(Array.from({ length: 200 }, (_, index) => index + 1));
      expect(new Set(own.map(([number]) => number)).size).to.equal(1);
    }
    expect(new Set(all.map(([number]) => number)).size).to.equal(4);
  });

  it("loses its older half when it has become long, and sessions keep their numbers", () => {
    session("old");
    const store = session();
    for (let n = 1; n <= 450; n++) {
      store.addInput(n, `${n} ${"x".repeat(10_000)}`);
    }
    const before = statSync(path).size;
    const next = session("new");
    expect(statSync(path).size).to.be.lessThan(before * 0.6);
    const all = next.find({ access: "tail", output: false, count: 10_000 });
    expect(all.at(-1)).to.deep.equal([3, 1, "new"]);
    expect(all.at(-2)?.slice(0, 2)).to.deep.equal([2, 450]);
    expect(inputsOf(next, "old")).to.deep.equal([]);
  });

  it("writes a record again that went into a file which was just replaced", () => {
    session("a");
    const other = readFileSync(path);
    rmSync(path);
    writeFileSync(path, other);
    appendRecord(path, { session: "s", line: 1, input: "b" });
    expect(readRecords(path).at(-1)).to.deep.equal({ session: "s", line: 1, input: "b" });
  });

  it("can be empty", () => {
    prepareFile(path);
    expect(session().find({ access: "tail", output: true, count: 3 })).to.deep.equal([]);
  });
});

describe("the place of the history", () => {
  it("is in Jupyter's data folder of the user, or where the environment says", () => {
    expect(historyPath({ LLMLAB_KERNEL_HISTORY: "/x/h.jsonl" })).to.equal("/x/h.jsonl");
    expect(historyPath({ JUPYTER_DATA_DIR: "/data" })).to.equal(join("/data", "llmlab", "history.jsonl"));
  });
});
