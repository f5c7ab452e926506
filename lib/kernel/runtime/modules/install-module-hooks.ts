import module, { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { CellScope } from "../../cell/cell.ts";
import { commonJsPackages } from "./commonjs-package.ts";
import { fromNotebook, type HookSettings, Hooks } from "./hooks.ts";
import type { ThreadData, ThreadEvent, ThreadOrder } from "./hooks-thread.ts";
import { ImportedNames } from "./imported-names.ts";
import type { Namespace } from "./interop.ts";
import { ModuleGraph } from "./module-graph.ts";
import { installRequireHooks } from "./require-hooks.ts";
import { installSynchronousHooks, registerHooks } from "./synchronous-hooks.ts";

export interface ModuleHooksOptions {
  /** The notebook's folder, where its imports start. */
  readonly folder: string;
  /** The llmlab checkout, where packages are found that the notebook's folder does not lead to. */
  readonly packageRoot: string;
}

/** The modules of a notebook, as the process that runs its cells sees them. */
export interface NotebookModules {
  /** What scripts need to import; a runtime adds `assigned`, and `stopped` where it can be interrupted. */
  readonly scope: Omit<CellScope, "assigned">;
  /**
   * The source map of a local TypeScript file and the text it was made from, as it was loaded last, or, for an address
   * with a version as stacks name it (`file:///.../helpers.ts?v=2`), as that version was. Undefined for other files.
   */
  mapOf(file: string): { readonly map: string; readonly source: string } | undefined;
  /** Says that an interrupt has broken off the code of a module, so that what was loading has to be loaded anew. */
  abandon(): void;
}

/** This file's own ending: `.js` once built. */
const ending = extname(fileURLToPath(import.meta.url));

/**
 * Makes Node load the modules of a notebook: TypeScript files that are no package's, newly when they or what they
 * import has changed; packages from the notebook's folder, else from the llmlab checkout; and the kernel's own `tslab`.
 * To be called once, in the process that runs the cells.
 *
 * A file that is asked for by `require` is loaded apart from the same file asked for by `import`.
 */
export function installModuleHooks({ folder, packageRoot }: ModuleHooksOptions): NotebookModules {
  const filename = join(folder, "notebook.ipynb");
  const settings: HookSettings = {
    notebookUrl: pathToFileURL(filename).href,
    packageUrl: pathToFileURL(join(packageRoot, "notebook.ipynb")).href,
    tslabUrl: new URL(`../tslab${ending}`, import.meta.url).href,
  };
  const graph = new ModuleGraph();
  const hooks = new Hooks(settings, graph);
  /** Starting a thread takes some 80 ms, so that it waits for the first import. */
  let thread: ReturnType<typeof installThreadedHooks> | undefined;
  if (registerHooks) installSynchronousHooks(registerHooks, hooks);
  else installRequireHooks(hooks);
  const ready = () => {
    if (!registerHooks) thread ??= installThreadedHooks(settings, graph);
  };

  const require = createRequire(filename);
  const packages = commonJsPackages(require);
  const imported = new ImportedNames({
    async import(specifier, attributes) {
      const namespace = Object.keys(attributes).length === 0 ? packages(specifier) : undefined;
      if (namespace !== undefined) return namespace;
      ready();
      const options = { with: importAttributes(specifier, attributes) };
      const imported: Namespace = await import(fromNotebook + specifier, options);
      thread?.drain();
      graph.settled();
      return imported;
    },
    refresh() {
      thread?.drain();
      const outdated = graph.refresh();
      for (const path of outdated) delete require.cache[path];
      thread?.update(outdated.map((path) => [path, graph.versionOf(path)]));
      return outdated.length > 0;
    },
  });
  return {
    scope: {
      load: (names, request) => imported.load(names, request),
      refresh: (names, used) => imported.refresh(names, used),
      import: (specifier, options) => imported.dynamic(String(specifier), options?.with ?? {}),
      stopped: () => false,
      forever: new Promise(() => {}),
      meta: {
        url: settings.notebookUrl,
        filename,
        dirname: dirname(filename),
        resolve(specifier: string) {
          ready();
          return import.meta.resolve(fromNotebook + specifier);
        },
      } as CellScope["meta"],
      require,
    },
    mapOf(file) {
      thread?.drain();
      return graph.mapOf(file);
    },
    abandon() {
      thread?.drain();
      graph.abandon();
    },
  };
}

/** A package's JSON needs its attribute at run time, which TypeScript does not ask for. */
function importAttributes(specifier: string, attributes: Readonly<Record<string, string>>): Record<string, string> {
  const isPackage = !/^[./]/.test(specifier);
  return isPackage && specifier.endsWith(".json") ? { type: "json", ...attributes } : { ...attributes };
}

/** Before Node 22.15 hooks for `import` run in a thread of their own, and tell the graph here by messages. */
function installThreadedHooks(settings: HookSettings, graph: ModuleGraph) {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const data: ThreadData = { settings, port: port2 };
  module.register(new URL(`./hooks-thread${ending}`, import.meta.url), { data, transferList: [port2] });
  return {
    /** Takes up what the thread has told. It lies ready before an import that caused it is done. */
    drain(): void {
      for (let told = receiveMessageOnPort(port1); told; told = receiveMessageOnPort(port1)) {
        const event = told.message as ThreadEvent;
        if (event.type === "loaded") graph.loaded(event.file);
        else if (event.type === "linked") graph.linked(event.importer, event.imported);
        else graph.broken(event.importer);
      }
    },
    update(versions: ThreadOrder): void {
      if (versions.length > 0) port1.postMessage(versions);
    },
  };
}
