import type { ImportRequest } from "../../cell/cell.ts";
import { type Namespace, named, whole } from "./interop.ts";
import { codeOf, invalidSyntax, isMissing } from "./missing-module.ts";

/** What the names of cells need of the module loader. */
export interface ModuleLoader {
  /** Imports as the notebook's folder would, in the newest version of every file. */
  import(specifier: string, attributes: Readonly<Record<string, string>>): Promise<Namespace>;
  /** Gives changed files a new version; tells whether there were any. */
  refresh(): boolean;
}

interface Origin {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly imported: string;
  /** What the name was given; another value now means that the name is no longer the import's. */
  value: unknown;
}

type Names = Record<string, unknown>;

/** The names that cells have imported, so that they can be renewed when a local module was edited. */
export class ImportedNames {
  readonly #loader: ModuleLoader;
  readonly #origins = new Map<string, Origin>();
  /** Whether renewing failed, so that it has to be done again. */
  #pending = false;

  constructor(loader: ModuleLoader) {
    this.#loader = loader;
  }

  /** Performs an import of a cell. Throws where an exported name that the cell uses is not there. */
  async load(names: Names, { specifier, attributes, names: wanted }: ImportRequest): Promise<void> {
    const namespace = await this.#import(specifier, attributes);
    for (const { imported, local, used } of wanted) {
      const value = pick(namespace, imported);
      if (value === absent) {
        // Without a use it may be a type, which TypeScript lets stand without the word.
        if (used) throw notExported(specifier, imported, namespace);
        if (local in names) names[local] = undefined;
        continue;
      }
      names[local] = value;
      this.#origins.set(local, { specifier, attributes, imported, value });
    }
  }

  /** Does what `import(...)` does, with every name of a CommonJS module. */
  async dynamic(specifier: string, attributes: Readonly<Record<string, string>>): Promise<Namespace> {
    return whole(await this.#import(specifier, attributes));
  }

  /**
   * Loads changed local modules again and gives the names imported from them their new values. Throws where that cannot
   * be done for a name that the cell uses; others wait for a cell that does.
   */
  refresh(names: Names, used: readonly string[]): Promise<void> | undefined {
    return this.#loader.refresh() || this.#pending ? this.#renew(names, new Set(used)) : undefined;
  }

  async #renew(names: Names, used: ReadonlySet<string>): Promise<void> {
    this.#pending = true;
    let isPending = false;
    for (const [local, origin] of [...this.#origins]) {
      if (names[local] !== origin.value) {
        this.#origins.delete(local);
        continue;
      }
      const { specifier, attributes, imported } = origin;
      try {
        const namespace = await this.#import(specifier, attributes);
        const renewed = pick(namespace, imported);
        if (renewed === absent) {
          if (used.has(local)) {
            // Said once; a function that nobody calls any more may use the name.
            this.#origins.delete(local);
            names[local] = undefined;
          }
          throw notExported(specifier, imported, namespace);
        }
        names[local] = origin.value = renewed;
      } catch (error) {
        if (used.has(local)) throw error;
        isPending = true;
      }
    }
    this.#pending = isPending;
  }

  async #import(specifier: string, attributes: Readonly<Record<string, string>>): Promise<Namespace> {
    try {
      return await this.#loader.import(specifier, attributes);
    } catch (error) {
      // Made anew here, the error has the cell's line in its stack, which the loader's own has not.
      if (error instanceof Error && isMissing(error)) {
        throw Object.assign(new Error(error.message), { code: "ERR_MODULE_NOT_FOUND" });
      }
      if (codeOf(error) === invalidSyntax && error instanceof Error) {
        throw Object.assign(new SyntaxError(error.message), { code: invalidSyntax });
      }
      throw error;
    }
  }
}

const absent = Symbol("absent");

function pick(namespace: Namespace, imported: string): unknown {
  if (imported === "*") return whole(namespace);
  const found = named(namespace, imported);
  return found ? found.value : absent;
}

function notExported(specifier: string, imported: string, namespace: Namespace): Error {
  const exported = Object.keys(whole(namespace)).filter((name) => name !== "default" && name !== "module.exports");
  const shown = exported.slice(0, 20).join(", ") + (exported.length > 20 ? ", ..." : "");
  const has = exported.length > 0 ? `it exports ${shown}` : "it exports no names";
  return new SyntaxError(`Cannot import { ${imported} } from "${specifier}": ${has}`);
}
