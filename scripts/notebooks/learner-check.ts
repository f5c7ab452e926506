import type { CellStatus } from "./execute.ts";
import { isTest, regionsOf } from "./learner-edition.ts";
import { type Notebook, nameOfCell } from "./notebook.ts";

/**
 * Lists the test cells that pass in the learner edition, where no exercise is solved yet: they would grade nothing.
 *
 * @param statuses how each cell ended in a run of the learner edition
 */
export function passedUnsolved(notebook: Notebook, statuses: CellStatus[]): string[] {
  return notebook.cells.flatMap((cell, index) => {
    if (!isTest(cell) || statuses[index] === "failed") return [];
    const what = statuses[index] === "passed" ? "passes with no answer given" : "was not run";
    return [`${nameOfCell(notebook, index)} ${what}; let it fail until the exercise is solved`];
  });
}

/**
 * Lists what a learner edition gives away: outputs, and lines of solutions and hidden tests. It goes by counting: a line
 * may stand there as often as it stands outside the marked regions of the source edition.
 */
export function leaks(source: Notebook, learner: Notebook): string[] {
  const fail = (line: number, problem: string): never => {
    throw new Error(`Cannot compare the editions: line ${line + 1} ${problem}`);
  };
  const secret: string[] = [];
  const open: string[] = [];
  for (const cell of source.cells) {
    const regions = regionsOf(cell.source, fail);
    cell.source.split("\n").forEach((line, index) => {
      const hidden = regions.some(({ begin, end }) => begin <= index && index <= end);
      (hidden ? secret : open).push(line.trim());
    });
  }
  const shown = learner.cells.flatMap(({ source }) => source.split("\n"));
  const count = (lines: string[], wanted: string) => lines.filter((line) => line.trim() === wanted).length;
  // A closing bracket or an empty line tells nothing.
  const telling = [...new Set(secret)].filter((line) => /\w/.test(line));
  const leaked = telling.filter((line) => count(shown, line) > count(open, line));
  const printed = learner.cells.some((cell) => cell.cell_type === "code" && cell.outputs.length > 0);
  return [
    ...leaked.map((line) => `the learner edition shows "${line}"`),
    ...(printed ? ["the learner edition keeps outputs"] : []),
  ];
}
