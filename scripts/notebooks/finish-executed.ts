import { type CodeCell, type Notebook, tagsOf } from "./notebook.ts";
import { joinStreams } from "./outputs.ts";
import { without } from "./record.ts";

/** What nbconvert asks the kernel for, less the kernel's version, which would change with every machine. */
const LANGUAGE_INFO = {
  codemirror_mode: "typescript",
  file_extension: ".ts",
  mimetype: "text/typescript",
  name: "typescript",
};

/**
 * Makes an executed notebook fit to be committed: pieces of one stream are joined, and what belongs to the machine or the
 * moment goes: times of execution, the kernel's version, and the count of an earlier run at a cell that this one left out.
 */
export function finishExecuted(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const metadata = without(cell.metadata, ["execution"]);
    if (cell.cell_type !== "code") return { ...cell, metadata };
    const count = isExecuted(cell) ? cell.execution_count : null;
    return { ...cell, metadata, outputs: joinStreams(cell.outputs), execution_count: count };
  });
  return { ...notebook, cells, metadata: { ...notebook.metadata, language_info: LANGUAGE_INFO } };
}

/** Tells whether a run executes the cell: nbclient leaves out empty cells and those tagged `skip-execution`. */
export function isExecuted(cell: CodeCell): boolean {
  return cell.source.trim() !== "" && !tagsOf(cell).includes("skip-execution");
}
