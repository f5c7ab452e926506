import { expect } from "chai";
import { leaks, passedUnsolved } from "../../scripts/notebooks/learner-check.ts";
import { learnerEdition } from "../../scripts/notebooks/learner-edition.ts";
import { type Cell, type Notebook, readNotebook } from "../../scripts/notebooks/notebook.ts";
import { isRecord, without } from "../../scripts/notebooks/record.ts";
import { answerMetadata, code, FIXTURES, notebook, stdout, testMetadata, text } from "./build.ts";

const answer = (source: string) => code(source, { id: "answer", metadata: answerMetadata });
const test = (source: string) => code(source, { id: "test", metadata: testMetadata });
const sourceOf = (cell: Cell) => learnerEdition(notebook(cell)).cells[0]?.source;

describe("the learner edition", () => {
  it("is what nbgrader generates, apart from the checksums of its gradebook", () => {
    // nbgrader 0.9.5, `nbgrader generate_assignment`, with the settings
    // c.ClearSolutions.code_stub = {"typescript": '// YOUR CODE HERE\nthrow new Error("Not implemented");'}
    const release = readNotebook(`${FIXTURES}nbgrader/release.ipynb`);
    for (const { metadata } of release.cells) {
      if (isRecord(metadata.nbgrader)) metadata.nbgrader = without(metadata.nbgrader, ["checksum", "cell_type"]);
    }
    expect(learnerEdition(readNotebook(`${FIXTURES}nbgrader/source.ipynb`))).to.deep.equal(release);
  });

  it("has a stub, as deep as the solution was, in the place of the solution", () => {
    const source = "function f() {\n  // BEGIN SOLUTION\n  return 1;\n  // END SOLUTION\n}";
    expect(sourceOf(answer(source))).to.equal(
      'function f() {\n  // YOUR CODE HERE\n  throw new Error("Not implemented");\n}',
    );
  });

  it("has nothing in the place of hidden tests", () => {
    const source = "f();\n// BEGIN HIDDEN TESTS\ng();\n// END HIDDEN TESTS\nvoid 0;";
    expect(sourceOf(test(source))).to.equal("f();\nvoid 0;");
  });

  it("leaves the notebook it is made from as it is", () => {
    const source = notebook(code("1", { outputs: [stdout("1\n")], execution_count: 1 }));
    const edition = learnerEdition(source);
    const [cell] = edition.cells;
    if (cell?.cell_type === "code") cell.metadata.changed = true;
    expect(cell).to.include({ execution_count: null }).and.to.have.deep.property("outputs", []);
    expect(source).to.deep.equal(notebook(code("1", { outputs: [stdout("1\n")], execution_count: 1 })));
  });

  const broken: [string, Cell, string][] = [
    [
      "never ends",
      answer("a;\n// BEGIN SOLUTION\nb;"),
      "line 2 begins a region that never ends; write // END SOLUTION",
    ],
    ["never begins", answer("a;\n// END SOLUTION"), "line 2 ends a region that nothing began"],
    [
      "is nested",
      answer("// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION"),
      "line 2 begins a region inside the one of line 1",
    ],
    ["ends as another kind", test("// BEGIN HIDDEN TESTS\n// END SOLUTION"), "line 2 ends a region that nothing began"],
    [
      "stands behind code",
      answer("a; // BEGIN SOLUTION"),
      'line 1 has a marker that is not on its own; write the line as "// BEGIN SOLUTION"',
    ],
    ["is misspelt", test("// BEGIN HIDDEN TEST\n// END HIDDEN TESTS"), 'write the line as "// BEGIN HIDDEN TESTS"'],
    [
      "stands in a plain cell",
      code("// BEGIN SOLUTION\n// END SOLUTION"),
      "line 1 marks a solution outside an answer cell",
    ],
    [
      "hides tests in an answer cell",
      answer("// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS"),
      "line 1 marks hidden tests outside a test cell",
    ],
    ["stands in text", text("// BEGIN SOLUTION\n// END SOLUTION"), "line 1 marks a region in text"],
  ];
  for (const [what, cell, message] of broken) {
    it(`is refused where a marker ${what}, naming notebook, cell and line`, () => {
      const make = () => learnerEdition(notebook(text("# Title"), cell), "sums.ipynb");
      expect(make).to.throw(
        `Cannot make the learner edition of sums.ipynb: cell 2 (${cell.cell_type}, id "${cell.id}"), `,
      );
      expect(make).to.throw(message);
    });
  }
});

describe("what a learner edition gives away", () => {
  const source = notebook(
    answer("const a = 1;\n// BEGIN SOLUTION\nconst secret = a;\nconst a = 1;\n// END SOLUTION"),
    test("check();\n// BEGIN HIDDEN TESTS\nhiddenCheck();\n// END HIDDEN TESTS"),
  );
  const shows = (...cells: Cell[]): Notebook => notebook(...cells);

  it("is nothing in the edition that is made", () => {
    expect(leaks(source, learnerEdition(source))).to.deep.equal([]);
  });

  it("is a line of a solution or of a hidden test that still stands there", () => {
    const leaked = leaks(source, shows(code("const a = 1;\nconst secret = a;"), code("hiddenCheck();")));
    expect(leaked).to.deep.equal([
      'the learner edition shows "const secret = a;"',
      'the learner edition shows "hiddenCheck();"',
    ]);
  });

  it("is a secret line that also stands in the open, once too often", () => {
    expect(leaks(source, shows(code("const a = 1;\nconst a = 1;")))).to.deep.equal([
      'the learner edition shows "const a = 1;"',
    ]);
  });

  it("is an output", () => {
    expect(leaks(source, shows(code("", { outputs: [stdout("secret")] })))).to.deep.equal([
      "the learner edition keeps outputs",
    ]);
  });
});

describe("a test cell in the learner edition", () => {
  const cells = notebook(answer("x"), test("y"));

  it("is in order when it fails", () => {
    expect(passedUnsolved(cells, ["failed", "failed"])).to.deep.equal([]);
  });

  it("is reported when it passes, and when it was not run", () => {
    const name = 'cell 2 (code, id "test")';
    expect(passedUnsolved(cells, ["failed", "passed"])[0]).to.include(`${name} passes with no answer given`);
    expect(passedUnsolved(cells, ["failed", "not run"])[0]).to.include(`${name} was not run`);
  });
});
