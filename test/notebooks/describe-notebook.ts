import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect } from "chai";
import { differences } from "../../scripts/notebooks/compare.ts";
import { type Execution, executeNotebook } from "../../scripts/notebooks/execute.ts";
import { leaks, passedUnsolved } from "../../scripts/notebooks/learner-check.ts";
import { isTest, learnerEdition } from "../../scripts/notebooks/learner-edition.ts";
import { lint } from "../../scripts/notebooks/lint.ts";
import { type Notebook, nameOfCell, readNotebook, serializeNotebook } from "../../scripts/notebooks/notebook.ts";

// Beyond what a notebook may take on two cores, so that a slow machine is no failure; each cell has its own limit.
const TEN_MINUTES = 600_000;

/** Declares the tests that every notebook of the course has to pass, one for each rule. */
export function describeNotebook(path: string) {
  const name = basename(path);

  describe(name, () => {
    let committed: Notebook;
    before(() => {
      committed = readNotebook(path);
    });

    it("keeps the rules by which notebooks are written", () => none(lint(committed)));

    it("is laid out as Jupyter writes it", () => {
      expect(readFileSync(path, "utf8") === serializeNotebook(committed), "npm run notebooks writes it so").to.equal(
        true,
      );
    });

    it("gives away nothing in its learner edition", () => none(leaks(committed, learnerEdition(committed, name))));

    describe("with its solutions", () => {
      let execution: Execution;
      before(async function () {
        this.timeout(TEN_MINUTES);
        execution = await executeNotebook(path);
      });

      it("runs from the first cell to the last", () => {
        finished(execution);
      });

      it("gives the committed outputs", () => none(differences(committed, finished(execution).notebook)));

      it("passes every graded cell", () => {
        const { notebook, statuses } = finished(execution);
        none(testCells(notebook).flatMap((cell) => (statuses[cell] === "passed" ? [] : [nameOfCell(notebook, cell)])));
      });
    });

    describe("in its learner edition", () => {
      let execution: Execution;
      before(async function () {
        this.timeout(TEN_MINUTES);
        execution = await executeNotebook(path, { learner: true });
      });

      it("fails every graded cell", () => {
        const { notebook, statuses } = finished(execution);
        none(passedUnsolved(notebook, statuses));
      });
    });
  });
}

function testCells(notebook: Notebook): number[] {
  return notebook.cells.flatMap((cell, index) => (isTest(cell) ? [index] : []));
}

function finished(execution: Execution) {
  if (!execution.ok) throw new Error(execution.failure.message);
  return execution;
}

/** Expects no problems; the message of a failure is the problems themselves. */
function none(problems: string[]) {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}
