import { existsSync, realpathSync } from "node:fs";
import type { CellOutline } from "../cell/cell.ts";
import { augments, importedModules } from "./cell-file.ts";
import { createCellSpace } from "./cell-space.ts";
import { wordAround } from "./completions.ts";
import { cellDiagnostics, isPreludeFault, type ServerDiagnostic } from "./diagnostics.ts";
import { freeze, mayFreeze } from "./freeze.ts";
import { closure, dependencies, type KnownCell } from "./known-names.ts";
import type { Completions, Diagnostic, Inspection, Language } from "./language.ts";
import { liftImports } from "./lifted-imports.ts";
import { virtualFiles } from "./project.ts";
import { questions } from "./questions.ts";
import { takeTurns } from "./turns.ts";

export interface LanguageOptions {
  /** The notebook's folder: modules are found from there. */
  readonly folder: string;
  /** The checkout of llmlab, whose packages are there for every notebook. */
  readonly packageRoot: string;
  /** Takes lines for the kernel's log. */
  readonly log: (line: string) => void;
  /** Milliseconds that a check, and an answer to the reader, may take before the server counts as hung. */
  readonly timeouts?: { readonly check: number; readonly answer: number };
}

/** A language that can be measured. */
export interface RunningLanguage extends Language {
  /** The process of TypeScript. */
  readonly pid: number | undefined;
  /** How many other cells the check of a cell makes TypeScript read. */
  reach(outline: CellOutline): number;
}

/** What TypeScript says where two files declare one global in two ways. */
const conflicts = new Set([2300, 2403, 2451, 2567, 2687, 2717]);

const usualTimeouts = { check: 30_000, answer: 5_000 };

/**
 * Starts TypeScript for a notebook, with the standard library and Node's types read in before the first cell comes.
 *
 * No promise of it rejects for the server's sake: a server that died or hangs is replaced and asked again, and when
 * that does not help the cell counts as having no errors, with a line in the log.
 */
export function startLanguage(options: LanguageOptions): RunningLanguage {
  const { packageRoot, log, timeouts = usualTimeouts } = options;
  // TypeScript speaks of files by their real paths.
  const folder = existsSync(options.folder) ? realpathSync(options.folder) : options.folder;
  const space = createCellSpace({ folder, packageRoot, log, patience: timeouts.check });
  const turns = takeTurns(log, space.restart);
  const { complete, inspect } = questions(space, timeouts.answer);
  /** The cell that was checked last, until it is committed. */
  let draft: KnownCell | undefined;

  // The first check reads the standard library and Node's types; it may as well be of nothing.
  turns.take("start", undefined, async () => {
    await space.diagnose(virtualFiles.slot(0));
  });

  async function examine(cell: KnownCell): Promise<readonly ServerDiagnostic[]> {
    await space.release(cell);
    const file = virtualFiles.slot(await space.place(cell));
    const found = await space.diagnose(file);
    if (cell.lifted === undefined) {
      return found;
    }
    const faulty = await space.faultyModules();
    if (!found.some(isPreludeFault) && !cell.lifted.names.some(({ module }) => faulty.has(module))) {
      return found;
    }
    // Something is wrong with an import; where the cell has it, TypeScript says what.
    cell.lifted = undefined;
    await space.rewrite(cell);
    return space.diagnose(file);
  }

  async function check(cell: KnownCell): Promise<readonly Diagnostic[]> {
    const { source, outline, scope } = cell;
    space.takeUpFileChanges(source.code);
    if (outline.unchecked) {
      return [];
    }
    cell.lifted = liftImports(source.code, outline);
    let found = await examine(cell);
    const conflicting = augments(source.code) && found.some(({ code }) => conflicts.has(Number(code)));
    if (conflicting && space.forgetAugmentations()) {
      // The cell says anew what an earlier one said of the globals, perhaps the same cell with a change.
      found = await examine(cell);
    }
    const faults = cellDiagnostics(found, source.code, { scope, ...space.reading() });
    return faults.length > 0 ? faults : space.fileFaults(modulesOf(cell));
  }

  /** The modules that a cell imports, and those from which the names have come that it uses. */
  function modulesOf({ source, scope }: KnownCell): Set<string> {
    const modules = new Set(importedModules(source.code));
    for (const [name, { cell }] of scope) {
      const declared = cell.outline.declarations.find((one) => one.name === name);
      if (declared?.origin !== undefined) {
        modules.add(declared.origin.specifier);
      }
    }
    return modules;
  }

  return {
    check(source, outline) {
      const cell = space.newCell(source, outline);
      draft = cell;
      return turns.take<readonly Diagnostic[]>(`check of In[${source.number}]`, [], () => check(cell));
    },

    commit(source, outline, assigned) {
      const checked = draft?.source.number === source.number && draft.source.code === source.code ? draft : undefined;
      const cell = checked ?? space.newCell(source, outline);
      draft = undefined;
      space.commit(cell, assigned);
      turns.take(`commit of In[${source.number}]`, undefined, async () => {
        const needed = await space.release(draft);
        if (needed.has(cell) && mayFreeze(cell)) {
          await freeze(space, cell, timeouts.answer);
        }
      });
    },

    reset() {
      space.clear();
      draft = undefined;
      turns.take("reset", undefined, async () => {
        await space.release(draft);
      });
    },

    complete(code, offset) {
      const nothing: Completions = { ...wordAround(code, offset), items: [] };
      return turns.take("completion", nothing, () => complete(code, offset));
    },

    inspect: (code, offset, { withSource }) =>
      turns.take<Inspection | undefined>("inspection", undefined, () => inspect(code, offset, withSource)),

    close: () => space.close(),
    reach: (outline) => closure(dependencies(space.newCell({ number: 0, code: "" }, outline))).length,
    get pid() {
      return space.pid;
    },
  };
}
