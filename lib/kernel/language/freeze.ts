import type { DeclarationKind } from "../cell/cell.ts";
import type { CellSpace } from "./cell-space.ts";
import { inspectionOfHover, type ServerHover } from "./inspection.ts";
import { chainLength, type KnownCell } from "./known-names.ts";
import { inCode } from "./positions.ts";
import { virtualFiles } from "./project.ts";
import { comparison, type ShownName, writtenTypes } from "./written-types.ts";

/** A cell at the end of so long a chain gets its types written out. */
const longChain = 8;

const writable: ReadonlySet<DeclarationKind> = new Set(["const", "let", "var", "function", "import"]);

/**
 * Whether it is time to write a cell's types out. A cell that declares types keeps its code; where it cannot be done
 * for another reason, it is not tried at each of the cells that follow.
 */
export function mayFreeze(cell: KnownCell): boolean {
  const length = chainLength(cell);
  const values = cell.outline.declarations.every(({ kind }) => writable.has(kind));
  return values && length > longChain && (length < 2 * longChain || length % 4 === 0);
}

/**
 * Writes the types of a cell out, if they can be, so that cells which use its names need it alone.
 *
 * While TypeScript shows the types, every imported name is in scope: it then writes `tf.Tensor` where that is what the
 * notebook calls the type. It also writes names that mean nothing here, or something else; so what came out counts only
 * if it can be assigned to the original and the other way round.
 */
export async function freeze(space: CellSpace, cell: KnownCell, patience: number): Promise<void> {
  const { scope } = cell;
  const { declarations } = cell.outline;
  const own = new Set(declarations.map(({ name }) => name));
  const imported = [...space.names.all].filter(([name, { kind }]) => kind === "import" && !own.has(name));
  try {
    cell.scope = new Map([...imported, ...scope]);
    const slot = await space.place(cell);
    await space.rewrite(cell);
    const shown = await showNames(space, cell, virtualFiles.slot(slot), patience);
    const frozen = shown === undefined ? undefined : writtenTypes(cell, shown);
    if (frozen !== undefined) {
      await space.writeQuestion(`${frozen.declarations}\n${comparison(declarations, slot)}`, frozen.scope);
      const faults = await space.diagnose(virtualFiles.question);
      if (!faults.some(({ severity, range }) => severity === 1 && inCode(range.start) !== undefined)) {
        cell.frozen = frozen;
      }
    }
  } finally {
    cell.scope = scope;
  }
  await space.rewrite(cell);
}

/** Does something with a cell while TypeScript has its code again. */
export async function thawed<Result>(
  space: CellSpace,
  cell: KnownCell,
  operation: () => Promise<Result>,
): Promise<Result> {
  const { frozen } = cell;
  delete cell.frozen;
  try {
    await space.place(cell);
    await space.rewrite(cell);
    return await operation();
  } finally {
    if (frozen !== undefined) {
      cell.frozen = frozen;
    }
    await space.rewrite(cell);
  }
}

/** What TypeScript says of each name where the prelude exports it; undefined where it says nothing of one. */
async function showNames(
  space: CellSpace,
  { outline }: KnownCell,
  file: string,
  patience: number,
): Promise<ShownName[] | undefined> {
  const prelude = space.textOf(file)?.split("\n", 1)[0] ?? "";
  const shown: ShownName[] = [];
  let character = prelude.lastIndexOf("export {") + "export { ".length;
  for (const declaration of outline.declarations) {
    const position = { line: 0, character };
    const hover = (await space.ask("textDocument/hover", file, { position }, patience)) as ServerHover | null;
    const found = hover === null ? undefined : inspectionOfHover(hover);
    if (found === undefined) {
      return undefined;
    }
    shown.push({ declaration, ...found });
    character += declaration.name.length + ", ".length;
  }
  return shown;
}
