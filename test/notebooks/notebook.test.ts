import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { findJupyter, pythonOf } from "../../scripts/notebooks/jupyter.ts";
import {
  type Notebook,
  nameOfCell,
  parseNotebook,
  readNotebook,
  serializeNotebook,
  tagsOf,
  writeNotebook,
} from "../../scripts/notebooks/notebook.ts";
import { pythonJson } from "../../scripts/notebooks/python-json.ts";
import { code, FIXTURES, notebook, shown, stdout, text } from "./build.ts";

/** What the format makes hard: line ends, keys like numbers, small numbers, JSON that must not be cut into lines. */
function awkward(): Notebook {
  const data = {
    "text/plain": "one\ntwo\r\nthree\u2028four\x0bfive",
    "text/html": "",
    "image/png": "aGk=\n",
    "application/vnd.plotly.v1+json": {
      data: [{ x: [1e-7, 0.00001, 0.001, 1.5, 1e21, 123456789012345680000, -0.25, 0], 10: "ten", 9: "nine", é: "ü" }],
      lines: ["a\n", "b\n"],
    },
  };
  return {
    ...notebook(
      text('# Title\n\nwords "quoted" \\ and \u0001 \u007f'),
      code("", {
        id: "empty",
        execution_count: 1,
        outputs: [stdout("a\nb"), shown(data, { "image/png": { alt: "hi" } })],
      }),
      code("throw 1;\n", {
        id: "error",
        metadata: { tags: [] },
        outputs: [{ output_type: "error", ename: "Error", evalue: "bad", traceback: ["line 1\nline 2"] }],
      }),
      { cell_type: "raw", id: "raw", metadata: {}, source: "raw\n" },
    ),
    metadata: { z: {}, a: null, kernelspec: { name: "llmlab" } },
  };
}

/** Asks nbformat itself to do something with the notebook given as text. */
function nbformat(program: string, input: string): string {
  const {
    stdout: output,
    stderr: log,
    status,
  } = spawnSync(pythonOf(findJupyter()), ["-c", program], {
    input,
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  if (status !== 0) throw new Error(log);
  return output;
}

describe("a notebook file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlab-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is written byte for byte as nbformat writes it", () => {
    const rewrite = "import sys, nbformat; nbformat.write(nbformat.read(sys.stdin, as_version=4), sys.stdout)";
    const written = serializeNotebook(awkward());
    expect(nbformat(rewrite, JSON.stringify(JSON.parse(written)))).to.equal(written);
  });

  it("comes back from the disk as it was", () => {
    const path = join(folder, "awkward.ipynb");
    writeNotebook(path, awkward());
    expect(readNotebook(path)).to.deep.equal(awkward());
  });

  it("leaves nothing beside it, also when it replaces another or cannot be written", () => {
    const path = join(folder, "sums.ipynb");
    writeNotebook(path, notebook(text("old")));
    writeNotebook(path, notebook(text("new")));
    const unwritable = notebook(code("x", { metadata: { points: Number.NaN } }));
    expect(() => writeNotebook(path, unwritable)).to.throw("Cannot write NaN as JSON");
    expect(readdirSync(folder)).to.deep.equal(["sums.ipynb"]);
    expect(readNotebook(path).cells[0]?.source).to.equal("new");
  });

  it("loses what belongs to a session", () => {
    const raw = JSON.parse(readFileSync(`${FIXTURES}healthy.ipynb`, "utf8"));
    raw.metadata.signature = "sha";
    raw.cells[0].metadata.trusted = true;
    const read = parseNotebook(JSON.stringify(raw));
    expect(read).to.deep.equal(readNotebook(`${FIXTURES}healthy.ipynb`));
  });

  const broken: [string, unknown, string][] = [
    [
      "another format",
      { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 4 },
      "its format is 4.4; save it as nbformat 4.5",
    ],
    ["no cells", { metadata: {}, nbformat: 4, nbformat_minor: 5 }, "it has no cells and metadata"],
    [
      "a cell without an id",
      { ...notebook(), cells: [{ cell_type: "markdown", metadata: {}, source: "" }] },
      "cell 1 has no id",
    ],
    [
      "a cell without a source",
      { ...notebook(), cells: [{ cell_type: "markdown", id: "a", metadata: {} }] },
      "no source",
    ],
    ["an unknown kind of cell", { ...notebook(), cells: [{ ...text(""), cell_type: "slide" }] }, 'is of type "slide"'],
    [
      "an unknown kind of output",
      { ...notebook(), cells: [{ ...code(""), outputs: [{}] }] },
      "an output of no known form",
    ],
  ];
  for (const [what, value, message] of broken) {
    it(`is refused with ${what}`, () => {
      writeFileSync(join(folder, "bad.ipynb"), JSON.stringify(value));
      expect(() => readNotebook(join(folder, "bad.ipynb")))
        .to.throw("Cannot read bad.ipynb: ")
        .with.property("message")
        .that.includes(message);
    });
  }

  it("is refused when it is not JSON", () => {
    expect(() => parseNotebook("{", "cut.ipynb")).to.throw("Cannot read cut.ipynb: it is not JSON");
  });
});

describe("pythonJson", () => {
  it("writes the example of its documentation", () => {
    expect(pythonJson({ b: [1e-7], a: {} })).to.equal('{\n "a": {},\n "b": [\n  1e-07\n ]\n}');
  });
});

describe("a cell", () => {
  it("is named by place, kind and id", () => {
    expect(nameOfCell(notebook(text(""), code("", { id: "sum" })), 1)).to.equal('cell 2 (code, id "sum")');
  });

  it("has the tags that its metadata lists, and none where there are none", () => {
    expect(tagsOf(code("", { metadata: { tags: ["parameters", 3] } }))).to.deep.equal(["parameters"]);
    expect(tagsOf(text(""))).to.deep.equal([]);
  });
});
