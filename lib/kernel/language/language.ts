import type { CellOutline, CellSource } from "../cell/cell.ts";

/** A fault found by the type checker. Offsets count UTF-16 units from 0 in the cell's code, or in the file's. */
export interface Diagnostic {
  /** TypeScript's number: the 2322 of `TS2322`. */
  readonly code: number;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Present where the fault lies in a file that the cell imports, not in the cell. */
  readonly file?: { readonly name: string; readonly code: string };
}

/** What may stand at the cursor. */
export interface Completions {
  /** The part of the code that a completion replaces, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
}

export interface CompletionItem {
  readonly text: string;
  /** A kind that JupyterLab has an icon for: `function`, `class`, `keyword`, `property`, ... */
  readonly kind: string;
  /** The signature or type in one line, where it is known without a second request. */
  readonly signature?: string;
}

/** What is known of the name at the cursor. */
export interface Inspection {
  /** The name with its type, as TypeScript writes it. */
  readonly signature: string;
  /** The documentation comment as Markdown; empty where there is none. */
  readonly documentation: string;
  /** The source of the declaration; present when it was asked for and can be found. */
  readonly source?: string;
}

/**
 * TypeScript behind one interface: what the kernel asks about the code of cells. All offsets count UTF-16 units.
 *
 * It knows the names that earlier cells have left behind, each with the type it had there. Checking takes the same time
 * in the three-hundredth cell as in the tenth.
 */
export interface Language {
  /**
   * Finds the type errors of a cell among the names that are committed; where it has none, those of the learner's own
   * files that it imports or whose names it uses. A cell that is `unchecked` has none.
   */
  check(cell: CellSource, outline: CellOutline): Promise<readonly Diagnostic[]>;
  /**
   * Makes names of a cell known to the cells after it: those that its execution assigned, and its types. A name that
   * was known before is replaced, whatever it was.
   */
  commit(cell: CellSource, outline: CellOutline, assigned: ReadonlySet<string>): void;
  /** Forgets every name, because the variables are gone. */
  reset(): void;
  complete(code: string, offset: number): Promise<Completions>;
  /** Describes the name at the offset; with `withSource` also its declaration. Undefined where there is nothing. */
  inspect(code: string, offset: number, options: { withSource: boolean }): Promise<Inspection | undefined>;
  /** Ends the language process. */
  close(): Promise<void>;
}
