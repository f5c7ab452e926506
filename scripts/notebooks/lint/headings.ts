import { type Notebook, nameOfCell } from "../notebook.ts";
import type { Rule } from "./problem.ts";

/** A heading of a notebook; `cell` is the index of its cell. */
export type Heading = { level: number; text: string; cell: number };

/** Lists the headings of a notebook's text cells; what looks like one inside a code block is none. */
export function headingsOf(notebook: Notebook): Heading[] {
  return notebook.cells.flatMap(({ cell_type: type, source }, cell) =>
    type === "markdown"
      ? [...prose(source).matchAll(/^ {0,3}(#{1,6})\s+(.*?)[\s#]*$/gm)].map(([, marks = "", text = ""]) => ({
          level: marks.length,
          text,
          cell,
        }))
      : [],
  );
}

/** Blanks the code blocks and code spans of Markdown. */
export function prose(markdown: string): string {
  return markdown.replace(/^( {0,3})(```+|~~~+)[\s\S]*?(^ {0,3}\2|$(?![\s\S]))/gm, "").replace(/(`+)[^`\n]+\1/g, "");
}

/** The title is the only H1 and opens the notebook; below it no level is left out. */
export const headingRule: Rule = (notebook) => {
  const headings = headingsOf(notebook);
  const [first, ...others] = headings;
  const opening = notebook.cells[0]?.source.trimStart().startsWith("# ") && notebook.cells[0].cell_type === "markdown";
  const problems = opening ? [] : ['cell 1 does not begin with the title; begin the notebook with a line "# Title"'];
  for (const { level, text, cell } of first?.level === 1 ? others : headings) {
    if (level === 1)
      problems.push(`${nameOfCell(notebook, cell)} has a second title "${text}"; write it as ## or below`);
  }
  headings.slice(1).forEach(({ level, text, cell }, index) => {
    const above = headings[index]?.level ?? level;
    if (level <= above + 1) return;
    const wanted = "#".repeat(above + 1);
    problems.push(`${nameOfCell(notebook, cell)} leaves out a level before "${text}"; write it as ${wanted}`);
  });
  notebook.cells.forEach((cell, index) => {
    if (cell.cell_type === "markdown" && /<h[1-6]\b/i.test(prose(cell.source))) {
      problems.push(`${nameOfCell(notebook, index)} has an HTML heading; write it with # marks`);
    }
  });
  return problems;
};
