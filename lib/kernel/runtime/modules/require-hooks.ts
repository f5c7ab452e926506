import module from "node:module";
import { pathToFileURL } from "node:url";
import type { Hooks } from "./hooks.ts";
import { pathOf } from "./local-path.ts";
import { isMissing } from "./missing-module.ts";
import { requireFrom } from "./synchronous-hooks.ts";

interface CommonJsModule {
  readonly filename: string | null;
  _compile(code: string, filename: string): void;
}

type ResolveFilename = (request: string, parent: CommonJsModule | undefined, ...rest: unknown[]) => string;

/** The parts of Node's CommonJS loader that tools have always hooked into; they are not in its types. */
interface CommonJsLoader {
  _resolveFilename: ResolveFilename;
  readonly _extensions: Record<string, (module: CommonJsModule, filename: string) => void>;
}

const conditions = ["require", "node"];

/** Makes `require` follow the hooks where Node's own hooks serve `import` alone: before 22.15. */
export function installRequireHooks(hooks: Hooks): void {
  const loader = module as unknown as CommonJsLoader;
  const original = loader._resolveFilename;
  loader._resolveFilename = function (request, parent, ...rest) {
    if (module.isBuiltin(request)) return original.call(this, request, parent, ...rest);
    const parentURL = parent?.filename ? pathToFileURL(parent.filename).href : undefined;
    const context = { parentURL, conditions };
    const plan = hooks.plan(request, context);
    if (plan.found) return pathOf(hooks.settle(plan, plan.found, context).url) ?? request;
    try {
      return original.call(this, request, parent, ...rest);
    } catch (error) {
      const second = plan.parents[1];
      if (!isMissing(error)) throw error;
      if (second === undefined) throw hooks.fail(plan, error);
      try {
        return pathOf(requireFrom(second, plan.specifier).url) ?? request;
      } catch {
        throw hooks.fail(plan, error);
      }
    }
  };
  for (const extension of [".ts", ".mts", ".cts"]) {
    loader._extensions[extension] = (required, filename) => {
      const loaded = hooks.load(`${pathToFileURL(filename).href}?required=`, { conditions });
      required._compile(loaded?.source ?? "", filename);
    };
  }
}
