import { readFileSync } from "node:fs";
import { isAbsolute, join, sep } from "node:path";
import type { Namespace } from "./interop.ts";
import { isPath } from "./local-path.ts";

/**
 * Makes an import of packages that are CommonJS alone, whoever imports them: by `require`, which takes half the time of
 * `import()` for a large package, as that also looks through its text for names. The module is the same one.
 */
export function commonJsPackages(require: NodeJS.Require): (specifier: string) => Namespace | undefined {
  const namespaces = new Map<string, { readonly exports: unknown; readonly namespace: Namespace }>();
  return (specifier) => {
    const file = fileOf(specifier, require);
    if (file === undefined) return undefined;
    const exports: unknown = require(file);
    const known = namespaces.get(file);
    if (known !== undefined && known.exports === exports) return known.namespace;
    const names = typeof exports === "object" || typeof exports === "function" ? { ...exports } : {};
    const namespace: Namespace = Object.assign(Object.create(null), names, { default: exports });
    namespaces.set(file, { exports, namespace });
    return namespace;
  };
}

/** The file that a package's name leads to, where `import` and `require` lead to the same one. */
function fileOf(specifier: string, require: NodeJS.Require): string | undefined {
  if (isPath(specifier) || /^\w+:/.test(specifier)) return undefined;
  try {
    const file = require.resolve(specifier);
    if (!isAbsolute(file) || !/\.c?js$/.test(file)) return undefined;
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join(sep);
    const place = `${sep}node_modules${sep}${name}${sep}`;
    const start = file.lastIndexOf(place);
    if (start < 0) return undefined;
    const { type, exports } = JSON.parse(readFileSync(join(file.slice(0, start) + place, "package.json"), "utf8"));
    return exports === undefined && (type !== "module" || file.endsWith(".cjs")) ? file : undefined;
  } catch {
    // Whoever imports it as any other module says what is wrong.
    return undefined;
  }
}
