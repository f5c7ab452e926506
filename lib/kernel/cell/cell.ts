/** A cell as it was sent: its code and the number of its execution, the 3 of `In[3]`. */
export interface CellSource {
  readonly number: number;
  readonly code: string;
}

/** What a top-level declaration makes; `import` stands for every imported name. */
export type DeclarationKind =
  | "const"
  | "let"
  | "var"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  | "interface"
  | "type"
  | "import";

/** Where an imported name comes from. */
export interface ImportOrigin {
  /** The module as written: `"llmlab/nn"`, `"./helpers.ts"`. */
  readonly specifier: string;
  /** The exported name, `"default"`, or `"*"` for the namespace of the whole module. */
  readonly imported: string;
  /** Whether it is there for types only (`import type`) and leaves nothing at run time. */
  readonly typeOnly: boolean;
  /** The import's attributes, `{ type: "json" }`, where there are any. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A name that a cell declares at its top level. Overloads and merged declarations of one name are one entry. */
export interface Declaration {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** Present when `kind` is `"import"`. */
  readonly origin?: ImportOrigin;
}

/** What can be told of a cell from its text alone. */
export interface CellOutline {
  /** The names that the cell declares at its top level, in order of appearance. */
  readonly declarations: readonly Declaration[];
  /** The names, of values and of types, that the cell uses without declaring them: globals and names of other cells. */
  readonly references: ReadonlySet<string>;
  /** Whether a comment at the start of the cell says `@ts-nocheck`. */
  readonly unchecked: boolean;
}

/** A fault that keeps a cell from being parsed. Offsets count UTF-16 units from 0. */
export interface SyntaxFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A cell ready to run.
 *
 * `script` is a classic script whose value is `async function ($, cell) { ... }`. `$` is the object that holds the
 * variables of all cells, one property a name: a plain `{}`, or V8 makes it slow. `cell` is a {@link CellScope}. The
 * function assigns each name as execution reaches it, functions and the `var`s of inner blocks first, and tells
 * `cell.assigned` about every name that it declares. It resolves to the value of the cell's last statement where that
 * is an expression (with or without a semicolon; a promise is awaited), else to undefined.
 *
 * Code of an interrupted run must not go on when what it awaits comes after all. Nothing can end it from outside, so
 * that every `await` of a cell asks afterwards.
 *
 * V8's own messages name variables as the script does, `(0 , $.f) is not a function`; `plainMessage` gives them back as written.
 */
export interface CompiledCell extends CellSource {
  readonly script: string;
  /** A source map (version 3, JSON) from `script` to `code`. */
  readonly map: string;
  /** The names that the cell declares and that leave a value: those that the script may give to `cell.assigned`. */
  readonly assigns: readonly string[];
  /** The names of cells that the cell's functions and classes use: these may assign them at any time from now on. */
  readonly captures: readonly string[];
}

/** The second argument of `import(...)`. */
export interface ImportCallOptions {
  readonly with?: Readonly<Record<string, string>>;
}

/** One static import of a cell: the module, and its exported names with the names that they get. */
export interface ImportRequest {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Empty where only the module's effects are wanted. `*` is the namespace of the whole module. */
  readonly names: readonly { readonly imported: string; readonly local: string; readonly used: boolean }[];
}

/**
 * What a script needs of the runtime while it runs. `installModuleHooks` in runtime/modules gives all but `assigned`
 * (and a `stopped` that never is),
 * so that a runtime calls `script({}, { ...modules.scope, assigned, stopped })`.
 */
export interface CellScope {
  /** Told each declared name after it has its value, so that a name counts as assigned also when a later line throws. */
  assigned(...names: string[]): void;
  /**
   * Called first in every script: loads changed local modules again and renews the names imported from them. A module
   * that cannot be loaded is a fault of a cell that may use its names, and of no other.
   */
  refresh(names: Record<string, unknown>, used: readonly string[]): Promise<void> | undefined;
  /** Performs an import and assigns its names. */
  load(names: Record<string, unknown>, request: ImportRequest): Promise<void>;
  /** What `import(...)` does in a cell. */
  import(specifier: unknown, options?: ImportCallOptions): Promise<unknown>;
  /** Tells after each `await` whether the code's run was interrupted meanwhile; it then waits for `forever`. */
  stopped(): boolean;
  /** A promise that never settles. */
  readonly forever: Promise<never>;
  /** What `import.meta` is in a cell, and `__filename` and `__dirname`. */
  readonly meta: ImportMeta & { readonly filename: string; readonly dirname: string };
  /** What `require` is in a cell. */
  readonly require: NodeJS.Require;
}
