import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { readNotebook } from "../../../scripts/notebooks/notebook.ts";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";
import { runTestPython } from "../../support/python.ts";

const source = fileURLToPath(new URL("../../fixtures/nbgrader/sums.ipynb", import.meta.url));
const driver = fileURLToPath(new URL("grade_course.py", import.meta.url));

const right = {
  total: "const total = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0);",
  largest: "function largest(numbers: number[]): number { return Math.max(...numbers); }",
  mean: "async function mean(numbers: number[]) { return total(numbers) / numbers.length; }",
};

/** What each student answers, and the points for total (of 2), largest (of 3) and mean (of 2). */
const students: Record<string, { answers: Partial<typeof right>; points: [number, number, number] }> = {
  "answers all": { answers: right, points: [2, 3, 2] },
  "answers nothing": { answers: {}, points: [0, 0, 0] },
  "is wrong": {
    answers: {
      total: "function total(numbers: number[]) { return 0; }",
      largest: "const largest = (numbers: number[]) => -1e9;",
      mean: "async function mean(numbers: number[]) { return NaN; }",
    },
    points: [0, 0, 0],
  },
  "forgets negative numbers": {
    answers: { ...right, largest: "const largest = (numbers: number[]) => Math.max(0, ...numbers);" },
    points: [2, 2, 2],
  },
  "passes what is shown only": {
    answers: { ...right, total: "const total = (numbers: number[]) => numbers.reduce((sum, x) => sum + x);" },
    points: [0, 3, 2],
  },
  "writes a type error": {
    answers: { ...right, largest: 'function largest(numbers: number[]): number { return "the largest"; }' },
    points: [2, 0, 2],
  },
  "ends the process": {
    answers: {
      ...right,
      largest: "function largest(numbers: number[]): number { process.abort(); }",
      // The crash has cost the variables before it, total among them.
      mean: "async function mean(numbers: number[]) { return numbers.reduce((sum, x) => sum + x) / numbers.length; }",
    },
    points: [2, 0, 2],
  },
  "never comes to an end": {
    answers: {
      ...right,
      largest: "function largest(numbers: number[]): number { while (true) {} }",
      mean: "async function mean(numbers: number[]) { await null; for (;;) {} return 3; }",
    },
    points: [2, 0, 0],
  },
  "prints, and uses what is deprecated": {
    answers: {
      ...right,
      total: `${right.total}\nconsole.log(new Buffer(2), "is old");\nprocess.emitWarning("a warning");`,
      mean: 'async function mean(numbers: number[]) { console.log("7"); new Buffer(1); return total(numbers) / 3; }',
    },
    points: [2, 3, 2],
  },
};

describe("an assignment in nbgrader", function () {
  this.timeout(240_000);
  const folder = useSharedFolder();
  let scores: Record<string, Record<string, number>> = {};

  before(() => {
    mkdirSync(folder.path("source", "sums"), { recursive: true });
    copyFileSync(source, folder.path("source", "sums", "sums.ipynb"));
    const submissions = Object.entries(students).map(([student, { answers }]) => [nameOf(student), answers]);
    const { status, stdout, stderr } = runTestPython([driver, "sums"], {
      cwd: folder.path(),
      input: JSON.stringify(Object.fromEntries(submissions)),
    });
    expect(status, stderr).to.equal(0);
    scores = JSON.parse(stdout);
  });

  for (const [student, { points }] of Object.entries(students)) {
    it(`gives ${points.join(" + ")} points to a student who ${student}`, () => {
      const { "total-test": total, "largest-points": largest, "mean-test": mean } = scores[nameOf(student)] ?? {};
      expect([total, largest, mean]).to.deep.equal(points);
    });
  }

  it("is handed out with stubs in TypeScript, by the settings that the set-up installs", () => {
    const { cells } = readNotebook(folder.path("release", "sums", "sums.ipynb"));
    expect(cells.find(({ id }) => id === "total")?.source).to.equal(
      'function total(numbers: number[]): number {\n  // YOUR CODE HERE\n  throw new Error("Not implemented");\n}',
    );
  });

  it("comes back with feedback that says what was wrong, and where", () => {
    const feedback = (student: string) => {
      const path = folder.path("feedback", nameOf(student), "sums", "sums.html");
      expect(existsSync(path), path).to.equal(true);
      return readFileSync(path, "utf8");
    };
    expect(feedback("writes a type error")).to.include("TS2322");
    expect(feedback("passes what is shown only")).to.include("Reduce of empty array with no initial value");
    expect(feedback("answers all")).to.include("Score: 7.0 / 7.0");
  });
});

function nameOf(student: string): string {
  return student.replace(/\W+/g, "-");
}
