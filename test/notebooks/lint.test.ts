import { homedir } from "node:os";
import { expect } from "chai";
import { lint, lintOutputs } from "../../scripts/notebooks/lint.ts";
import { type CodeCell, type Metadata, type Notebook, readNotebook } from "../../scripts/notebooks/notebook.ts";
import { isRecord } from "../../scripts/notebooks/record.ts";
import { FIXTURES, shown, stderr, stdout } from "./build.ts";

/** The healthy fixture, which keeps every rule; each test breaks one. */
function healthy(): Notebook {
  return readNotebook(`${FIXTURES}healthy.ipynb`);
}

function cellOf(notebook: Notebook, id: string): CodeCell {
  const cell = notebook.cells.find((candidate) => candidate.id === id);
  if (cell?.cell_type !== "code") throw new Error(`the fixture has no code cell ${id}`);
  return cell;
}

function graderOf(notebook: Notebook, id: string): Metadata {
  const { nbgrader } = cellOf(notebook, id).metadata;
  if (!isRecord(nbgrader)) throw new Error(`cell ${id} is not graded`);
  return nbgrader;
}

function retext(notebook: Notebook, id: string, change: (source: string) => string) {
  const cell = notebook.cells.find((candidate) => candidate.id === id);
  if (cell === undefined) throw new Error(`the fixture has no cell ${id}`);
  cell.source = change(cell.source);
}

function remove(notebook: Notebook, ...ids: string[]) {
  notebook.cells = notebook.cells.filter(({ id }) => !ids.includes(id));
}

function clearOutputs(notebook: Notebook) {
  for (const cell of notebook.cells) if (cell.cell_type === "code") cell.outputs = [];
}

/** How the notebook is broken, and the one problem that lint is to find, or the first of the few. */
type Breakage = [what: string, spoil: (notebook: Notebook) => void, problem: string | RegExp];

const structure: Breakage[] = [
  [
    "no title",
    (nb) => retext(nb, "title", (text) => text.replace("# Sums", "Sums")),
    "cell 1 does not begin with the title",
  ],
  ["a title that is not first", (nb) => nb.cells.reverse(), "cell 1 does not begin with the title"],
  [
    "a second title",
    (nb) => retext(nb, "quiz", () => "# Quiz"),
    /^cell 19 \(markdown, id "quiz"\) has a second title "Quiz"; write it as ##/,
  ],
  [
    "a level left out",
    (nb) => retext(nb, "errors", (text) => `#${text}`),
    /"errors"\) leaves out a level before .*; write it as ###$/,
  ],
  [
    "an HTML heading",
    (nb) => retext(nb, "plain", () => "<h2>Adding</h2>"),
    '"plain") has an HTML heading; write it with # marks',
  ],
  [
    "another kernel",
    (nb) => Object.assign(nb.metadata, { kernelspec: { name: "python3" } }),
    "lacks kernelspec.display_name",
  ],
  ["no parameters", (nb) => Object.assign(cellOf(nb, "sizes"), { metadata: {} }), "no cell is tagged parameters"],
  [
    "two cells of parameters",
    (nb) => Object.assign(cellOf(nb, "loop").metadata, { tags: ["parameters"] }),
    "is a second one tagged parameters",
  ],
  [
    "parameters without a seed",
    (nb) => retext(nb, "sizes", () => "const size = 4;"),
    '"sizes") is tagged parameters but sets no seed',
  ],
  [
    "a misspelt tag",
    (nb) => Object.assign(cellOf(nb, "loop").metadata, { tags: ["skip-exec"] }),
    'has the tag "skip-exec", which nothing honours',
  ],
  [
    "an id used twice",
    (nb) => Object.assign(cellOf(nb, "loop"), { id: "sizes" }),
    'cell 4 has the id "sizes" of cell 2',
  ],
  ["an id that nbformat refuses", (nb) => Object.assign(cellOf(nb, "loop"), { id: "a b" }), 'cell 4 has the id "a b"'],
  [
    "too many bytes",
    (nb) => retext(nb, "plain", () => "word ".repeat(200_000)),
    /^the notebook has \d+ bytes; keep it under 1000000/,
  ],
  [
    "a picture without alt text",
    (nb) => retext(nb, "plain", () => "![](a.png)"),
    '"plain") has a picture without alt text',
  ],
  [
    "a picture tag without alt text",
    (nb) => retext(nb, "plain", () => '<img src="a" alt="">'),
    '"plain") has a picture without alt text',
  ],
  ["two exercises", (nb) => remove(nb, "exercise-3", "answer-3", "test-3"), "the notebook has 2 exercises"],
  [
    "an exercise without an answer cell",
    (nb) => remove(nb, "answer-2"),
    'begins "Exercise 2: largest", which has no answer cell',
  ],
  ["an exercise without a test", (nb) => remove(nb, "test-1"), 'begins "Exercise 1: double", which has no test cell'],
  [
    "an exercise without minutes",
    (nb) => retext(nb, "exercise-2", (text) => text.replace("3 minutes", "")),
    "does not say how long it takes",
  ],
  [
    "an exercise without difficulty",
    (nb) => retext(nb, "exercise-2", (text) => text.replace("Medium", "")),
    "does not say how hard it is",
  ],
  ["no quiz", (nb) => retext(nb, "quiz", () => "## Questions"), "the notebook has no quiz"],
];

const manyLines = (count: number) => Array.from({ length: count }, (_, line) => `f(${line});`).join("\n");

const codes: Breakage[] = [
  [
    "16 lines",
    (nb) => retext(nb, "loop", () => manyLines(16)),
    '"loop") has 16 lines of code; split it, 15 are the most',
  ],
  ["an empty cell", (nb) => retext(nb, "loop", () => " \n"), '"loop") is empty; remove it'],
  [
    "a foreign package",
    (nb) => retext(nb, "loop", () => 'import * as tf from "@tensorflow/tfjs";'),
    'imports "@tensorflow/tfjs"',
  ],
  [
    "a relative import",
    (nb) => retext(nb, "loop", () => "import {\n  a,\n} from '../lib/a.ts';"),
    'imports "../lib/a.ts"',
  ],
  ["a bare import", (nb) => retext(nb, "loop", () => 'import "fs";'), 'imports "fs"'],
  ["a dynamic import", (nb) => retext(nb, "loop", () => 'await import("node:fs");'), 'imports "node:fs"'],
  ["a require", (nb) => retext(nb, "loop", () => 'import fs = require("fs");'), 'imports "fs"'],
  [
    "Math.random",
    (nb) => retext(nb, "loop", (code) => `${code}; Math.random()`),
    '"loop") uses Math.random; draw from',
  ],
  [
    "Math.random in a template",
    (nb) => retext(nb, "loop", (code) => `${code}; \`\${Math.random()}\``),
    "uses Math.random",
  ],
  ["tidy", (nb) => retext(nb, "loop", (code) => `${code}; tf.tidy(() => 1)`), '"loop") uses tidy; memory'],
  ["dispose", (nb) => retext(nb, "loop", (code) => `${code}; x.dispose()`), '"loop") uses dispose; memory'],
  [
    "a relative path",
    (nb) => retext(nb, "loop", (code) => `${code}; read("../data.txt")`),
    'has the path "../data.txt"',
  ],
];

const grading: Breakage[] = [
  [
    "a key too many",
    (nb) => Object.assign(graderOf(nb, "answer-1"), { checksum: "0" }),
    "of an answer cell has the key checksum; remove it",
  ],
  [
    "a key missing",
    (nb) => void delete graderOf(nb, "test-1").task,
    "of a test cell has task: undefined; set it to false",
  ],
  [
    "an older schema",
    (nb) => Object.assign(graderOf(nb, "test-1"), { schema_version: 2 }),
    "has schema_version: 2; set it to 3",
  ],
  [
    "an unlocked test",
    (nb) => Object.assign(graderOf(nb, "test-1"), { locked: false }),
    "has locked: false; set it to true",
  ],
  ["a test worth nothing", (nb) => Object.assign(graderOf(nb, "test-1"), { points: 0 }), "has points: 0"],
  [
    "points for an answer",
    (nb) => Object.assign(graderOf(nb, "answer-1"), { points: 1 }),
    "has the key points; remove it",
  ],
  [
    "a grade_id with a space",
    (nb) => Object.assign(graderOf(nb, "test-1"), { grade_id: "a b" }),
    "has grade_id: a b; use letters",
  ],
  [
    "a grade_id used twice",
    (nb) => Object.assign(graderOf(nb, "test-1"), { grade_id: "double" }),
    'has the grade_id "double" of an earlier cell',
  ],
  [
    "a broken marker",
    (nb) => retext(nb, "answer-1", (code) => code.replace("// END SOLUTION", "")),
    "Cannot make the learner edition of the notebook: cell 11",
  ],
  [
    "an answer without markers",
    (nb) => retext(nb, "answer-2", () => "const largest = Math.max;"),
    '"answer-2") marks no solution',
  ],
  [
    "a test that has a result",
    (nb) =>
      cellOf(nb, "test-2").outputs.push({
        output_type: "execute_result",
        data: { "text/plain": "true" },
        metadata: {},
        execution_count: 10,
      }),
    '"test-2") has a result, which nbgrader may read as points',
  ],
  [
    "a test that may raise",
    (nb) => Object.assign(cellOf(nb, "test-1").metadata, { tags: ["raises-exception"] }),
    "so that it tests nothing",
  ],
];

const figure =
  (data: Metadata, metadata: Metadata = {}) =>
  (nb: Notebook) => {
    cellOf(nb, "loop").outputs = [shown(data, metadata)];
  };
const plain = { "text/plain": "a figure" };

const outputs: Breakage[] = [
  [
    "cells numbered otherwise",
    (nb) => Object.assign(cellOf(nb, "sizes"), { execution_count: 2 }),
    '"sizes") has execution_count 2, not 1',
  ],
  [
    "a number at a cell that is skipped",
    (nb) => Object.assign(cellOf(nb, "later"), { execution_count: 6 }),
    "has execution_count 6, not null",
  ],
  ["no outputs", clearOutputs, "the notebook has no outputs"],
  [
    "times of execution",
    (nb) => Object.assign(cellOf(nb, "loop").metadata, { execution: {} }),
    "the runner would not have written",
  ],
  [
    "the kernel's version",
    (nb) => Object.assign(nb.metadata, { language_info: { name: "typescript", version: "9" } }),
    "the runner would not have written",
  ],
  ["stderr", (nb) => cellOf(nb, "loop").outputs.push(stderr("a warning")), '"loop") wrote to stderr: "a warning"'],
  [
    "an error",
    (nb) => cellOf(nb, "loop").outputs.push({ output_type: "error", ename: "Error", evalue: "bad", traceback: [] }),
    '"loop") failed with Error: bad',
  ],
  [
    "colours",
    (nb) => Object.assign(cellOf(nb, "loop"), { outputs: [stdout("\u001b[33m3\u001b[39m")] }),
    "printed ANSI codes",
  ],
  [
    "a line that overwrites",
    (nb) => Object.assign(cellOf(nb, "loop"), { outputs: [stdout("10%\r20%")] }),
    "printed ANSI codes or control",
  ],
  ["a figure without words", figure({ "image/png": "YQ==" }, { "image/png": { alt: "a" } }), "without text/plain"],
  ["a figure without alt text", figure({ ...plain, "image/png": "YQ==" }), "a picture without alt text"],
  [
    "a figure without a picture",
    figure({ ...plain, "application/vnd.plotly.v1+json": {} }),
    "a figure without image/png",
  ],
  ["SVG", figure({ ...plain, "image/svg+xml": "<svg/>" }), "shows image/svg+xml"],
  ["a script", figure({ ...plain, "text/html": "<script>1</script>" }), "shows a script in text/html"],
  [
    "a path in a figure",
    figure({ ...plain, "application/json": { from: "/home/ada/data" } }),
    "holds the path /home/ada of a machine",
  ],
  [
    "a path in printed text",
    (nb) => Object.assign(cellOf(nb, "loop"), { outputs: [stdout("saved C:\\Users\\ada\\x")] }),
    "holds the path C:\\Users\\ada",
  ],
  ["this machine's home", (nb) => retext(nb, "plain", () => `see ${homedir()}/notes`), "of a machine; remove it"],
];

describe("lint", () => {
  it("finds nothing in a notebook that keeps the rules", () => {
    expect(lint(healthy())).to.deep.equal([]);
  });

  for (const [rules, breakages] of Object.entries({ structure, codes, grading, outputs })) {
    describe(`of ${rules}`, () => {
      for (const [what, spoil, problem] of breakages) {
        it(`reports ${what}`, () => {
          const notebook = healthy();
          spoil(notebook);
          const problems = lint(notebook);
          const matches = (text: string) => (typeof problem === "string" ? text.includes(problem) : problem.test(text));
          expect(problems.filter(matches), problems.join("\n")).to.have.lengthOf(1);
        });
      }
    });
  }

  const allowed: [string, (notebook: Notebook) => void][] = [
    [
      "15 lines among comments and blank lines",
      (nb) => retext(nb, "loop", () => `// why\n\n/* and\nhow */\n${manyLines(15)}`),
    ],
    [
      "imports of the library, and chai",
      (nb) => retext(nb, "loop", () => 'import { expect } from "chai";\nimport { a } from "llmlab/nn";'),
    ],
    [
      "an import of the package that reads our tokenizers' files",
      (nb) => retext(nb, "loop", () => 'import { Tokenizer } from "@huggingface/tokenizers";'),
    ],
    [
      "hidden tests beyond the 15 lines",
      (nb) => retext(nb, "test-1", () => `f();\n// BEGIN HIDDEN TESTS\n${manyLines(20)}\n// END HIDDEN TESTS`),
    ],
    [
      "forbidden names in prose and strings",
      (nb) => retext(nb, "loop", () => '// no tidy here\nlog("Math.random", "from \'fs\'");'),
    ],
    [
      "marks within code blocks",
      (nb) => retext(nb, "plain", (text) => `${text}\n\n\`\`\`sh\n# a comment\n\`\`\`\nand \`# so\``),
    ],
    [
      "web addresses and fractions",
      (nb) => retext(nb, "plain", (text) => `${text} https://example.org/home/ada 1/2 a/tmp/b`),
    ],
    [
      "pictures with alt text",
      (nb) => retext(nb, "plain", (text) => `${text} ![a curve](attachment:a.png) <img alt="a" src="b">`),
    ],
    [
      "a whole figure",
      figure({ ...plain, "image/png": "/tmp/x", "application/vnd.plotly.v1+json": {} }, { "image/png": { alt: "a" } }),
    ],
  ];
  for (const [what, change] of allowed) {
    it(`allows ${what}`, () => {
      const notebook = healthy();
      change(notebook);
      expect(lint(notebook)).to.deep.equal([]);
    });
  }

  it("of outputs alone does not mind the rest", () => {
    const notebook = healthy();
    remove(notebook, "quiz");
    expect(lintOutputs(notebook)).to.deep.equal([]);
    expect(lint(notebook)).to.have.lengthOf(1);
  });
});
