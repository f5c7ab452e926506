import { createRequire } from "node:module";
import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type * as traceMapping from "@jridgewell/trace-mapping";
import type { CompiledCell } from "../../cell/cell.ts";

const require = createRequire(import.meta.url);

/** A place in code as its author wrote it; line and column count from 1. */
export interface SourcePlace {
  /** `Cell In[3]`, `src/helpers.ts` in the notebook's folder, or `llmlab/nn/attention.ts`. */
  readonly name: string;
  /** Whether it lies in llmlab's library, which is not the learner's own. */
  readonly isLibrary: boolean;
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** The most code of cells that is kept for the places of errors, in characters. */
const mostKept = 4_000_000;

/** Where files lie. */
export interface FilePlaces {
  /** The notebook's folder. */
  readonly folder: string;
  /** The folder of llmlab's library. */
  readonly library: string;
}

type MapOf = (file: string) => { readonly map: string; readonly source: string } | undefined;

/** Finds, for a place in a script, the place in the TypeScript it was made of. */
export class CellFiles {
  /** Of each cell what places need, and not its script. */
  readonly #cells = new Map<string, Pick<CompiledCell, "number" | "code" | "map">>();
  readonly #mapOf: MapOf;
  readonly #places: FilePlaces;
  #kept = 0;

  /** `mapOf` gives the source map of a local module. */
  constructor(mapOf: MapOf, places: FilePlaces) {
    this.#mapOf = mapOf;
    this.#places = places;
  }

  /** Remembers under which file name a cell runs. The oldest are forgotten when they fill too much memory. */
  add(file: string, { number, code, map }: CompiledCell): void {
    this.#cells.set(file, { number, code, map });
    this.#kept += code.length + map.length;
    for (const [oldest, { code, map }] of this.#cells) {
      if (this.#kept <= mostKept) return;
      this.#cells.delete(oldest);
      this.#kept -= code.length + map.length;
    }
  }

  /** The place as it was written; undefined where the file is neither a cell nor a local module. */
  placeOf(file: string, line: number, column: number): SourcePlace | undefined {
    const cell = this.#cells.get(file);
    const found = cell === undefined ? this.#mapOf(file) : { map: cell.map, source: cell.code };
    if (found === undefined) return undefined;
    // Loaded only now: most processes see no error for a while, and start without it.
    const { originalPositionFor, TraceMap }: typeof traceMapping = require("@jridgewell/trace-mapping");
    const original = originalPositionFor(new TraceMap(found.map), { line, column: column - 1 });
    if (original.line === null) return undefined;
    const named = cell === undefined ? this.#nameOf(file) : { name: `Cell In[${cell.number}]`, isLibrary: false };
    return { ...named, source: found.source, line: original.line, column: original.column + 1 };
  }

  #nameOf(file: string): { name: string; isLibrary: boolean } {
    const path = file.startsWith("file:") ? fileURLToPath(file.replace(/\?.*$/, "")) : file;
    const inLibrary = within(this.#places.library, path);
    if (inLibrary !== undefined) return { name: `llmlab/${inLibrary}`, isLibrary: true };
    return { name: within(this.#places.folder, path) ?? path, isLibrary: false };
  }
}

/** The way from a folder to a file in it; undefined for files elsewhere. */
function within(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  return way === "" || way.startsWith("..") || isAbsolute(way) ? undefined : way.replaceAll("\\", "/");
}
