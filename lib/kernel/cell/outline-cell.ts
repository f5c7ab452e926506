import { analyse } from "./analyse.ts";
import type { Analysis } from "./analysis.ts";
import type { CellOutline, Declaration, DeclarationKind, ImportOrigin, SyntaxFault } from "./cell.ts";
import { exported, moduleName, patternNames } from "./scopes.ts";
import { type Node, parseTree, type Tree } from "./tree.ts";

type Import = Extract<Node, { type: "ImportDeclaration" }>;

/** A cell's tree and what the walk over it found. */
export interface ReadCell {
  readonly tree: Tree;
  readonly analysis: Analysis;
}

/** What an outline was made from, so that compiling the same cell needs no second parse. */
const read = new WeakMap<CellOutline, ReadCell & { readonly code: string }>();

/**
 * Tells from a cell's text what it declares, what it uses, and whether it opts out of type checks, or what keeps it
 * from being parsed. Types are not looked at: a name that is a global and a name that nobody declares look alike.
 *
 * ```ts
 * const { outline } = outlineCell("const half = whole / 2;");
 * outline.declarations; // [{ name: "half", kind: "const" }]
 * outline.references; // Set { "whole" }
 * ```
 */
export function outlineCell(code: string): { readonly outline: CellOutline } | { readonly fault: SyntaxFault } {
  const tree = parseTree(code);
  if (tree.fault) return { fault: tree.fault };
  const analysis = analyse(tree.program, code);
  if (analysis.fault) return { fault: analysis.fault };
  const outline = {
    declarations: declarations(tree, analysis),
    references: new Set(analysis.references.filter(({ declared }) => !declared).map(({ name }) => name)),
    unchecked: isUnchecked(tree),
  };
  read.set(outline, { tree, analysis, code });
  return { outline };
}

/** Gives back the tree and the analysis behind an outline, from memory where the outline is of this very code. */
export function readCell(code: string, outline: CellOutline): ReadCell {
  const known = read.get(outline);
  if (known?.code === code) return known;
  const tree = parseTree(code);
  return { tree, analysis: analyse(tree.program, code) };
}

interface Found extends Declaration {
  readonly start: number;
}

function declarations({ program }: Tree, { variables }: Analysis): Declaration[] {
  const found: Found[] = program.body.flatMap((statement) => [...declared(exported(statement))]);
  for (const { node } of variables) {
    const kind = node.kind === "let" || node.kind === "var" ? node.kind : "const";
    for (const { id } of node.declarations) {
      for (const name of patternNames(id)) found.push({ name, kind, start: id.start });
    }
  }
  found.sort((a, b) => a.start - b.start);
  const byName = new Map<string, Declaration>();
  for (const { start: _, ...declaration } of found) {
    const earlier = byName.get(declaration.name);
    if (!earlier || (isType(earlier.kind) && !isType(declaration.kind))) byName.set(declaration.name, declaration);
  }
  return [...byName.values()];
}

const isType = (kind: DeclarationKind) => kind === "interface" || kind === "type";

/** What a statement of the cell declares, but for variables, which the analysis finds in inner blocks too. */
function* declared(node: Node): Generator<Found> {
  const { start } = node;
  switch (node.type) {
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      if (node.id) yield { name: node.id.name, kind: "function", start };
      break;
    case "ClassDeclaration":
      if (node.id) yield { name: node.id.name, kind: "class", start };
      break;
    case "TSEnumDeclaration":
      yield { name: node.id.name, kind: "enum", start };
      break;
    case "TSModuleDeclaration": {
      const name = moduleName(node);
      if (name) yield { name, kind: "namespace", start };
      break;
    }
    case "TSInterfaceDeclaration":
      yield { name: node.id.name, kind: "interface", start };
      break;
    case "TSTypeAliasDeclaration":
      yield { name: node.id.name, kind: "type", start };
      break;
    case "TSImportEqualsDeclaration": {
      const { id, moduleReference, importKind } = node;
      if (moduleReference.type !== "TSExternalModuleReference") {
        yield { name: id.name, kind: importKind === "type" ? "type" : "const", start };
        break;
      }
      const specifier = moduleReference.expression.value;
      const origin = { specifier, imported: "*", typeOnly: importKind === "type", attributes: {} };
      yield { name: id.name, kind: "import", origin, start };
      break;
    }
    case "ImportDeclaration":
      for (const { local, origin } of importedNames(node)) yield { name: local, kind: "import", origin, start };
      break;
  }
}

/** The names that an import declaration gives, each with where it comes from. */
export function importedNames(node: Import): { readonly local: string; readonly origin: ImportOrigin }[] {
  const attributes = importAttributes(node);
  return node.specifiers.map((name) => {
    const typeOnly = node.importKind === "type" || (name.type === "ImportSpecifier" && name.importKind === "type");
    let imported = name.type === "ImportDefaultSpecifier" ? "default" : "*";
    if (name.type === "ImportSpecifier") {
      imported = name.imported.type === "Identifier" ? name.imported.name : name.imported.value;
    }
    return { local: name.local.name, origin: { specifier: node.source.value, imported, typeOnly, attributes } };
  });
}

/** The `{ type: "json" }` of an import or a re-export. */
export function importAttributes({ attributes }: Pick<Import, "attributes">): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key.type === "Identifier" ? key.name : key.value, value.value]),
  );
}

function isUnchecked({ comments, program }: Tree): boolean {
  const first = program.body[0]?.start ?? Number.POSITIVE_INFINITY;
  return comments.some(({ value, end }) => end <= first && /^[\s/*]*@ts-nocheck\b/.test(value));
}
