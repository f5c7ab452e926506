/** A module as `import()` gives it. */
export type Namespace = Readonly<Record<string, unknown>>;

/**
 * Finds an exported name as TypeScript sees it. Node finds the names of a CommonJS module by a look at its text, which
 * misses some; TypeScript knows them all, and takes the default of a module that was compiled to CommonJS as its
 * `exports.default`.
 */
export function named(namespace: Namespace, name: string): { readonly value: unknown } | undefined {
  const exports = commonJsExports(namespace);
  if (name === "default" && exports?.__esModule === true && "default" in exports) {
    return { value: exports.default };
  }
  if (name in namespace) return { value: namespace[name] };
  return exports && name in exports ? { value: exports[name] } : undefined;
}

/** The namespaces that were completed, so that a module imported twice is the same object. */
const completed = new WeakMap<Namespace, Namespace>();

/** Gives a module's namespace with all that {@link named} finds, for a CommonJS module as for any. */
export function whole(namespace: Namespace): Namespace {
  const known = completed.get(namespace);
  if (known) return known;
  const exports = commonJsExports(namespace) ?? {};
  const names = Object.keys({ ...exports, ...namespace });
  const entries = names.map((name) => [name, named(namespace, name)?.value] as const);
  const isWhole = entries.every(([name, value]) => name in namespace && namespace[name] === value);
  const result = isWhole ? namespace : Object.assign(Object.create(null), Object.fromEntries(entries));
  completed.set(namespace, result);
  return result;
}

/** The `module.exports` of a CommonJS module: its default export, which has every other export as a property. */
function commonJsExports(namespace: Namespace): Namespace | undefined {
  const exports = namespace.default;
  if ((typeof exports !== "object" && typeof exports !== "function") || exports === null) return undefined;
  const record = exports as Namespace;
  for (const name of Object.keys(namespace)) {
    if (name !== "default" && name !== "module.exports" && namespace[name] !== record[name]) return undefined;
  }
  return record;
}
