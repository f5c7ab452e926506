import module, { createRequire, isBuiltin } from "node:module";
import { pathToFileURL } from "node:url";
import { type Hooks, isRequired, type LoadContext, type Loaded, type ResolveContext, type Resolved } from "./hooks.ts";
import { isMissing } from "./missing-module.ts";

type NextResolve = (specifier: string, context: ResolveContext) => Resolved;
type RegisterHooks = (hooks: {
  resolve(specifier: string, context: ResolveContext, next: NextResolve): Resolved;
  load(url: string, context: LoadContext, next: (url: string, context: LoadContext) => unknown): unknown | Loaded;
}) => void;

/** Node's synchronous hooks, which serve `import` and `require`: from 22.15 on. */
export const registerHooks = (module as { registerHooks?: RegisterHooks }).registerHooks;

/** Installs the hooks in the thread that runs the cells. */
export function installSynchronousHooks(register: RegisterHooks, hooks: Hooks): void {
  register({
    resolve(specifier, context, next) {
      const plan = hooks.plan(specifier, context);
      if (plan.found) return hooks.settle(plan, plan.found, context);
      let failure: unknown;
      for (const [index, parentURL] of plan.parents.entries()) {
        try {
          // The default step for `require` goes by its own parent, whatever the context says.
          const isSecondRequire = index > 0 && parentURL !== undefined && isRequired(context.conditions);
          const resolved = isSecondRequire
            ? requireFrom(parentURL, plan.specifier)
            : next(plan.specifier, { ...context, parentURL });
          return hooks.settle(plan, resolved, context);
        } catch (error) {
          failure ??= error;
          if (!isMissing(error)) break;
        }
      }
      throw hooks.fail(plan, failure);
    },
    load: (url, context, next) => hooks.load(url, context) ?? next(url, context),
  });
}

/** Resolves as a `require` in another file would. */
export function requireFrom(parentUrl: string, specifier: string): Resolved {
  const path = createRequire(parentUrl).resolve(specifier);
  return { url: isBuiltin(path) ? path : pathToFileURL(path).href };
}
