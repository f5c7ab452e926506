import type { CellSpace } from "./cell-space.ts";
import { completionsOf, type ServerCompletion, wordAround } from "./completions.ts";
import { plainNames } from "./diagnostics.ts";
import { thawed } from "./freeze.ts";
import {
  declarationSource,
  inspectionOfCall,
  inspectionOfHover,
  type ServerHover,
  type ServerLocation,
  type ServerSignatures,
} from "./inspection.ts";
import type { KnownCell, Scope } from "./known-names.ts";
import type { Completions, Inspection } from "./language.ts";
import { inFile, linesOf } from "./positions.ts";
import { virtualFiles } from "./project.ts";

/** A reader's questions about code that is being written. */
export interface Questions {
  complete(code: string, offset: number): Promise<Completions>;
  inspect(code: string, offset: number, withSource: boolean): Promise<Inspection | undefined>;
}

/** All that TypeScript says of a name that it does not know. */
const isUnresolved = (found: Inspection | undefined) => /^any$|\/\*unresolved\*\/ any$/.test(found?.signature ?? "");

/** @param patience Milliseconds after which an answer does not come any more. */
export function questions(space: CellSpace, patience: number): Questions {
  /** Puts code that may not parse into the file for questions, with every name that is known. */
  async function prepare(code: string): Promise<void> {
    space.takeUpFileChanges(code);
    const own = declaredNames(code);
    const scope: Scope = new Map([...space.names.all].filter(([name]) => !own.has(name)));
    await space.writeQuestion(code, scope);
  }

  function ask(method: string, code: string, offset: number, more: object = {}): Promise<unknown> {
    const position = inFile(linesOf(code).position(offset));
    return space.ask(method, virtualFiles.question, { position, ...more }, patience);
  }

  /** The source of what the name at the offset stands for. */
  async function sourceAt(code: string, offset: number): Promise<string | undefined> {
    const found = await definitions(code, offset);
    const frozen = found.map(({ targetUri }) => frozenCellAt(targetUri)).find((cell) => cell !== undefined);
    if (frozen === undefined) {
      return declarationSource(found, space.textAt);
    }
    return thawed(space, frozen, async () => {
      await prepare(code);
      return declarationSource(await definitions(code, offset), space.textAt);
    });
  }

  async function definitions(code: string, offset: number): Promise<readonly ServerLocation[]> {
    const found = await ask("textDocument/definition", code, offset);
    return [found as ServerLocation | readonly ServerLocation[] | null].flat().filter((location) => location !== null);
  }

  function plain(found: Inspection): Inspection {
    return { ...found, signature: plainNames(found.signature, space.reading()) };
  }

  function frozenCellAt(uri: string | undefined): KnownCell | undefined {
    const slot = /\.llmlab-cell-(\d+)\.ts$/.exec(uri ?? "")?.[1];
    const cell = slot === undefined ? undefined : space.reading().cellIn(Number(slot));
    return cell?.frozen === undefined ? undefined : cell;
  }

  async function describe(code: string, offset: number, withSource: boolean): Promise<Inspection | undefined> {
    await prepare(code);
    // At the end of a name the cursor stands behind it.
    for (const place of offset > 0 ? [offset, offset - 1] : [offset]) {
      const hover = (await ask("textDocument/hover", code, place)) as ServerHover | null;
      const found = hover === null ? undefined : inspectionOfHover(hover);
      if (found !== undefined) {
        const source = withSource ? await sourceAt(code, place) : undefined;
        return { ...plain(found), ...(source === undefined ? {} : { source }) };
      }
    }
    const call = (await ask("textDocument/signatureHelp", code, offset)) as ServerSignatures | null;
    const found = call === null ? undefined : inspectionOfCall(call);
    return found === undefined ? undefined : plain(found);
  }

  return {
    async complete(code, offset) {
      await prepare(code);
      const answer = (await ask("textDocument/completion", code, offset, { context: { triggerKind: 1 } })) as
        | readonly ServerCompletion[]
        | { readonly items: readonly ServerCompletion[] }
        | null;
      const found = answer === null ? [] : "items" in answer ? answer.items : answer;
      return completionsOf(found, code, offset, (name) => space.names.all.get(name)?.kind);
    },

    async inspect(code, offset, withSource) {
      const found = await describe(code, offset, withSource);
      if (!isUnresolved(found)) {
        return found;
      }
      // A type means nothing where a value is expected, as where its name stands alone.
      const { start, end } = wordAround(code, offset);
      const asType = `${code}\n;type _ = ${code.slice(start, end)}`;
      const isName = start < end && code[start - 1] !== ".";
      const type = isName ? await describe(asType, asType.length, withSource) : undefined;
      return isUnresolved(type) ? undefined : type;
    },
  };
}

const name = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";
const names = new RegExp(name, "gu");
const declarations = new RegExp(
  `(?<![\\p{ID_Continue}$.])(?:(?:const|let|var|function\\*?|class|enum|namespace|interface|type)\\s+(${name})|` +
    "(?:const|let|var)\\s*([{[][^=;]*)=|import\\s([^;'\"]*?)\\sfrom)",
  "gu",
);

/** The names that code seems to declare itself, whether or not it parses: they must not be declared for it. */
export function declaredNames(code: string): Set<string> {
  const found = new Set<string>();
  for (const [, single, pattern, imported] of code.matchAll(declarations)) {
    for (const one of (single ?? pattern ?? imported ?? "").match(names) ?? []) {
      found.add(one);
    }
  }
  return found;
}
