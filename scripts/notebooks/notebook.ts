import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseNotebook } from "./parse-notebook.ts";
import { serializeNotebook } from "./serialize-notebook.ts";

export { parseNotebook, serializeNotebook };

export type Metadata = Record<string, unknown>;

export type StreamOutput = { output_type: "stream"; name: "stdout" | "stderr"; text: string };
export type DisplayOutput = { output_type: "display_data"; data: Metadata; metadata: Metadata };
export type ResultOutput = {
  output_type: "execute_result";
  data: Metadata;
  metadata: Metadata;
  execution_count: number | null;
};
export type ErrorOutput = { output_type: "error"; ename: string; evalue: string; traceback: string[] };
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

export type TextCell = {
  cell_type: "markdown" | "raw";
  id: string;
  metadata: Metadata;
  source: string;
  attachments?: Metadata;
};
export type CodeCell = {
  cell_type: "code";
  id: string;
  metadata: Metadata;
  source: string;
  outputs: Output[];
  execution_count: number | null;
};
export type Cell = TextCell | CodeCell;

/**
 * A Jupyter notebook, format 4.5, as far as llmlab uses it. Texts that the file keeps as lists of lines (sources,
 * streams, text MIME types) are single strings here.
 */
export type Notebook = { cells: Cell[]; metadata: Metadata; nbformat: 4; nbformat_minor: number };

/**
 * Reads a notebook file.
 *
 * @throws Error when the file is not JSON, not nbformat 4.5 or later, or a cell lacks what the format requires.
 *
 * @example
 * const notebook = readNotebook("notebooks/07-attention.ipynb");
 * notebook.cells[0]?.source; // "# Attention\n..."
 */
export function readNotebook(path: string): Notebook {
  return parseNotebook(readFileSync(path, "utf8"), basename(path));
}

/** Writes a notebook file in one move: a reader, or an interrupt, never meets half of it. */
export function writeNotebook(path: string, notebook: Notebook): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, serializeNotebook(notebook));
    renameSync(partial, path);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Returns the tags of a cell. */
export function tagsOf(cell: Cell): string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}

/** Names a cell for a message: its place among all cells from 1, its kind and its id. */
export function nameOfCell(notebook: Notebook, index: number): string {
  const cell = notebook.cells[index];
  return cell === undefined ? `cell ${index + 1}` : `cell ${index + 1} (${cell.cell_type}, id "${cell.id}")`;
}
