import type { CellScope } from "../../cell/cell.ts";

export interface ModuleHooksOptions {
  /** The notebook's folder, where its imports start. */
  readonly folder: string;
  /** The llmlab checkout, where packages are found that the notebook's folder does not lead to. */
  readonly packageRoot: string;
}

/** The modules of a notebook, as the process that runs its cells sees them. */
export interface NotebookModules {
  /** What scripts need to import; a runtime adds `assigned`. */
  readonly scope: Omit<CellScope, "assigned">;
  /** The source map of a local TypeScript module that was loaded, by the address or path that stacks name. */
  mapOf(file: string): { readonly map: string; readonly source: string } | undefined;
}
