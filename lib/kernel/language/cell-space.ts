import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { CellOutline, CellSource } from "../cell/cell.ts";
import { augments, cellFileText, importedModules } from "./cell-file.ts";
import { fileDiagnostics, type Reading, type ServerDiagnostic } from "./diagnostics.ts";
import { closure, foreignNames, type KnownCell, type KnownNames, knownNames, type Scope } from "./known-names.ts";
import type { Diagnostic } from "./language.ts";
import { localFiles } from "./local-files.ts";
import { hubText, virtualFiles } from "./project.ts";
import { createShelf, type Shelf } from "./shelf.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

/** The cells of a notebook as TypeScript sees them. Its operations move cells between slots: one at a time. */
export interface CellSpace extends Pick<Workspace, "ask" | "textOf" | "textAt" | "restart" | "close"> {
  readonly pid: number | undefined;
  readonly names: KnownNames;
  /** What the server's words are read with. */
  reading(): Reading;
  /** A cell among the names that are known now. */
  newCell(source: CellSource, outline: CellOutline): KnownCell;
  /** Makes a cell's names known, and its changes of the globals lasting. */
  commit(cell: KnownCell, assigned: ReadonlySet<string>): void;
  /** Forgets what cells have changed in the globals; false where nothing has been. */
  forgetAugmentations(): boolean;
  clear(): void;
  /** Puts a cell where TypeScript sees it, with all that it needs, and gives its slot. */
  place(cell: KnownCell): Promise<number>;
  /** Writes a cell's file anew, because what stands for it has changed. */
  rewrite(cell: KnownCell): Promise<void>;
  /** Lets go of the cells that no name leads to any more, but for the current one; gives those that some name does. */
  release(current: KnownCell | undefined): Promise<ReadonlySet<KnownCell>>;
  /** Puts code into the file for questions, with names in scope; cells whose names are in the code are at hand. */
  writeQuestion(code: string, scope: Scope): Promise<void>;
  /** Tells the server which local files have changed. */
  takeUpFileChanges(code: string): void;
  /** The modules that cells have imported and that cannot be found or have no types. */
  faultyModules(): Promise<ReadonlySet<string>>;
  /** What is wrong with the learner's own files that modules lead to. */
  fileFaults(specifiers: Iterable<string>): Promise<readonly Diagnostic[]>;
  /** What the server finds wrong in a file. */
  diagnose(file: string): Promise<readonly ServerDiagnostic[]>;
}

export interface CellSpaceOptions {
  readonly folder: string;
  readonly packageRoot: string;
  readonly log: (line: string) => void;
  /** Milliseconds after which a check does not come any more. */
  readonly patience: number;
}

/** So many cells are at hand at once; more are made room for when one cell needs them. */
const initialSlots = 32;

export function createCellSpace({ folder, packageRoot, log, patience }: CellSpaceOptions): CellSpace {
  const workspace = openWorkspace({ folder, packageRoot, slots: initialSlots, log });
  const files = localFiles(folder, packageRoot);
  const names = knownNames();
  let shelf = newShelf(initialSlots);
  /** The cells that change what all cells see, such as by `declare global`. */
  let augmenting: KnownCell[] = [];
  /** What was found of so many modules; looked at again when there are more, and when files came or went. */
  let faulty: { readonly count: number; readonly modules: ReadonlySet<string> } | undefined;

  /** What is wrong with files; looked at again when some file has changed. */
  const faultsOf = new Map<string, readonly Diagnostic[]>();

  function newShelf(size: number): Shelf {
    const write = (slot: number, text: string) => workspace.write(virtualFiles.slot(slot), text);
    return createShelf({ size, write, moduleNumber: workspace.moduleNumber });
  }

  async function hold(needed: readonly KnownCell[]): Promise<void> {
    const cells = [...augmenting, ...needed];
    if (!(await shelf.hold(cells))) {
      const size = 2 ** Math.ceil(Math.log2(2 * closure(cells).length));
      workspace.resize(size);
      shelf = newShelf(size);
      await shelf.hold(cells);
    }
  }

  async function diagnose(file: string): Promise<readonly ServerDiagnostic[]> {
    const report = await workspace.ask("textDocument/diagnostic", file, {}, patience);
    return (report as { items?: readonly ServerDiagnostic[] } | null)?.items ?? [];
  }

  async function faultsIn(path: string): Promise<readonly Diagnostic[]> {
    const name = relative(folder, path).replaceAll("\\", "/");
    const found = await diagnose(name);
    const code = found.length === 0 ? "" : readFileSync(path, "utf8");
    return fileDiagnostics(found, { name, code }, { cellIn: shelf.cellIn, folder });
  }

  return {
    ...workspace,
    get pid() {
      return workspace.pid;
    },
    names,
    reading: () => ({ cellIn: shelf.cellIn, folder }),
    newCell: (source, outline) => ({ source, outline, scope: names.scopeOf(foreignNames(outline)) }),
    commit(cell, assigned) {
      names.commit(cell, assigned);
      if (augments(cell.source.code)) {
        augmenting.push(cell);
      }
    },
    forgetAugmentations() {
      const some = augmenting.length > 0;
      augmenting = [];
      return some;
    },
    clear() {
      names.clear();
      augmenting = [];
    },
    async place(cell) {
      await hold([cell]);
      const slot = shelf.slotOf(cell);
      if (slot === undefined) {
        throw new Error(`Cannot show In[${cell.source.number}] to TypeScript: there is no slot for it`);
      }
      return slot;
    },
    rewrite: (cell) => shelf.rewrite(cell),
    async release(current) {
      const roots = Array.from(names.all.values(), (binding) => binding.cell);
      const needed = new Set(closure([...roots, ...augmenting]));
      await shelf.release((held) => needed.has(held) || held === current);
      return needed;
    },
    async writeQuestion(code, scope) {
      const words = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
      await hold([...scope].filter(([name]) => words.has(name)).map(([, { cell }]) => cell));
      const foreign = Array.from(scope, ([name, { cell, kind }]) => ({ name, kind, slot: shelf.slotOf(cell) }));
      await workspace.write(virtualFiles.question, cellFileText({ code, foreign }));
    },
    takeUpFileChanges(code) {
      files.add(importedModules(code));
      const changes = files.changes();
      if (changes.length > 0) {
        faulty = undefined;
        faultsOf.clear();
        const events = changes.map(({ path, type }) => ({ uri: pathToFileURL(path).href, type }));
        workspace.notify("workspace/didChangeWatchedFiles", { changes: events });
      }
    },
    async faultyModules() {
      const { modules } = workspace;
      if (faulty?.count !== modules.length) {
        const found = await diagnose(virtualFiles.hub);
        const errors = found.filter(({ severity }) => severity === 1);
        const first = hubText(shelf.size, []).split("\n").length;
        const names = errors.flatMap(({ range }) => modules[range.start.line - first] ?? []);
        faulty = { count: modules.length, modules: new Set(names) };
      }
      return faulty.modules;
    },
    async fileFaults(specifiers) {
      const result: Diagnostic[] = [];
      for (const path of files.own(specifiers)) {
        const found = faultsOf.get(path) ?? (await faultsIn(path));
        faultsOf.set(path, found);
        result.push(...found);
      }
      return result;
    },
    diagnose,
  };
}
