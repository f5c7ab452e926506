import { readFileSync, statSync } from "node:fs";

/** A local file as it was when it was loaded. */
export interface LoadedFile {
  readonly path: string;
  readonly stamp: string;
  /** The address it was loaded by, with the number of its version. */
  readonly url: string;
  /** The text and the source map of a TypeScript file. */
  readonly source?: string;
  readonly map?: string;
}

/** What the hooks tell while modules load, and what they ask. */
export interface ModuleLog {
  /** Which version of a file is to be loaded: 0 at first. */
  versionOf(path: string): number;
  loaded(file: LoadedFile): void;
  linked(importer: string, imported: string): void;
  /** A file imports something that is not there. It may be there the next time. */
  broken(importer: string): void;
}

interface Known {
  stamp: string;
  source: string | undefined;
  version: number;
  broken: boolean;
  readonly importers: Set<string>;
}

/**
 * Local modules, who imports whom, and how each file was when it was loaded. A changed file gets a new version, and so
 * does every file that imports it, directly or through others; the rest keep theirs, with all their state.
 */
export class ModuleGraph implements ModuleLog {
  readonly #files = new Map<string, Known>();
  readonly #maps = new Map<string, { readonly map: string; readonly source: string }>();
  #generation = 0;
  /** The files whose load may not have come to its end. */
  readonly #loading = new Set<string>();

  versionOf(path: string): number {
    return this.#files.get(path)?.version ?? 0;
  }

  loaded({ path, stamp, url, source, map }: LoadedFile): void {
    const known = this.#known(path);
    this.#loading.add(path);
    known.stamp = stamp;
    known.source = source;
    if (source !== undefined && map !== undefined) {
      this.#maps.set(url, { map, source });
      this.#maps.set(path, { map, source });
    }
  }

  linked(importer: string, imported: string): void {
    this.#known(imported).importers.add(importer);
  }

  broken(importer: string): void {
    const known = this.#files.get(importer);
    if (known) known.broken = true;
  }

  /** Says that whatever was loading has come to its end. */
  settled(): void {
    this.#loading.clear();
  }

  /** Gives new versions to the files whose load was broken off: Node would wait for ever for the old ones. */
  abandon(): void {
    for (const path of this.#loading) this.broken(path);
    this.#loading.clear();
  }

  mapOf(file: string): { readonly map: string; readonly source: string } | undefined {
    return this.#maps.get(file);
  }

  /** Looks at every file and returns the paths of those that get a new version because they or their imports changed. */
  refresh(): string[] {
    const outdated = new Set<string>();
    for (const [path, known] of this.#files) {
      if (known.broken || hasChanged(path, known)) outdated.add(path);
    }
    // A set takes in what is added while it is gone through: the importers of importers. Cells are no files.
    for (const path of outdated) {
      for (const importer of this.#files.get(path)?.importers ?? []) {
        if (this.#files.has(importer)) outdated.add(importer);
      }
    }
    if (outdated.size > 0) this.#generation++;
    for (const path of outdated) {
      const known = this.#known(path);
      known.version = this.#generation;
      known.broken = false;
    }
    return [...outdated];
  }

  #known(path: string): Known {
    let known = this.#files.get(path);
    if (!known) {
      known = { stamp: "", source: undefined, version: 0, broken: false, importers: new Set() };
      this.#files.set(path, known);
    }
    return known;
  }
}

/** A file that is missing, as it is for a moment while some editors save, or was saved without a change, has not. */
function hasChanged(path: string, known: Known): boolean {
  const stamp = stampOf(path);
  if (known.stamp === "" || stamp === undefined || stamp === known.stamp) return false;
  const changed = known.source === undefined || readFileSync(path, "utf8") !== known.source;
  known.stamp = stamp;
  return changed;
}

/** What changes when a file is saved. */
export function stampOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
