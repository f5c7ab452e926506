import type { CellOutline, CellSource, DeclarationKind } from "../cell/cell.ts";
import { declaresOnly } from "./cell-file.ts";
import type { LiftedImports } from "./lifted-imports.ts";

/** A cell as the cells after it see it: its code and what the names in it meant when it ran. */
export interface KnownCell {
  readonly source: CellSource;
  readonly outline: CellOutline;
  /** The names of earlier cells that it uses. */
  scope: Scope;
  /** Its imports, where TypeScript finds nothing wrong with them: they are made for all cells together then. */
  lifted?: LiftedImports | undefined;
  /** Declarations that stand for the whole code, once its types are known and the chain to older cells got long. */
  frozen?: FrozenCell;
}

/** A cell with its types written out: what is left of it no longer depends on how they were inferred. */
export interface FrozenCell {
  readonly declarations: string;
  readonly scope: Scope;
}

/** Where a name comes from, and what it is there. */
export interface Binding {
  readonly cell: KnownCell;
  readonly kind: DeclarationKind;
}

export type Scope = ReadonlyMap<string, Binding>;

/** The names that the cells so far have left behind. */
export interface KnownNames {
  readonly all: Scope;
  /** What the given names mean now; names that no cell has left are left out. */
  scopeOf(names: Iterable<string>): Scope;
  /** Takes up the names of a cell that has run; what they meant before is forgotten. */
  commit(cell: KnownCell, assigned: ReadonlySet<string>): void;
  clear(): void;
}

export function knownNames(): KnownNames {
  const all = new Map<string, Binding>();
  return {
    all,
    scopeOf(names) {
      const scope = new Map<string, Binding>();
      for (const name of names) {
        const binding = all.get(name);
        if (binding !== undefined) {
          scope.set(name, binding);
        }
      }
      return scope;
    },
    commit(cell, assigned) {
      const { code } = cell.source;
      for (const { name, kind, origin } of cell.outline.declarations) {
        // A namespace may hold types alone, and then there is nothing to assign.
        const forTypes = kind === "interface" || kind === "type" || kind === "namespace" || origin?.typeOnly === true;
        if (forTypes || assigned.has(name) || declaresOnly(code, name)) {
          all.set(name, { cell, kind });
        }
      }
    },
    clear: () => all.clear(),
  };
}

/** The names that a cell uses of other cells: a name that it declares itself is its own, even before the declaration. */
export function foreignNames(outline: CellOutline): string[] {
  const own = new Set(outline.declarations.map(({ name }) => name));
  return [...outline.references].filter((name) => !own.has(name));
}

/** The cells that a cell's file refers to. */
export function dependencies(cell: Pick<KnownCell, "scope" | "frozen">): Set<KnownCell> {
  const { scope } = cell.frozen ?? cell;
  return new Set(Array.from(scope.values(), (binding) => binding.cell));
}

/** All cells that the given ones need, themselves included, each after those it refers to. */
export function closure(cells: Iterable<KnownCell>): KnownCell[] {
  const found = new Set<KnownCell>();
  const visit = (cell: KnownCell) => {
    for (const dependency of dependencies(cell)) {
      if (!found.has(dependency)) {
        visit(dependency);
      }
    }
    found.add(cell);
  };
  for (const cell of cells) {
    if (!found.has(cell)) {
      visit(cell);
    }
  }
  return [...found];
}

/** How many cells stand one on the other, up to and with this one. */
export function chainLength(cell: KnownCell): number {
  const lengths = new Map<KnownCell, number>();
  for (const one of closure([cell])) {
    lengths.set(one, 1 + Math.max(0, ...Array.from(dependencies(one), (below) => lengths.get(below) ?? 0)));
  }
  return lengths.get(cell) ?? 1;
}

/** The code that stands for a cell in its file. */
export function shownCode({ source, lifted, frozen }: KnownCell): string {
  return frozen?.declarations ?? lifted?.code ?? source.code;
}
