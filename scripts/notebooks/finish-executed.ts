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
 * moment goes: times of execution, and the kernel's version.
 */
export function finishExecuted(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const metadata = without(cell.metadata, ["execution"]);
    return cell.cell_type === "code"
      ? { ...cell, metadata, outputs: joinStreams(cell.outputs) }
      : { ...cell, metadata };
  });
  return { ...notebook, cells, metadata: { ...notebook.metadata, language_info: LANGUAGE_INFO } };
}

/** Tells whether a run executes the cell: nbclient leaves out empty cells and those tagged `skip-execution`. */
export function isExecuted(cell: CodeCell): boolean {
  return cell.source.trim() !== "" && !tagsOf(cell).includes("skip-execution");
}
