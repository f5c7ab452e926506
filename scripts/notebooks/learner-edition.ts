import { type Cell, type Notebook, nameOfCell } from "./notebook.ts";
import { isRecord } from "./record.ts";

const STUB = ["// YOUR CODE HERE", 'throw new Error("Not implemented");'];

export type RegionKind = "SOLUTION" | "HIDDEN TESTS";

/** A marked region of a cell: the indices of its two marker lines. */
export type Region = { kind: RegionKind; begin: number; end: number };

/**
 * Makes the learner edition of a notebook, as nbgrader's `generate_assignment` would: each solution becomes a stub that
 * throws, hidden tests go, outputs are cleared, and answer and test cells are locked against deletion (test cells
 * against editing too). The notebook given is left as it is.
 *
 * A solution stands between the lines `// BEGIN SOLUTION` and `// END SOLUTION` of an answer cell (nbgrader metadata
 * `solution: true`), hidden tests between `// BEGIN HIDDEN TESTS` and `// END HIDDEN TESTS` of a test cell
 * (`grade: true`). An answer cell without markers is replaced as a whole.
 *
 * @param name what error messages call the notebook, best its file name
 * @throws Error naming notebook, cell and line where a marker is misspelt, nested, without its partner, or in a cell
 * that nbgrader does not know as the right kind.
 *
 * @example
 * writeNotebook("workspace/07-attention.ipynb", learnerEdition(readNotebook("notebooks/07-attention.ipynb")));
 */
export function learnerEdition(notebook: Notebook, name = "the notebook"): Notebook {
  const cells = notebook.cells.map((cell, index) => {
    const fail = (line: number, problem: string): never => {
      const place = `${nameOfCell(notebook, index)}, line ${line + 1}`;
      throw new Error(`Cannot make the learner edition of ${name}: ${place} ${problem}`);
    };
    return learnerCell(cell, fail);
  });
  const { celltoolbar: _, ...metadata } = notebook.metadata;
  return structuredClone({ ...notebook, metadata, cells });
}

/**
 * Finds the marked regions of a cell's source.
 *
 * @param fail is told the line (from 0) and the problem when a marker is misspelt, nested or without its partner
 */
export function regionsOf(source: string, fail: (line: number, problem: string) => never): Region[] {
  const regions: Region[] = [];
  let open: { kind: RegionKind; begin: number } | undefined;
  source.split("\n").forEach((line, index) => {
    const marker = markerOf(line, (problem) => fail(index, problem));
    if (marker === undefined) return;
    const { kind } = marker;
    if (marker.opens && open !== undefined) {
      fail(index, `begins a region inside the one of line ${open.begin + 1}; write // END ${open.kind} before it`);
    } else if (marker.opens) {
      open = { kind, begin: index };
    } else if (open?.kind !== kind) {
      fail(index, `ends a region that nothing began; write // BEGIN ${kind} before it, or remove it`);
    } else {
      regions.push({ ...open, end: index });
      open = undefined;
    }
  });
  if (open !== undefined) fail(open.begin, `begins a region that never ends; write // END ${open.kind} after it`);
  return regions;
}

/** Tells whether a cell is an answer cell: one whose solution the learner writes. */
export function isAnswer(cell: Cell): boolean {
  return nbgraderFlag(cell, "solution");
}

/** Tells whether a cell is a test cell: one that grades. */
export function isTest(cell: Cell): boolean {
  return nbgraderFlag(cell, "grade");
}

function nbgraderFlag(cell: Cell, flag: "solution" | "grade"): boolean {
  const { nbgrader } = cell.metadata;
  return isRecord(nbgrader) && nbgrader[flag] === true;
}

function learnerCell(cell: Cell, fail: (line: number, problem: string) => never): Cell {
  const regions = regionsOf(cell.source, fail);
  const first = regions[0];
  if (cell.cell_type !== "code") {
    if (first !== undefined)
      fail(first.begin, "marks a region in text; only code cells have solutions and hidden tests");
    return { ...cell, metadata: lockedMetadata(cell) };
  }
  for (const { kind, begin } of regions) {
    if (kind === "SOLUTION" && !isAnswer(cell)) {
      fail(begin, "marks a solution outside an answer cell; give the cell nbgrader metadata with solution: true");
    }
    if (kind === "HIDDEN TESTS" && !isTest(cell)) {
      fail(begin, "marks hidden tests outside a test cell; give the cell nbgrader metadata with grade: true");
    }
  }
  const unmarkedAnswer = isAnswer(cell) && !regions.some(({ kind }) => kind === "SOLUTION");
  const source = unmarkedAnswer ? STUB.join("\n") : replaceRegions(cell.source, regions);
  const { collapsed: _, scrolled: __, ...metadata } = lockedMetadata(cell);
  return { ...cell, source, metadata, outputs: [], execution_count: null };
}

function replaceRegions(source: string, regions: Region[]): string {
  const lines = source.split("\n");
  const kept: string[] = [];
  let next = 0;
  for (const { kind, begin, end } of regions) {
    kept.push(...lines.slice(next, begin));
    if (kind === "SOLUTION") {
      const indent = /^\s*/.exec(lines[begin] ?? "")?.[0] ?? "";
      kept.push(...STUB.map((line) => indent + line));
    }
    next = end + 1;
  }
  return [...kept, ...lines.slice(next)].join("\n");
}

function lockedMetadata(cell: Cell) {
  if (isAnswer(cell)) return { ...cell.metadata, deletable: false };
  if (isTest(cell) || isReadOnly(cell)) return { ...cell.metadata, deletable: false, editable: false };
  return cell.metadata;
}

function isReadOnly(cell: Cell): boolean {
  const { nbgrader } = cell.metadata;
  return isRecord(nbgrader) && nbgrader.locked === true;
}

// nbgrader takes a marker wherever it stands in a line; here it stands alone, so that prose about markers, and a
// marker with code behind it that would vanish, are seen.
const ANY_MARKER = /\b(BEGIN|END)\s+(SOLUTION|HIDDEN TESTS?)\b/;
const MARKER = /^\s*\/\/ (BEGIN|END) (SOLUTION|HIDDEN TESTS)\s*$/;

function markerOf(line: string, fail: (problem: string) => never) {
  const [, word, kind] = MARKER.exec(line) ?? [];
  if (kind === "SOLUTION" || kind === "HIDDEN TESTS") return { opens: word === "BEGIN", kind } as const;
  const loose = ANY_MARKER.exec(line);
  if (loose === null) return undefined;
  const wanted = `// ${loose[1]} ${loose[2] === "SOLUTION" ? "SOLUTION" : "HIDDEN TESTS"}`;
  return fail(`has a marker that is not on its own; write the line as "${wanted}"`);
}
