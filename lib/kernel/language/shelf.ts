import { augments, cellFileText, emptyFileText, importedModules } from "./cell-file.ts";
import { closure, dependencies, type KnownCell, shownCode } from "./known-names.ts";

/** The virtual files that hold cells. There are few; a cell is put into one when it is needed. */
export interface Shelf {
  readonly size: number;
  /**
   * Puts cells and all that they need into slots, where they are not there already, and pushes out those that were
   * not needed for longest. Resolves to false, without having done anything, where there are too few slots.
   */
  hold(cells: Iterable<KnownCell>): Promise<boolean>;
  /** The slot of a cell that is held. */
  slotOf(cell: KnownCell): number | undefined;
  /** The cell in a slot. */
  cellIn(slot: number): KnownCell | undefined;
  /** The line and text with which the file of a cell begins. */
  textOf(cell: KnownCell, ballast?: readonly string[]): string;
  /** Frees the slots of cells that nobody will ask for again. What changes other files is taken away. */
  release(keep: (cell: KnownCell) => boolean): Promise<void>;
  /** Writes a held cell anew, because it was frozen. */
  rewrite(cell: KnownCell): Promise<void>;
}

interface Slot {
  holder: KnownCell | undefined;
  /** The modules that its file imports besides the hub. */
  imports: readonly string[];
  lastUse: number;
}

export interface ShelfOptions {
  readonly size: number;
  /** Replaces the text of a slot's file; resolves when the next one may be replaced. */
  readonly write: (slot: number, text: string) => Promise<void>;
  /** The number of a module in the hub. */
  readonly moduleNumber: (specifier: string) => number;
}

export function createShelf({ size, write, moduleNumber }: ShelfOptions): Shelf {
  const slots: Slot[] = Array.from({ length: size }, () => ({ holder: undefined, imports: [], lastUse: 0 }));
  const places = new Map<KnownCell, number>();
  let clock = 0;

  function free(index: number): void {
    const slot = slots[index];
    const holder = slot?.holder;
    if (slot === undefined || holder === undefined) {
      return;
    }
    slot.holder = undefined;
    places.delete(holder);
    // The files of the cells that refer to it name its slot, where something else will stand.
    for (const [cell, place] of places) {
      if (dependencies(cell).has(holder)) {
        free(place);
      }
    }
  }

  /**
   * Chooses a slot that no needed cell is in: a free one first, then that of a cell on which no other stands, because
   * those would have to go with it. One that imports the same lets TypeScript keep its program.
   */
  function choose(imports: readonly string[], needed: ReadonlySet<KnownCell>): number {
    const supporting = new Set([...places.keys()].flatMap((cell) => [...dependencies(cell)]));
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    slots.forEach(({ holder, imports: before, lastUse }, index) => {
      if (holder !== undefined && needed.has(holder)) {
        return;
      }
      const rank = holder === undefined ? 2 : supporting.has(holder) ? 0 : 1;
      const same = endsWith(before, imports) ? 1 / (1 + before.length - imports.length) : 0;
      const score = (rank + same / 2) * 1e12 - lastUse;
      if (score > bestScore) {
        best = index;
        bestScore = score;
      }
    });
    return best;
  }

  function textOf(cell: KnownCell, ballast: readonly string[] = []): string {
    const { frozen } = cell;
    const foreign = Array.from((frozen ?? cell).scope, ([name, binding]) => ({
      name,
      kind: binding.kind,
      slot: places.get(binding.cell),
    }));
    if (frozen !== undefined) {
      return cellFileText({ code: frozen.declarations, foreign, ballast });
    }
    const lifted = cell.lifted?.names ?? [];
    const types = new Set(lifted.filter(({ typeOnly }) => typeOnly).map(({ name }) => name));
    const names = cell.outline.declarations.map(({ name }) => name);
    return cellFileText({
      code: shownCode(cell),
      foreign,
      imported: lifted.map(({ name, module, imported }) => ({ name, module: moduleNumber(module), imported })),
      exported: names.filter((name) => !types.has(name)),
      exportedTypes: [...types],
      ballast,
    });
  }

  async function put(cell: KnownCell, index: number): Promise<void> {
    const slot = slots[index];
    if (slot === undefined) {
      throw new RangeError(`Cannot hold a cell in slot ${index}: there are ${size}`);
    }
    free(index);
    const imports = importedModules(shownCode(cell));
    const ballast = endsWith(slot.imports, imports) ? slot.imports.slice(0, slot.imports.length - imports.length) : [];
    slot.holder = cell;
    slot.imports = [...ballast, ...imports];
    slot.lastUse = ++clock;
    places.set(cell, index);
    await write(index, textOf(cell, ballast));
  }

  return {
    size,
    async hold(cells) {
      const needed = closure(cells);
      if (needed.length > size) {
        return false;
      }
      const set = new Set(needed);
      for (const cell of needed) {
        const place = places.get(cell);
        const slot = place === undefined ? undefined : slots[place];
        if (slot === undefined) {
          await put(cell, choose(importedModules(shownCode(cell)), set));
        } else {
          slot.lastUse = ++clock;
        }
      }
      return true;
    },
    slotOf: (cell) => places.get(cell),
    cellIn: (slot) => slots[slot]?.holder,
    textOf,
    async release(keep) {
      for (const [cell, place] of [...places]) {
        if (keep(cell)) {
          continue;
        }
        free(place);
        const slot = slots[place];
        if (slot !== undefined && augments(cell.source.code)) {
          slot.imports = [];
          await write(place, emptyFileText);
        }
      }
    },
    async rewrite(cell) {
      const place = places.get(cell);
      if (place !== undefined) {
        await put(cell, place);
      }
    },
  };
}

function endsWith(list: readonly string[], end: readonly string[]): boolean {
  const offset = list.length - end.length;
  return offset >= 0 && end.every((entry, index) => entry === list[offset + index]);
}
