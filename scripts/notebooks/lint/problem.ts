import { type CodeCell, type Notebook, nameOfCell } from "../notebook.ts";

/** A rule looks at a notebook and lists what is wrong, each with its place and how to mend it. */
export type Rule = (notebook: Notebook) => string[];

/** Makes a rule about single code cells: the problems it finds are given the cell's name. */
export function codeRule(problemsOf: (cell: CodeCell) => string[]): Rule {
  return (notebook) =>
    notebook.cells.flatMap((cell, index) =>
      cell.cell_type === "code" ? problemsOf(cell).map((problem) => `${nameOfCell(notebook, index)} ${problem}`) : [],
    );
}
