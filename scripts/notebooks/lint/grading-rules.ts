import { isAnswer, isTest, learnerEdition, regionsOf } from "../learner-edition.ts";
import { type Metadata, nameOfCell, tagsOf } from "../notebook.ts";
import { isRecord } from "../record.ts";
import type { Rule } from "./problem.ts";

/** What the two kinds of cell carry: exactly these keys, beside `grade_id` and, for a test, `points`. */
const ANSWER = { grade: false, locked: false, schema_version: 3, solution: true, task: false };
const TEST = { grade: true, locked: true, schema_version: 3, solution: false, task: false };

/**
 * nbgrader metadata follows schema 3. Its own validator leaves `task` and the kind of cell open; here every graded cell
 * is a code cell of one of two kinds, answer or test.
 */
export const graderMetadataRule: Rule = (notebook) =>
  notebook.cells.flatMap((cell, index) => {
    const { nbgrader } = cell.metadata;
    if (nbgrader === undefined) return [];
    const problems = isRecord(nbgrader) ? problemsOfMetadata(nbgrader) : ["is not an object"];
    if (cell.cell_type !== "code") problems.push("stands at a text cell; move it to a code cell");
    return problems.map((problem) => `${nameOfCell(notebook, index)}: nbgrader metadata ${problem}`);
  });

/** Each `grade_id` names one cell. */
export const gradeIdRule: Rule = (notebook) => {
  const seen = new Set<unknown>();
  return notebook.cells.flatMap(({ metadata: { nbgrader } }, index) => {
    if (!isRecord(nbgrader)) return [];
    const { grade_id: id } = nbgrader;
    if (seen.has(id)) return [`${nameOfCell(notebook, index)} has the grade_id "${id}" of an earlier cell; rename it`];
    seen.add(id);
    return [];
  });
};

/** The learner edition can be made, and every answer cell says which part of it is the solution. */
export const markerRule: Rule = (notebook) => {
  try {
    learnerEdition(notebook);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const noRegions = (_line: number, problem: string): never => {
    throw new Error(problem);
  };
  return notebook.cells.flatMap((cell, index) =>
    isAnswer(cell) && regionsOf(cell.source, noRegions).length === 0
      ? [`${nameOfCell(notebook, index)} marks no solution; put it between // BEGIN SOLUTION and // END SOLUTION`]
      : [],
  );
};

/** nbgrader reads the result of a test cell as points if it is a number, and as full marks if not; so there is none. */
export const graderOutputRule: Rule = (notebook) =>
  notebook.cells.flatMap((cell, index) => {
    if (!isTest(cell) || cell.cell_type !== "code") return [];
    const problems: string[] = [];
    if (cell.outputs.some((output) => output.output_type === "execute_result")) {
      problems.push("has a result, which nbgrader may read as points; end it in void 0");
    }
    const tag = tagsOf(cell).find((name) => name === "raises-exception" || name === "skip-execution");
    if (tag !== undefined) problems.push(`is tagged ${tag}, so that it tests nothing; remove the tag`);
    return problems.map((problem) => `${nameOfCell(notebook, index)} ${problem}`);
  });

function problemsOfMetadata(nbgrader: Metadata): string[] {
  const isTestCell = nbgrader.grade === true;
  const expected = isTestCell ? TEST : ANSWER;
  const kind = isTestCell ? "a test" : "an answer";
  const keys = [...Object.keys(expected), "grade_id", ...(isTestCell ? ["points"] : [])];
  const wrong = Object.entries(expected).filter(([key, value]) => nbgrader[key] !== value);
  const problems = wrong.map(([key, value]) => `of ${kind} cell has ${key}: ${nbgrader[key]}; set it to ${value}`);
  for (const key of Object.keys(nbgrader)) {
    if (!keys.includes(key)) problems.push(`of ${kind} cell has the key ${key}; remove it`);
  }
  const { grade_id: id, points } = nbgrader;
  if (typeof id !== "string" || !/^[A-Za-z0-9_-]+$/.test(id)) {
    problems.push(`has grade_id: ${id}; use letters, digits, - and _`);
  }
  if (isTestCell && !(typeof points === "number" && points > 0)) {
    problems.push(`has points: ${points}; a test is worth a number above 0`);
  }
  return problems;
}
