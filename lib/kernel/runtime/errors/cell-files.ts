import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { CompiledCell } from "../../cell/cell.ts";

/** A place in code as its author wrote it; line and column count from 1. */
export interface SourcePlace {
  /** `Cell In[3]`, or the path of a file. */
  readonly name: string;
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** The most code of cells that is kept for the places of errors, in characters. */
const mostKept = 20_000_000;

type MapOf = (file: string) => { readonly map: string; readonly source: string } | undefined;

/** Finds, for a place in a script, the place in the TypeScript it was made of. */
export class CellFiles {
  readonly #cells = new Map<string, CompiledCell>();
  readonly #mapOf: MapOf;
  #kept = 0;

  /** `mapOf` gives the source map of a local module. */
  constructor(mapOf: MapOf) {
    this.#mapOf = mapOf;
  }

  /** Remembers under which file name a cell runs. The oldest are forgotten when they fill too much memory. */
  add(file: string, cell: CompiledCell): void {
    this.#cells.set(file, cell);
    this.#kept += cell.code.length + cell.map.length;
    for (const [oldest, { code, map }] of this.#cells) {
      if (this.#kept <= mostKept) return;
      this.#cells.delete(oldest);
      this.#kept -= code.length + map.length;
    }
  }

  /** The place as it was written; undefined where the file is neither a cell nor a local module. */
  placeOf(file: string, line: number, column: number): SourcePlace | undefined {
    const cell = this.#cells.get(file);
    const [name, found] =
      cell === undefined
        ? [nameOf(file), this.#mapOf(file)]
        : [`Cell In[${cell.number}]`, { map: cell.map, source: cell.code }];
    if (found === undefined) return undefined;
    const original = originalPositionFor(new TraceMap(found.map), { line, column: column - 1 });
    if (original.line === null) return undefined;
    return { name, source: found.source, line: original.line, column: original.column + 1 };
  }
}

function nameOf(file: string): string {
  const path = decodeURIComponent(file.replace(/^file:\/\//, "").replace(/\?.*$/, ""));
  return path.slice(path.lastIndexOf("/") + 1);
}
