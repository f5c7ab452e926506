import { children, type Node } from "./tree.ts";

/** The spaces in which TypeScript keeps names: an interface and a variable of one name live side by side. */
export const valueSpace = 1;
export const typeSpace = 2;
export const bothSpaces = 3;

/** A part of a cell in which names are declared. The outermost is the cell itself. */
export interface Scope {
  readonly parent: Scope | undefined;
  /** The spaces of each declared name. */
  readonly names: Map<string, number>;
}

export function declare(scope: Scope, name: string, spaces: number): void {
  scope.names.set(name, (scope.names.get(name) ?? 0) | spaces);
}

/** Finds the innermost scope that declares a name in one of the spaces. */
export function scopeOf(from: Scope, name: string, spaces: number): Scope | undefined {
  let scope: Scope | undefined = from;
  while (scope && !((scope.names.get(name) ?? 0) & spaces)) scope = scope.parent;
  return scope;
}

/** Declares what the statements of a block declare for the whole block: all but `var`. */
export function declareLexical(scope: Scope, statements: readonly Node[]): void {
  for (const statement of statements) {
    const node = exported(statement);
    switch (node.type) {
      case "VariableDeclaration":
        if (node.kind !== "var") declareVariables(scope, node);
        break;
      case "FunctionDeclaration":
      case "TSDeclareFunction":
        if (node.id) declare(scope, node.id.name, valueSpace);
        break;
      case "ClassDeclaration":
        if (node.id) declare(scope, node.id.name, bothSpaces);
        break;
      case "TSEnumDeclaration":
      case "TSImportEqualsDeclaration":
        declare(scope, node.id.name, bothSpaces);
        break;
      case "TSModuleDeclaration": {
        const name = moduleName(node);
        if (name) declare(scope, name, bothSpaces);
        break;
      }
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        declare(scope, node.id.name, typeSpace);
        break;
      case "ImportDeclaration":
        for (const { local } of node.specifiers) declare(scope, local.name, bothSpaces);
        break;
    }
  }
}

/** Declares the `var`s of a function's body, those of inner blocks included. */
export function declareVars(scope: Scope, nodes: Iterable<Node>): void {
  const waiting = [...nodes];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === "VariableDeclaration") {
      if (node.kind === "var") declareVariables(scope, node);
    } else if (hasStatements.has(node.type)) {
      for (const child of children(node)) waiting.push(child);
    }
  }
}

const hasStatements: ReadonlySet<string> = new Set([
  "BlockStatement",
  "IfStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "WhileStatement",
  "DoWhileStatement",
  "LabeledStatement",
  "TryStatement",
  "CatchClause",
  "SwitchStatement",
  "SwitchCase",
  "ExportNamedDeclaration",
]);

function declareVariables(scope: Scope, declaration: Extract<Node, { type: "VariableDeclaration" }>): void {
  for (const { id } of declaration.declarations) {
    for (const name of patternNames(id)) declare(scope, name, valueSpace);
  }
}

/** Yields the names that a pattern binds: `a`, `b`, `c` for `{ a, x: [b = 1], ...c }`. */
export function* patternNames(pattern: Node): Generator<string> {
  switch (pattern.type) {
    case "Identifier":
      yield pattern.name;
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        yield* patternNames(property.type === "RestElement" ? property.argument : property.value);
      }
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) yield* patternNames(element);
      break;
    case "AssignmentPattern":
      yield* patternNames(pattern.left);
      break;
    case "RestElement":
      yield* patternNames(pattern.argument);
      break;
    case "TSParameterProperty":
      yield* patternNames(pattern.parameter);
      break;
  }
}

/** The declaration behind `export` and `export default`, else the statement itself. */
export function exported(statement: Node): Node {
  if (statement.type === "ExportNamedDeclaration") return statement.declaration ?? statement;
  if (statement.type === "ExportDefaultDeclaration") return statement.declaration;
  return statement;
}

/** The name that a namespace declares: `A` for `namespace A.B {}`, none for `declare module "x"` and `declare global`. */
export function moduleName(node: Extract<Node, { type: "TSModuleDeclaration" }>): string | undefined {
  if (node.kind === "global" || node.id.type === "Literal") return undefined;
  let id: Node = node.id;
  while (id.type === "TSQualifiedName") id = id.left;
  return id.type === "Identifier" ? id.name : undefined;
}
