import type { Notebook, Output } from "./notebook.ts";
import { pythonJson } from "./python-json.ts";
import { TRANSIENT_NOTEBOOK_KEYS, without } from "./record.ts";

/**
 * Serializes a notebook byte for byte as Jupyter writes it: keys sorted, an indentation of one space, texts as lists
 * of lines, a newline at the end.
 */
export function serializeNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => {
    const split = { ...cell, metadata: without(cell.metadata, ["trusted"]), source: splitLines(cell.source) };
    return cell.cell_type === "code" ? { ...split, outputs: cell.outputs.map(splitOutput) } : split;
  });
  const metadata = without(notebook.metadata, TRANSIENT_NOTEBOOK_KEYS);
  return `${pythonJson({ ...notebook, cells, metadata })}\n`;
}

function splitOutput(output: Output): unknown {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  if (output.output_type === "error") return output;
  const data = Object.fromEntries(
    Object.entries(output.data).map(([mime, content]) => [
      mime,
      typeof content === "string" && isSplitMime(mime) ? splitLines(content) : content,
    ]),
  );
  return { ...output, data };
}

function isSplitMime(mime: string): boolean {
  return mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml";
}

// The line ends of Python's str.splitlines, with which Jupyter cuts texts into lists.
const LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029";
const LINE = new RegExp(`[^${LINE_ENDS}]*(?:\r\n|[${LINE_ENDS}])|[^${LINE_ENDS}]+$`, "g");

function splitLines(text: string): string[] {
  return text.match(LINE) ?? [];
}
