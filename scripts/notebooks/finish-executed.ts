import { type CodeCell, type Notebook, tagsOf } from "./notebook.ts";
import { joinStreams, withoutFrames } from "./outputs.ts";
import { without } from "./record.ts";

/** What nbconvert asks the kernel for, less the kernel's version, which would change with every machine. */
const LANGUAGE_INFO = {
  codemirror_mode: "typescript",
  file_extension: ".ts",
  mimetype: "text/typescript",
  name: "typescript",
};

/**
 * Makes an executed notebook fit to be committed: code cells that ran are numbered 1..n (tslab sends no execution
 * counts), pieces of one stream are joined, and what belongs to the machine or the moment goes: times of execution,
 * the kernel's version, the stack below an error that a cell shows on purpose.
 */
export function finishExecuted(notebook: Notebook): Notebook {
  let count = 0;
  const cells = notebook.cells.map((cell) => {
    const metadata = without(cell.metadata, ["execution"]);
    if (cell.cell_type !== "code") return { ...cell, metadata };
    return finishCell({ ...cell, metadata }, isExecuted(cell) ? ++count : null);
  });
  return { ...notebook, cells, metadata: { ...notebook.metadata, language_info: LANGUAGE_INFO } };
}

/** Tells whether a run executes the cell: nbclient leaves out empty cells and those tagged `skip-execution`. */
export function isExecuted(cell: CodeCell): boolean {
  return cell.source.trim() !== "" && !tagsOf(cell).includes("skip-execution");
}

function finishCell(cell: CodeCell, count: number | null): CodeCell {
  const showsError = tagsOf(cell).includes("raises-exception");
  const outputs = joinStreams(cell.outputs).map((output) => {
    if (output.output_type === "execute_result") return { ...output, execution_count: count };
    if (output.output_type === "stream" && output.name === "stderr" && showsError) {
      return { ...output, text: withoutFrames(output.text) };
    }
    return output;
  });
  return { ...cell, outputs, execution_count: count };
}
