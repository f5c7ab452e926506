import type { Declaration } from "../cell/cell.ts";
import { hubName } from "./cell-file.ts";
import type { Binding, FrozenCell, KnownCell } from "./known-names.ts";

/** What TypeScript shows of one name: its declaration without a body, and its documentation. */
export interface ShownName {
  readonly declaration: Declaration;
  readonly signature: string;
  readonly documentation: string;
}

/** Words of types that refer to nothing. */
const words = new Set(
  (
    "any as asserts bigint boolean const extends false function get in infer is keyof let never new null number object out " +
    "readonly set string symbol true undefined unknown var void"
  ).split(" "),
);

/** Types that are there in every cell. A notebook that declares one of them again is told apart by its scope. */
const globals = new Set(
  (
    "Array ArrayBuffer ArrayLike AsyncGenerator AsyncIterable BigInt64Array BigUint64Array Boolean Buffer DataView Date " +
    "Error Exclude Extract Float32Array Float64Array Function Generator Int16Array Int32Array Int8Array Iterable Iterator " +
    "IterableIterator Map NonNullable Object Omit Partial Pick Promise PromiseLike RangeError Readonly ReadonlyArray " +
    "ReadonlyMap ReadonlySet Record RegExp RegExpMatchArray Required Set SharedArrayBuffer String TypeError URL Uint16Array " +
    "Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet ArrayBufferLike"
  ).split(" "),
);

/**
 * Writes the types of a cell's names out, so that its file no longer needs those of the cells before it. Without this
 * a notebook in which each cell builds on the one before would take longer to check with every cell.
 *
 * Undefined where a type cannot be written down: where it is cut short, or is a class or another type of this cell.
 */
export function writtenTypes(cell: KnownCell, shown: readonly ShownName[]): FrozenCell | undefined {
  const scope = new Map<string, Binding>();
  const imports = new Map<string, string>();
  const lines: string[] = [];
  const own = new Map(cell.outline.declarations.map((declaration) => [declaration.name, declaration]));

  for (const { declaration, signature, documentation } of shown) {
    if (declaration.kind === "import") {
      imports.set(declaration.name, importText(declaration));
      continue;
    }
    const line = declarationText(declaration, signature);
    if (line === undefined) {
      return undefined;
    }
    for (const name of freeNames(line.type)) {
      const import_ = own.get(name);
      const binding = cell.scope.get(name);
      if (import_ !== undefined) {
        if (import_.kind !== "import") {
          return undefined;
        }
        imports.set(name, importText(import_));
      } else if (binding !== undefined) {
        scope.set(name, binding);
      } else if (!globals.has(name)) {
        return undefined;
      }
    }
    lines.push(documentation === "" ? line.text : `/** ${documentation.replaceAll("*/", "*")} */ ${line.text}`);
  }
  const names = [...imports.keys()];
  const exported = names.length === 0 ? [] : [`export { ${names.join(", ")} };`];
  return { declarations: [...imports.values(), ...exported, ...lines].join("\n"), scope };
}

/** Code that has errors where a name declared here is not of the type that it has in a slot. */
export function comparison(declarations: readonly Declaration[], slot: number): string {
  return declarations
    .filter(({ kind }) => kind !== "import")
    .map(({ name }) => `{ let a!: typeof ${name}; let b!: typeof ${hubName}.c${slot}.${name}; a = b; b = a; }`)
    .join("\n");
}

function declarationText({ name, kind }: Declaration, signature: string): { text: string; type: string } | undefined {
  if (signature.includes("...") && /\.\.\.(?![\p{ID_Start}$_[{])/u.test(signature)) {
    return undefined;
  }
  if (kind === "function" && signature.startsWith(`function ${name}`)) {
    const type = signature.slice(`function ${name}`.length);
    return /\(\+\d+ overloads?\)$/.test(type) ? undefined : { text: `export declare function ${name}${type};`, type };
  }
  const head = `${kind} ${name}: `;
  if ((kind !== "const" && kind !== "let" && kind !== "var") || !signature.startsWith(head)) {
    return undefined;
  }
  const type = signature.slice(head.length);
  // A constant with a literal's type widens where it is used; written as a type it would not.
  return kind === "const" && /^(?:-?\d[\w.]*|"(?:[^"\\]|\\.)*"|true|false)$/.test(type)
    ? { text: `export const ${name} = ${type};`, type: "" }
    : { text: `export declare ${kind} ${name}: ${type};`, type };
}

/** The names that a type refers to: not those of its members, parameters and type parameters. */
function freeNames(type: string): Set<string> {
  const plain = type.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  const bound = new Set(
    Array.from(
      plain.matchAll(/[<,]\s*(?:const\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)(?=[^<>()]*>\s*\()/gu),
      ([, name]) => name,
    ),
  );
  const result = new Set<string>();
  for (const { 0: name, index } of plain.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)) {
    const member = /\.\s*$/.test(plain.slice(0, index)) && !/\.\.\.$/.test(plain.slice(0, index));
    const named = /^\??\s*:/.test(plain.slice(index + name.length));
    const method = /^\??\s*[(<]/.test(plain.slice(index + name.length)) && /[{;]\s*$/.test(plain.slice(0, index));
    if (!member && !named && !method && !words.has(name) && !bound.has(name)) {
      result.add(name);
    }
  }
  return result;
}

function importText({ name, origin }: Declaration): string {
  if (origin === undefined) {
    return "";
  }
  const what =
    origin.imported === "*"
      ? `* as ${name}`
      : origin.imported === "default"
        ? name
        : `{ ${origin.imported === name ? name : `${JSON.stringify(origin.imported)} as ${name}`} }`;
  const attributes = Object.entries(origin.attributes).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const suffix = attributes.length === 0 ? "" : ` with { ${attributes.join(", ")} }`;
  return `import ${origin.typeOnly ? "type " : ""}${what} from ${JSON.stringify(origin.specifier)}${suffix};`;
}
