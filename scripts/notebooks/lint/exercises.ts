import { isAnswer, isTest } from "../learner-edition.ts";
import { type Cell, type Notebook, nameOfCell } from "../notebook.ts";
import { type Heading, headingsOf } from "./headings.ts";
import type { Rule } from "./problem.ts";

/** Three to five exercises, each under its own heading, with an answer cell, a test cell, minutes and difficulty. */
export const exerciseRule: Rule = (notebook) => {
  const headings = headingsOf(notebook);
  const exercises = headings.filter(({ text }) => /^Exercise\b/.test(text));
  const problems = exercises.flatMap((heading) => problemsOfExercise(notebook, headings, heading));
  if (exercises.length >= 3 && exercises.length <= 5) return problems;
  const count = `the notebook has ${exercises.length} exercises; give it three to five, each under a heading "Exercise ..."`;
  return [count, ...problems];
};

/** A heading announces the quiz. */
export const quizRule: Rule = (notebook) =>
  headingsOf(notebook).some(({ text }) => /\bquiz\b/i.test(text))
    ? []
    : ['the notebook has no quiz; add one under a heading that says "Quiz"'];

function problemsOfExercise(notebook: Notebook, headings: Heading[], heading: Heading): string[] {
  const next = headings.slice(headings.indexOf(heading) + 1).find(({ level }) => level <= heading.level);
  // Two headings may share a cell; the cell then belongs to both sections.
  const cells = notebook.cells.slice(heading.cell, Math.max(next?.cell ?? notebook.cells.length, heading.cell + 1));
  const problem = (what: string) => `${nameOfCell(notebook, heading.cell)} begins "${heading.text}", which ${what}`;
  return [...missingCells(cells), ...missingWords(cells)].map(problem);
}

function missingCells(cells: Cell[]): string[] {
  const answer = cells.findIndex(isAnswer);
  if (answer < 0) return ["has no answer cell; add one with nbgrader metadata solution: true"];
  if (!cells.slice(answer).some(isTest)) return ["has no test cell after its answer; add one with grade: true"];
  return [];
}

function missingWords(cells: Cell[]): string[] {
  const text = cells
    .filter(({ cell_type: type }) => type === "markdown")
    .map(({ source }) => source)
    .join("\n");
  const minutes = /\d\s*min/.test(text) ? [] : ['does not say how long it takes; add it, as in "10 minutes"'];
  const difficulty = /\b(easy|medium|hard)\b/i.test(text)
    ? []
    : ["does not say how hard it is; add easy, medium or hard"];
  return [...minutes, ...difficulty];
}
