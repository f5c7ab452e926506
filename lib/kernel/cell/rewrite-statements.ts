import type { VariableSite } from "./analysis.ts";
import { importAttributes, importedNames } from "./outline-cell.ts";
import { property, type Rewriting, store, told } from "./rewrite-cell.ts";
import { exported, moduleName, patternNames } from "./scopes.ts";
import type { Node } from "./tree.ts";

type Of<Type extends Node["type"]> = Extract<Node, { type: Type }>;

/**
 * Rewrites a cell's declarations and marks its result. Returns what is to be put behind them, to be called when their
 * expressions are rewritten.
 */
export function rewriteStatements(rewriting: Rewriting, statements: readonly Node[]): () => void {
  const later: (() => void)[] = [];
  const last = statements.findLast(({ type }) => type !== "EmptyStatement");
  const first = statements.find(({ type }) => type !== "ImportDeclaration");
  for (const statement of statements) {
    later.push(...dropExport(rewriting, statement, statement === last));
    const declaration = exported(statement);
    if ("declare" in declaration && declaration.declare) remove(rewriting, statement);
    else later.push(...rewriteDeclaration(rewriting, declaration, first));
    if (statement === last && statement.type === "ExpressionStatement") {
      later.push(...markResult(rewriting, statement.expression));
    }
  }
  const fromStart = varsFromStart(rewriting);
  for (const site of rewriting.analysis.variables) {
    if (!site.node.declare) later.push(...rewriteVariables(rewriting, site, fromStart));
  }
  return () => {
    for (const put of later) put();
  };
}

function rewriteDeclaration(rewriting: Rewriting, node: Node, first: Node | undefined): (() => void)[] {
  const { code, text, prologue, assigns } = rewriting;
  switch (node.type) {
    case "FunctionDeclaration":
      if (!node.id || !node.body) break;
      if (!assigns.has(node.id.name)) prologue.push(store(rewriting, node.id.name));
      assigns.add(node.id.name);
      break;
    case "ClassDeclaration":
    case "TSEnumDeclaration": {
      const name = node.id?.name;
      if (name === undefined) break;
      // A constant enum would vanish where the whole program cannot be seen.
      const constant = node.type === "TSEnumDeclaration" && node.const ? /^const\b/.exec(code.slice(node.start)) : null;
      if (constant) text.update(node.start, node.start + constant[0].length, "");
      assigns.add(name);
      return [() => text.appendLeft(node.end, ` ${store(rewriting, name)}`)];
    }
    case "TSModuleDeclaration": {
      const name = moduleName(node);
      if (name === undefined || !hasValues(node)) break;
      assigns.add(name);
      return [() => text.appendLeft(node.end, ` ${store(rewriting, name)}`)];
    }
    case "TSImportEqualsDeclaration":
      rewriteImportEquals(rewriting, node);
      break;
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      rewriteImport(rewriting, node, first);
      break;
    case "TSNamespaceExportDeclaration":
      remove(rewriting, node);
      break;
  }
  return [];
}

/** Takes `export` and `export default` off. A default expression is a statement, and the result where it is the last. */
function dropExport({ text, ...rewriting }: Rewriting, statement: Node, isLast: boolean): (() => void)[] {
  const start = statement.start;
  if (statement.type === "ExportNamedDeclaration") {
    if (statement.declaration) text.update(start, statement.declaration.start, "");
  } else if (statement.type === "ExportDefaultDeclaration") {
    const { declaration } = statement;
    text.update(start, declaration.start, "");
    if (declaration.type === "TSInterfaceDeclaration") return [];
    const named = "id" in declaration && declaration.id;
    if (/^(?:Function|Class)Declaration$/.test(declaration.type) ? !named : isLast) {
      return markResult({ text, ...rewriting }, declaration, isLast);
    }
  } else if (statement.type === "TSExportAssignment") text.update(start, statement.expression.start, "");
  return [];
}

function markResult({ text, names }: Rewriting, expression: Node, isLast = true): (() => void)[] {
  return [
    () => {
      // Behind a comma, so that a function without a name does not get that of the variable.
      const start = isNameless(expression) ? "(0, " : "(";
      text.prependRight(expression.start, isLast ? `${names.result} = ${start}` : "(");
      text.appendLeft(expression.end, ")");
    },
  ];
}

/** Whether an expression is a function or class that takes its name from the variable that it is assigned to. */
function isNameless(expression: Node): boolean {
  if (expression.type === "ParenthesizedExpression") return isNameless(expression.expression);
  if (expression.type === "ArrowFunctionExpression") return true;
  return /^(?:Function|Class)(?:Expression|Declaration)$/.test(expression.type) && "id" in expression && !expression.id;
}

function remove({ text }: Rewriting, { start, end }: Node): void {
  text.update(start, end, "");
}

/** Whether a namespace holds anything at run time. */
function hasValues(node: Node): boolean {
  if (node.type !== "TSModuleDeclaration") {
    if ("declare" in node && node.declare) return false;
    return !/^(?:TSInterfaceDeclaration|TSTypeAliasDeclaration|EmptyStatement|TSDeclareFunction)$/.test(node.type);
  }
  return !node.declare && (node.body?.body ?? []).some((statement) => hasValues(exported(statement)));
}

function rewriteImportEquals(rewriting: Rewriting, node: Of<"TSImportEqualsDeclaration">): void {
  const { text, names, assigns } = rewriting;
  const { id, moduleReference, importKind } = node;
  if (importKind === "type") {
    remove(rewriting, node);
    return;
  }
  assigns.add(id.name);
  text.update(node.start, moduleReference.start, `${property(rewriting, id.name)} = `);
  if (moduleReference.type === "TSExternalModuleReference") {
    const specifier = JSON.stringify(moduleReference.expression.value);
    text.update(moduleReference.start, moduleReference.end, `${names.scope}.require(${specifier})`);
  }
  text.appendLeft(moduleReference.end, `, ${told(rewriting, id.name)}`);
}

type ImportNode = Of<"ImportDeclaration" | "ExportAllDeclaration" | "ExportNamedDeclaration">;

/** Makes an import, or the import in a re-export, a call of the runtime in front of all other statements. */
function rewriteImport(rewriting: Rewriting, node: ImportNode, first: Node | undefined): void {
  const { text, analysis, names, assigns } = rewriting;
  const isType = node.type === "ImportDeclaration" ? node.importKind === "type" : node.exportKind === "type";
  if (isType || !node.source) {
    remove(rewriting, node);
    return;
  }
  const all = node.type === "ImportDeclaration" ? importedNames(node) : [];
  const imports = all.filter(({ origin }) => !origin.typeOnly);
  if (all.length > 0 && imports.length === 0) {
    remove(rewriting, node);
    return;
  }
  const used = new Set(analysis.references.filter(({ value }) => value).map(({ name }) => name));
  const request = {
    specifier: node.source.value,
    attributes: importAttributes(node),
    names: imports.map(({ local, origin }) => ({ imported: origin.imported, local, used: used.has(local) })),
  };
  const locals = imports.map(({ local }) => local);
  for (const local of locals) assigns.add(local);
  const call = `await ${names.scope}.load(${names.store}, ${JSON.stringify(request)});`;
  text.update(node.start, node.end, locals.length > 0 ? `${call} ${told(rewriting, ...locals)};` : call);
  if (first && first.start < node.start) text.move(node.start, node.end, first.start);
}

/**
 * The `var`s that exist before their statement is reached, undefined: those of inner blocks and those without a value.
 * A plain `var x = 1;` of the cell itself is left out, so that an earlier `x` stays when its value cannot be computed.
 */
function varsFromStart(rewriting: Rewriting): ReadonlySet<string> {
  const { analysis, assigns, prologue } = rewriting;
  const names = new Set<string>();
  for (const { node, place } of analysis.variables) {
    if (node.kind !== "var" || node.declare) continue;
    for (const { id, init } of node.declarations) {
      if (place === "cell" && init) continue;
      for (const name of patternNames(id)) if (!assigns.has(name)) names.add(name);
    }
  }
  for (const name of names) {
    assigns.add(name);
    prologue.push(`${property(rewriting, name)} = void 0; ${told(rewriting, name)};`);
  }
  return names;
}

function rewriteVariables(rewriting: Rewriting, site: VariableSite, fromStart: ReadonlySet<string>): (() => void)[] {
  const { text, assigns, analysis } = rewriting;
  const { node, place } = site;
  const all = node.declarations.flatMap(({ id }) => [...patternNames(id)]);
  for (const name of all) assigns.add(name);
  if (node.kind === "using" || node.kind === "await using") {
    return [() => text.appendLeft(node.end, `; ${all.map((name) => store(rewriting, name)).join(" ")}`)];
  }
  const later: (() => void)[] = [];
  text.update(node.start, node.declarations[0]?.id.start ?? node.end, "");
  for (const { id, init, end } of node.declarations) {
    const names = [...patternNames(id)].filter((name) => !fromStart.has(name));
    if (id.type === "Identifier") {
      const nameEnd = analysis.references.find(({ start }) => start === id.start)?.end ?? id.end;
      if (nameEnd < id.end) text.update(nameEnd, id.end, "");
      if (!init && place !== "for-each") later.push(withoutValue(rewriting, node.kind, id));
    } else {
      if ("typeAnnotation" in id && id.typeAnnotation) remove(rewriting, id.typeAnnotation);
      if (id.type === "ObjectPattern" && init) {
        later.push(() => {
          text.prependRight(id.start, "(");
          text.appendLeft(init.end, ")");
        });
      }
    }
    if (names.length > 0 && place === "cell") later.push(() => text.appendLeft(end, `, ${told(rewriting, ...names)}`));
  }
  return later;
}

/** `let x;` assigns undefined each time; a `var x;` has been undefined from the start and keeps what it has. */
function withoutValue({ text }: Rewriting, kind: string, id: Node): () => void {
  return () => {
    if (kind !== "var") text.appendLeft(id.end, " = void 0");
  };
}
