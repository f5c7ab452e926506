import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { findLocalFile, isLocal, isPath, isTypeScript, pathOf } from "./local-path.ts";
import { isMissing, missingModule } from "./missing-module.ts";
import { type ModuleLog, stampOf } from "./module-graph.ts";
import { transpile } from "./transpile.ts";

/** What the hooks have to know of the notebook; it goes to another thread where Node runs them there. */
export interface HookSettings {
  /** The address of a file in the notebook's folder, which need not exist: imports start from it. */
  readonly notebookUrl: string;
  /** The address of such a file in the llmlab checkout. */
  readonly packageUrl: string;
  /** What answers `import "tslab"`. */
  readonly tslabUrl: string;
}

/** In front of a specifier, this makes the import one of the notebook, whoever imports. */
export const fromNotebook = "llmlab-notebook:";

export interface ResolveContext {
  readonly parentURL?: string | undefined;
  readonly conditions?: readonly string[];
}

export interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean | undefined;
}

export interface LoadContext {
  readonly conditions?: readonly string[];
  readonly importAttributes?: Readonly<Record<string, string | undefined>>;
}

export interface Loaded {
  readonly format: string;
  readonly source: string;
  readonly shortCircuit: true;
}

/** Where to look for a module, in order; the hooks ask Node for one after the other. */
export interface Plan {
  readonly specifier: string;
  /** The importing file, where it is a local one. */
  readonly importer: string | undefined;
  readonly found?: Resolved;
  readonly parents: readonly (string | undefined)[];
}

/**
 * The two hooks as pure steps, so that they serve Node's synchronous hooks and the asynchronous ones alike: `plan` says
 * where to look, `settle` what was found, `load` what a local file holds.
 */
export class Hooks {
  readonly #settings: HookSettings;
  readonly #log: ModuleLog;

  constructor(settings: HookSettings, log: ModuleLog) {
    this.#settings = settings;
    this.#log = log;
  }

  plan(written: string, { parentURL }: ResolveContext): Plan {
    const { notebookUrl, packageUrl, tslabUrl } = this.#settings;
    const isNotebook = written.startsWith(fromNotebook);
    const specifier = isNotebook ? written.slice(fromNotebook.length) : written;
    const parent = isNotebook ? notebookUrl : parentURL;
    const path = pathOf(parent);
    const importer = path !== undefined && isLocal(path) ? path : undefined;
    if (specifier === "tslab") {
      return { specifier, importer, found: { url: tslabUrl, format: "module", shortCircuit: true }, parents: [] };
    }
    if (importer === undefined) return { specifier, importer, parents: [parent] };
    if (!isPath(specifier)) {
      return { specifier, importer, parents: parent === packageUrl ? [parent] : [parent, packageUrl] };
    }
    const file = findLocalFile(specifier, importer);
    if (file === undefined || !isLocal(file)) return { specifier, importer, parents: [parent] };
    const query = /[?#].*$/.exec(specifier)?.[0] ?? "";
    const format = isTypeScript(file) ? { format: "module" } : {};
    const found = { url: pathToFileURL(file).href + query, ...format, shortCircuit: true };
    return { specifier, importer, found, parents: [parent] };
  }

  /** Gives what was found the version that is to be loaded. */
  settle({ importer }: Plan, resolved: Resolved, { conditions }: ResolveContext): Resolved {
    const path = pathOf(resolved.url);
    if (path === undefined || !isLocal(path) || path === pathOf(this.#settings.tslabUrl)) return resolved;
    if (importer !== undefined) this.#log.linked(importer, path);
    const version = this.#log.versionOf(path);
    const url = new URL(resolved.url);
    if (version > 0) url.searchParams.set("v", String(version));
    if (isTypeScript(path) && isRequired(conditions)) url.searchParams.set("required", "");
    return { ...resolved, url: url.href };
  }

  /** Makes the error for what was not found, if that is what it is about. */
  fail({ specifier, importer }: Plan, error: unknown): unknown {
    if (importer === undefined || !isMissing(error)) return error;
    this.#log.broken(importer);
    return missingModule(specifier, importer, dirname(pathOf(this.#settings.packageUrl) ?? ""), error);
  }

  /** Loads a local file; undefined for what Node loads by itself. */
  load(url: string, { conditions, importAttributes }: LoadContext): Loaded | undefined {
    const path = pathOf(url);
    if (path === undefined || !isLocal(path)) return undefined;
    const stamp = stampOf(path) ?? "";
    if (isTypeScript(path)) {
      const commonjs = path.endsWith(".cts") || new URL(url).searchParams.has("required");
      this.#log.loaded({ path, stamp, url });
      const { code, map, source } = transpile(path, { commonjs });
      this.#log.loaded({ path, stamp, url, source, map });
      return { format: commonjs ? "commonjs" : "module", source: code, shortCircuit: true };
    }
    this.#log.loaded({ path, stamp, url });
    if (path.endsWith(".json") && !isRequired(conditions) && importAttributes?.type === undefined) {
      return { format: "module", source: `export default ${readFileSync(path, "utf8")};`, shortCircuit: true };
    }
    return undefined;
  }
}

/** Tells whether `require` and not `import` asks. */
export const isRequired = (conditions: readonly string[] | undefined) =>
  conditions?.includes("require") === true && !conditions.includes("import");
