import type { Cell, Notebook, Output } from "./notebook.ts";
import { isRecord, TRANSIENT_NOTEBOOK_KEYS, without } from "./record.ts";

/**
 * Parses the text of a notebook file; `name` is what error messages call it.
 *
 * @throws Error as {@link readNotebook} does.
 */
export function parseNotebook(text: string, name = "notebook"): Notebook {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot read ${name}: it is not JSON (${error instanceof Error ? error.message : error})`);
  }
  const fail = (problem: string): never => {
    throw new Error(`Cannot read ${name}: ${problem}`);
  };
  if (!isRecord(json) || !isRecord(json.metadata) || !Array.isArray(json.cells)) {
    return fail("it has no cells and metadata; a Jupyter notebook has both");
  }
  const { nbformat, nbformat_minor: minor } = json;
  if (nbformat !== 4 || typeof minor !== "number" || minor < 5) {
    return fail(`its format is ${nbformat}.${minor}; save it as nbformat 4.5 or later`);
  }
  const cells = json.cells.map((cell: unknown, index) =>
    toCell(cell, (problem) => fail(`cell ${index + 1} ${problem}`)),
  );
  return { cells, metadata: without(json.metadata, TRANSIENT_NOTEBOOK_KEYS), nbformat, nbformat_minor: minor };
}

function toCell(value: unknown, fail: (problem: string) => never): Cell {
  if (!isRecord(value)) return fail("is not an object");
  const source = joined(value.source);
  const { id, metadata } = value;
  if (typeof id !== "string") return fail("has no id; save the notebook as nbformat 4.5 or later");
  if (source === undefined || !isRecord(metadata)) return fail(`(id "${id}") has no source or no metadata`);
  const shared = { id, metadata: without(metadata, ["trusted"]), source };
  switch (value.cell_type) {
    case "markdown":
    case "raw":
      return {
        cell_type: value.cell_type,
        ...shared,
        ...(isRecord(value.attachments) ? { attachments: value.attachments } : {}),
      };
    case "code": {
      const { execution_count: count, outputs } = value;
      if (!Array.isArray(outputs)) return fail(`(id "${id}") has no list of outputs`);
      return {
        cell_type: "code",
        ...shared,
        outputs: outputs.map(
          (output: unknown) => parseOutput(output) ?? fail(`(id "${id}") has an output of no known form`),
        ),
        execution_count: typeof count === "number" ? count : null,
      };
    }
    default:
      return fail(`(id "${id}") is of type ${JSON.stringify(value.cell_type)}; code, markdown and raw are known`);
  }
}

/** Parses one output of a code cell; undefined when it has no form that nbformat knows. */
export function parseOutput(value: unknown): Output | undefined {
  if (!isRecord(value)) return undefined;
  const { output_type: type, name, data, metadata, execution_count: count, ename, evalue, traceback } = value;
  const text = joined(value.text);
  if (type === "stream" && (name === "stdout" || name === "stderr") && text !== undefined) {
    return { output_type: type, name, text };
  }
  if (type === "error" && typeof ename === "string" && typeof evalue === "string" && Array.isArray(traceback)) {
    return { output_type: type, ename, evalue, traceback: traceback.map(String) };
  }
  if ((type === "display_data" || type === "execute_result") && isRecord(data) && isRecord(metadata)) {
    const joinedData = Object.fromEntries(
      Object.entries(data).map(([mime, content]) => [mime, isJsonMime(mime) ? content : (joined(content) ?? content)]),
    );
    const shared = { data: joinedData, metadata };
    if (type === "display_data") return { output_type: type, ...shared };
    return { output_type: type, ...shared, execution_count: typeof count === "number" ? count : null };
  }
  return undefined;
}

function joined(text: unknown): string | undefined {
  if (typeof text === "string") return text;
  if (!Array.isArray(text)) return undefined;
  return text.every((line) => typeof line === "string") ? text.join("") : undefined;
}

function isJsonMime(mime: string): boolean {
  return mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"));
}
