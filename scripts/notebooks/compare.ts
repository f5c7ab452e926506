import { type Cell, type CodeCell, type Notebook, nameOfCell, type Output, tagsOf } from "./notebook.ts";
import { joinStreams, kindOfOutput, textOfOutput } from "./outputs.ts";

/** The tag of a cell whose text depends on the machine or the moment. */
const IGNORE_TEXT = "nbval-ignore-output";

/**
 * Lists where a new run of a notebook differs from the committed one; an empty list means that they say the same.
 *
 * Compared are the cells and, of each code cell, the kinds of output in their order and their text: whole streams, and
 * the text/plain of figures and results. Pictures and other MIME types only have to be there. Of a cell tagged
 * `nbval-ignore-output` only the set of kinds counts. An error or anything on stderr is a difference in itself, unless
 * the cell is tagged `raises-exception`.
 *
 * @example
 * differences(readNotebook(path), execution.notebook);
 * // ['cell 4 (code, id "sum"), output 1 (stdout) changed\n  - 41\n  + 42']
 */
export function differences(committed: Notebook, executed: Notebook): string[] {
  if (committed.cells.length !== executed.cells.length) {
    return [`the notebook has ${committed.cells.length} cells, the run ${executed.cells.length}`];
  }
  return committed.cells.flatMap((cell, index) => {
    const other = executed.cells[index];
    const name = nameOfCell(committed, index);
    return other === undefined ? [] : differencesOfCells(cell, other).map((difference) => name + difference);
  });
}

function differencesOfCells(committed: Cell, executed: Cell): string[] {
  if (committed.id !== executed.id) return [` is another cell in the run, with the id "${executed.id}"`];
  if (committed.source !== executed.source)
    return [` has another source in the run${changedLines(committed.source, executed.source)}`];
  if (committed.cell_type !== "code" || executed.cell_type !== "code") {
    return committed.cell_type === executed.cell_type ? [] : [` is a ${executed.cell_type} cell in the run`];
  }
  return [...faults(executed), ...differencesOfOutputs(committed, executed)];
}

/** Tells whether an output shows that something is wrong, which no text makes right. */
function isFault(output: Output): boolean {
  return output.output_type === "error" || kindOfOutput(output) === "stderr";
}

function faults(cell: CodeCell): string[] {
  if (showsError(cell)) return [];
  return joinStreams(cell.outputs)
    .filter(isFault)
    .map((output) => {
      const what = output.output_type === "error" ? "failed" : "wrote to stderr";
      return ` ${what}${changedLines("", textOfOutput(output).trimEnd())}`;
    });
}

function differencesOfOutputs(committed: CodeCell, executed: CodeCell): string[] {
  const expected = comparedOutputs(committed);
  const actual = comparedOutputs(executed);
  const ignoresText = tagsOf(committed).includes(IGNORE_TEXT);
  const kinds = (outputs: Output[]) => {
    const all = outputs.map(kindOfOutput);
    return (ignoresText ? [...new Set(all)].sort() : all).join("\n");
  };
  if (kinds(expected) !== kinds(actual)) {
    return [` has other kinds of output${changedLines(kinds(expected), kinds(actual))}`];
  }
  if (ignoresText) return [];
  return expected.flatMap((output, index) => {
    const [before, after] = [output, actual[index] ?? output].map(textOfOutput);
    if (before === undefined || after === undefined || before === after) return [];
    return [`, output ${index + 1} (${kindOfOutput(output)}) changed${changedLines(before, after)}`];
  });
}

function comparedOutputs(cell: CodeCell): Output[] {
  return joinStreams(cell.outputs).filter((output) => showsError(cell) || !isFault(output));
}

function showsError(cell: CodeCell): boolean {
  return tagsOf(cell).includes("raises-exception");
}

const MOST_LINES = 10;

/** Shows the lines that differ, below the number of the first unless that is clear. */
function changedLines(expected: string, actual: string): string {
  const before = expected === "" ? [] : expected.split("\n");
  const after = actual === "" ? [] : actual.split("\n");
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const shortest = Math.min(before.length, after.length) - start;
  while (end < shortest && before.at(-1 - end) === after.at(-1 - end)) end++;
  const shown = (all: string[], sign: string) => {
    const changed = all.slice(start, all.length - end);
    const more = changed.length > MOST_LINES ? [`  ${sign} (${changed.length - MOST_LINES} more lines)`] : [];
    return [...changed.slice(0, MOST_LINES).map((line) => `  ${sign} ${line}`), ...more];
  };
  const place = start > 0 ? `, line ${start + 1}` : "";
  return [place, ...shown(before, "-"), ...shown(after, "+")].join("\n");
}
