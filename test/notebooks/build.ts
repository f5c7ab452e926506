import { fileURLToPath } from "node:url";
import type { Cell, CodeCell, Metadata, Notebook, Output, TextCell } from "../../scripts/notebooks/notebook.ts";

/** The folder of the notebooks that tests run. */
export const FIXTURES = fileURLToPath(new URL("../fixtures/notebooks/", import.meta.url));

export const answerMetadata: Metadata = {
  nbgrader: { grade: false, grade_id: "answer", locked: false, schema_version: 3, solution: true, task: false },
};
export const testMetadata: Metadata = {
  nbgrader: { grade: true, grade_id: "test", locked: true, points: 1, schema_version: 3, solution: false, task: false },
};

export function notebook(...cells: Cell[]): Notebook {
  const kernelspec = { display_name: "TypeScript (llmlab)", language: "typescript", name: "llmlab" };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}

export function code(source: string, rest: Partial<CodeCell> = {}): CodeCell {
  return { cell_type: "code", id: "code", metadata: {}, source, outputs: [], execution_count: null, ...rest };
}

export function text(source: string): TextCell {
  return { cell_type: "markdown", id: "text", metadata: {}, source };
}

export function stdout(text: string): Output {
  return { output_type: "stream", name: "stdout", text };
}

export function stderr(text: string): Output {
  return { output_type: "stream", name: "stderr", text };
}

export function shown(data: Metadata, metadata: Metadata = {}): Output {
  return { output_type: "display_data", data, metadata };
}
