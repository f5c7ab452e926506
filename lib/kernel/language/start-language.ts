import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { CellOutline, CellSource, DeclarationKind } from "../cell/cell.ts";
import { augments, cellFileText, importedModules } from "./cell-file.ts";
import { completionsOf, type ServerCompletion, wordAround } from "./completions.ts";
import { cellDiagnostics, plainNames, type ServerDiagnostic } from "./diagnostics.ts";
import { comparison, frozenCell, type ShownName } from "./freeze.ts";
import {
  declarationSource,
  inspectionOfCall,
  inspectionOfHover,
  type ServerHover,
  type ServerLocation,
  type ServerSignatures,
} from "./inspection.ts";
import { ConnectionEnded, RequestTimeout } from "./json-rpc.ts";
import { closure, dependencies, foreignNames, type KnownCell, knownNames } from "./known-names.ts";
import type { Completions, Diagnostic, Inspection, Language } from "./language.ts";
import { localFiles } from "./local-files.ts";
import { inCode, inFile, linesOf } from "./positions.ts";
import { virtualFiles } from "./project.ts";
import { createShelf, type Shelf } from "./shelf.ts";
import { openWorkspace } from "./workspace.ts";

export interface LanguageOptions {
  /** The notebook's folder: modules are found from there. */
  readonly folder: string;
  /** The checkout of llmlab, whose packages are there for every notebook. */
  readonly packageRoot: string;
  /** Takes lines for the kernel's log. */
  readonly log: (line: string) => void;
  /** How long a check, and how long an answer to the reader, may take before the server counts as hung. */
  readonly timeouts?: { readonly check: number; readonly answer: number };
}

/** A language whose process can be looked at. */
export interface RunningLanguage extends Language {
  /** The process of TypeScript, for measurements. */
  readonly pid: number | undefined;
  /** How many cells a check of the cell would make TypeScript read. */
  reach(outline: CellOutline): number;
}

/** So many cells are at hand at once; more are made room for when one cell needs them. */
const initialSlots = 32;

/** A cell that needs more cells than these gets its types written out. */
const longChain = 8;

/** What TypeScript says where two files declare one global in two ways. */
const conflicts = new Set([2300, 2403, 2451, 2567, 2687, 2717]);

const usualTimeouts = { check: 30_000, answer: 5_000 };

/**
 * Starts TypeScript for a notebook, with the standard library and Node's types read in before the first cell comes.
 *
 * Never rejects for the server's sake: a server that died or hangs is replaced and asked again, and when that does not
 * help the cell counts as having no errors, with a line in the log.
 */
export function startLanguage(options: LanguageOptions): RunningLanguage {
  const { packageRoot, log, timeouts = usualTimeouts } = options;
  const folder = realpathSync(options.folder);
  const workspace = openWorkspace({ folder, packageRoot, slots: initialSlots, log });
  const files = localFiles(folder, packageRoot);
  const names = knownNames();
  let shelf = newShelf(initialSlots);
  /** The cells that change what all cells see, such as by \`declare global\`. */
  let ambient: KnownCell[] = [];
  let draft: KnownCell | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function newShelf(size: number): Shelf {
    return createShelf(size, (slot, text) => workspace.write(virtualFiles.slot(slot), text));
  }

  /** Does one thing after the other: each of them moves cells between slots. */
  function inTurn<Result>(what: string, fallback: Result, operation: () => Promise<Result>): Promise<Result> {
    const result = last.then(async () => {
      for (let attempt = 1; attempt <= 2; attempt++) {
        try {
          return await operation();
        } catch (error) {
          log(`language: ${what}: ${error instanceof Error ? error.message : String(error)}`);
          if (error instanceof RequestTimeout) {
            await workspace.restart();
          } else if (!(error instanceof ConnectionEnded)) {
            return fallback;
          }
        }
      }
      return fallback;
    });
    last = result;
    return result;
  }

  function newCell(source: CellSource, outline: CellOutline): KnownCell {
    return { source, outline, scope: names.scopeOf(foreignNames(outline)) };
  }

  async function hold(cells: readonly KnownCell[]): Promise<void> {
    if (!(await shelf.hold(cells))) {
      const size = 2 ** Math.ceil(Math.log2(2 * closure(cells).length));
      workspace.resize(size);
      shelf = newShelf(size);
      await shelf.hold(cells);
    }
  }

  function takeUpFileChanges(code: string): void {
    files.add(importedModules(code));
    const changes = files.changes();
    if (changes.length > 0) {
      const events = changes.map(({ path, type }) => ({ uri: pathToFileURL(path).href, type }));
      workspace.notify("workspace/didChangeWatchedFiles", { changes: events });
    }
  }

  /**
   * Writes the types of a cell out, if they can be, so that cells which use its names need it alone.
   *
   * While TypeScript shows the types, every imported name is in scope: it then writes \`tf.Tensor\` where that is what
   * the notebook calls the type. It also writes names that mean nothing here, or something else; so what came out
   * counts only if it can be assigned to the original and the other way round.
   */
  async function freeze(cell: KnownCell): Promise<void> {
    const { scope } = cell;
    const own = new Set(cell.outline.declarations.map(({ name }) => name));
    const imported = [...names.all].filter(([name, { kind }]) => kind === "import" && !own.has(name));
    cell.scope = new Map([...imported, ...scope]);
    const slot = await place(cell);
    await shelf.rewrite(cell);
    const shown = await showNames(cell, virtualFiles.slot(slot));
    const frozen = shown === undefined ? undefined : frozenCell(cell, shown);
    if (frozen !== undefined) {
      const foreign = Array.from(frozen.scope, ([name, binding]) => ({
        name,
        kind: binding.kind,
        slot: shelf.slotOf(binding.cell),
      }));
      const code = `${frozen.declarations}\n${comparison(cell.outline.declarations, slot)}`;
      await workspace.write(virtualFiles.question, cellFileText({ code, foreign, exported: [], ballast: [] }));
      const faults = await diagnose(virtualFiles.question);
      if (!faults.some(({ severity, range }) => severity === 1 && inCode(range.start) !== undefined)) {
        cell.frozen = frozen;
      }
    }
    cell.scope = scope;
    await shelf.rewrite(cell);
  }

  /** What TypeScript says of each name where the prelude exports it; undefined where it says nothing of one. */
  async function showNames({ outline }: KnownCell, file: string): Promise<ShownName[] | undefined> {
    const prelude = workspace.textOf(file)?.split("\n", 1)[0] ?? "";
    const shown: ShownName[] = [];
    let character = prelude.lastIndexOf("export {") + "export { ".length;
    for (const declaration of outline.declarations) {
      const position = { line: 0, character };
      const hover = (await workspace.ask(
        "textDocument/hover",
        file,
        { position },
        timeouts.answer,
      )) as ServerHover | null;
      const found = hover === null ? undefined : inspectionOfHover(hover);
      if (found === undefined) {
        return undefined;
      }
      shown.push({ declaration, ...found });
      character += declaration.name.length + ", ".length;
    }
    return shown;
  }

  async function diagnose(name: string): Promise<readonly ServerDiagnostic[]> {
    const report = await workspace.ask("textDocument/diagnostic", name, {}, timeouts.check);
    return (report as { items?: readonly ServerDiagnostic[] } | null)?.items ?? [];
  }

  /** Puts code that may not parse into the file for questions, with every name that is known. */
  async function prepareQuestion(code: string): Promise<void> {
    const words = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    await hold([...ambient, ...Array.from(names.scopeOf(words).values(), ({ cell }) => cell)]);
    takeUpFileChanges(code);
    const foreign = Array.from(names.all, ([name, { cell, kind }]) => ({ name, kind, slot: shelf.slotOf(cell) }));
    await workspace.write(
      virtualFiles.question,
      cellFileText({ code, foreign: foreign.filter(({ name }) => !declares(code, name)), exported: [], ballast: [] }),
    );
  }

  function ask(method: string, code: string, offset: number, more: object = {}): Promise<unknown> {
    const position = inFile(linesOf(code).position(offset));
    return workspace.ask(method, virtualFiles.question, { position, ...more }, timeouts.answer);
  }

  // The first check reads the standard library and Node's types; it may as well be of nothing.
  inTurn("start", undefined, async () => {
    await diagnose(virtualFiles.slot(0));
  });

  return {
    check(source, outline) {
      const cell = newCell(source, outline);
      draft = cell;
      return inTurn<readonly Diagnostic[]>(`check of In[${source.number}]`, [], async () => {
        takeUpFileChanges(source.code);
        if (outline.unchecked) {
          return [];
        }
        await releaseUnneeded(cell);
        let found = await diagnose(virtualFiles.slot(await place(cell)));
        if (ambient.length > 0 && augments(source.code) && found.some(({ code }) => conflicts.has(Number(code)))) {
          // The cell says anew what an earlier one said of the globals, perhaps the same cell with a change.
          ambient = [];
          await releaseUnneeded(cell);
          found = await diagnose(virtualFiles.slot(await place(cell)));
        }
        return cellDiagnostics(found, source.code, { scope: cell.scope, cellIn: shelf.cellIn, folder });
      });
    },

    commit(source, outline, assigned) {
      const known = draft?.source.number === source.number && draft.source.code === source.code ? draft : undefined;
      const cell = known ?? newCell(source, outline);
      draft = undefined;
      names.commit(cell, assigned);
      if (augments(source.code)) {
        ambient.push(cell);
      }
      inTurn(`commit of In[${source.number}]`, undefined, async () => {
        const needed = await releaseUnneeded(draft);
        if (needed.has(cell) && mayFreeze(cell)) {
          await freeze(cell);
        }
      });
    },

    reset() {
      names.clear();
      ambient = [];
      draft = undefined;
      inTurn("reset", undefined, async () => {
        await releaseUnneeded(draft);
      });
    },

    complete(code, offset) {
      const { start, end } = wordAround(code, offset);
      return inTurn<Completions>("completion", { start, end, items: [] }, async () => {
        await prepareQuestion(code);
        const context = { triggerKind: 1 };
        const answer = (await ask("textDocument/completion", code, offset, { context })) as
          | readonly ServerCompletion[]
          | { readonly items: readonly ServerCompletion[] }
          | null;
        const found = answer === null ? [] : "items" in answer ? answer.items : answer;
        return completionsOf(found, code, offset, (name) => names.all.get(name)?.kind);
      });
    },

    inspect(code, offset, { withSource }) {
      return inTurn<Inspection | undefined>("inspection", undefined, async () => {
        await prepareQuestion(code);
        for (const place of offset > 0 ? [offset, offset - 1] : [offset]) {
          const hover = (await ask("textDocument/hover", code, place)) as ServerHover | null;
          const found = hover === null ? undefined : inspectionOfHover(hover);
          if (found !== undefined) {
            const source = withSource ? await sourceAt(code, place) : undefined;
            const signature = plainNames(found.signature, { cellIn: shelf.cellIn, folder });
            return { ...found, signature, ...(source === undefined ? {} : { source }) };
          }
        }
        const call = (await ask("textDocument/signatureHelp", code, offset)) as ServerSignatures | null;
        return call === null ? undefined : inspectionOfCall(call);
      });
    },

    close: () => workspace.close(),
    reach: (outline) => closure([...dependencies(newCell({ number: 0, code: "" }, outline))]).length,
    get pid() {
      return workspace.pid;
    },
  };

  /** Puts a cell where TypeScript sees it, and gives its slot. */
  async function place(cell: KnownCell): Promise<number> {
    await hold([...ambient, cell]);
    const slot = shelf.slotOf(cell);
    if (slot === undefined) {
      throw new Error(`Cannot check In[${cell.source.number}]: there is no slot for it`);
    }
    return slot;
  }

  /** Lets go of the cells that no name leads to any more; gives those that some name does. */
  async function releaseUnneeded(current: KnownCell | undefined): Promise<Set<KnownCell>> {
    const roots = Array.from(names.all.values(), (binding) => binding.cell);
    const needed = new Set(closure([...roots, ...ambient]));
    await shelf.release((held) => needed.has(held) || held === current);
    return needed;
  }

  /** The source of what the name at the offset of the prepared question stands for. */
  async function sourceAt(code: string, offset: number): Promise<string | undefined> {
    const found = await definitions(code, offset);
    const frozen = found.map(({ targetUri }) => frozenCellAt(targetUri)).find((cell) => cell !== undefined);
    if (frozen === undefined) {
      return declarationSource(found, workspace.textAt);
    }
    // What TypeScript sees are types that were written out; for a moment it gets the code again.
    const { frozen: declarations } = frozen;
    delete frozen.frozen;
    try {
      await place(frozen);
      await shelf.rewrite(frozen);
      await prepareQuestion(code);
      return declarationSource(await definitions(code, offset), workspace.textAt);
    } finally {
      if (declarations !== undefined) {
        frozen.frozen = declarations;
      }
      await shelf.rewrite(frozen);
    }
  }

  async function definitions(code: string, offset: number): Promise<readonly ServerLocation[]> {
    const found = await ask("textDocument/definition", code, offset);
    return [found as ServerLocation | readonly ServerLocation[] | null].flat().filter((location) => location !== null);
  }

  function frozenCellAt(uri: string | undefined): KnownCell | undefined {
    const slot = /\.llmlab-cell-(\d+)\.ts$/.exec(uri ?? "")?.[1];
    const cell = slot === undefined ? undefined : shelf.cellIn(Number(slot));
    return cell?.frozen === undefined ? undefined : cell;
  }
}

/**
 * Whether it is time to write a cell's types out. A cell that declares types keeps its code; where it cannot be done
 * for another reason, it is not tried at each of the cells that follow.
 */
function mayFreeze(cell: KnownCell): boolean {
  const { length } = closure([cell]);
  const values = cell.outline.declarations.every(({ kind }) => writable.has(kind));
  return values && length > longChain && (length < 2 * longChain || length % 4 === 0);
}

const writable: ReadonlySet<DeclarationKind> = new Set(["const", "let", "var", "function", "import"]);

/** Whether code seems to declare a name itself, so that it must not be declared for it. */
function declares(code: string, name: string): boolean {
  const word = name.replaceAll("$", "\\$");
  return new RegExp(
    `(?:^|[\\s;}{])(?:const|let|var|function\\*?|class|enum|namespace|interface|type)\\s+${word}(?![\\w$])`,
  ).test(code);
}
