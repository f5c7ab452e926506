import type { Analysis, VariableSite } from "./analysis.ts";
import { mostLevels, nestingFault } from "./nesting.ts";
import { bothSpaces, declare, declareLexical, declareVars, moduleName, patternNames, valueSpace } from "./scopes.ts";
import { bare, type Class, children, isWrapper, type Node } from "./tree.ts";
import { TypeWalk } from "./type-walk.ts";

type Of<Type extends Node["type"]> = Extract<Node, { type: Type }>;
type FunctionNode = Extract<Node, { params: unknown; body: unknown }>;
type LoopStatement = Of<"ForStatement" | "ForInStatement" | "ForOfStatement" | "WhileStatement" | "DoWhileStatement">;

/** Walks over a cell's tree once and finds what the outline and the compiler need to know about names. */
export function analyse(program: Of<"Program">, code: string): Analysis {
  const walk = new CellWalk(code);
  walk.cell(program.body);
  return walk;
}

class CellWalk extends TypeWalk {
  #level = 0;

  cell(statements: readonly Node[]): void {
    declareLexical(this.scope, statements);
    declareVars(this.scope, statements);
    for (const name of this.scope.names.keys()) this.identifiers.add(name);
    for (const statement of statements) this.#statement(statement, "cell");
  }

  #statement(node: Node, place: "cell" | "block"): void {
    if (node.type === "VariableDeclaration") this.#variables(node, place);
    else if (node.type === "ExportNamedDeclaration" && node.declaration) this.#statement(node.declaration, place);
    else this.visit(node);
  }

  /** Visits a node; long chains (`a + b + c`, `a.b().c()`, `else if`) go round here instead of deeper. */
  protected override visit(start: Node | null | undefined): undefined {
    let node: Node | null | undefined = start;
    if (!node) return;
    if (++this.#level > mostLevels) this.fault ??= nestingFault(node.start);
    while (node && !this.fault) node = this.#step(node);
    this.#level--;
  }

  /** Visits a node but for the child that it returns. */
  #step(node: Node): Node | null | undefined {
    if (endsOpen.has(node.type)) this.endings.push(node.end);
    switch (node.type) {
      case "Identifier":
        this.reference(node, valueSpace);
        return this.visit(node.typeAnnotation);
      case "BinaryExpression":
      case "LogicalExpression":
        if (node.operator === "in" || node.operator === "instanceof") this.foreign();
        this.visit(node.right);
        return node.left;
      case "ConditionalExpression":
      case "IfStatement":
        this.visit(node.test);
        this.#child(node.consequent);
        if (node.alternate?.type !== "VariableDeclaration") return node.alternate;
        return this.#child(node.alternate);
      case "MemberExpression":
        if (!isMath(node.object)) this.foreign();
        if (node.computed) this.visit(node.property);
        return node.object;
      case "CallExpression": {
        const callee = bare(node.callee);
        this.mark(callee, { called: true });
        if (callee.type !== "MemberExpression" || !isMath(callee.object) || callee.computed) this.foreign();
        this.visit(node.typeArguments);
        for (const argument of node.arguments) this.visit(argument);
        return node.callee;
      }
      case "TaggedTemplateExpression":
        this.foreign();
        this.mark(bare(node.tag), { called: true });
        this.visit(node.typeArguments);
        this.visit(node.quasi);
        return node.tag;
      case "NewExpression":
        this.foreign();
        break;
      case "ImportExpression":
        this.foreign();
        if (this.ambient === 0) this.imports.push(node);
        break;
      case "AwaitExpression":
        this.waits();
        if (this.ambient === 0) this.awaits.push(node);
        break;
      case "SpreadElement":
      case "TemplateLiteral":
      case "UnaryExpression":
        if (node.type !== "UnaryExpression" || node.operator === "delete") this.foreign();
        break;
      case "AssignmentExpression":
        return this.#assignment(node);
      case "AssignmentPattern":
        this.naming(node.left, node.right);
        this.visit(node.right);
        return node.left;
      case "ObjectPattern":
      case "ArrayPattern":
        this.foreign();
        for (const child of children(node)) this.#target(child);
        return;
      case "RestElement":
        this.#target(node.argument);
        return this.visit(node.typeAnnotation);
      case "UpdateExpression": {
        const used = this.marks.get(node)?.unused !== true;
        this.mark(bare(node.argument), { access: "update", update: { node, used } });
        return node.argument;
      }
      case "ExpressionStatement":
        this.#unused(node.expression);
        return node.expression;
      case "Property":
        if (node.computed) this.visit(node.key);
        if (node.shorthand) {
          const value = node.value.type === "AssignmentPattern" ? node.value.left : node.value;
          this.mark(value, { shorthand: true });
        }
        return node.value;
      case "MetaProperty":
        if (node.meta.name === "import") this.metas.push(node);
        return;
      case "Decorator":
        this.decorators.push(node.expression);
        if (node.expression.type === "Identifier") this.mark(node.expression, { called: true });
        return node.expression;
      case "LabeledStatement":
        this.mark(node.body, { labelled: this.marks.get(node)?.labelled ?? node.start });
        return this.#child(node.body);
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "VariableDeclaration":
        return this.#variables(node, "block");
      case "BlockStatement":
        return this.inside(() => this.#block(node.body));
      case "StaticBlock":
        return this.inside(() => this.#body(node.body));
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        return this.#loopStatement(node);
      case "SwitchStatement":
        this.visit(node.discriminant);
        return this.inside(() => {
          declareLexical(
            this.current,
            node.cases.flatMap(({ consequent }) => consequent),
          );
          for (const { test, consequent } of node.cases) {
            this.visit(test);
            for (const statement of consequent) this.#statement(statement, "block");
          }
        });
      case "CatchClause":
        return this.inside(() => {
          this.parameters(node.param ? [node.param] : []);
          this.visit(node.body);
        });
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
      case "TSDeclareFunction":
      case "TSEmptyBodyFunctionExpression":
        return this.#function(node);
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#class(node);
      case "MethodDefinition":
      case "TSAbstractMethodDefinition":
      case "PropertyDefinition":
      case "TSAbstractPropertyDefinition":
      case "AccessorProperty":
      case "TSAbstractAccessorProperty":
        for (const decorator of node.decorators) this.visit(decorator);
        if (node.computed) this.visit(node.key);
        if ("typeAnnotation" in node) this.visit(node.typeAnnotation);
        return node.value;
      case "TSEnumDeclaration":
        return this.inside(() => {
          declare(this.current, node.id.name, bothSpaces);
          for (const { id } of node.body.members) {
            if (id.type === "Identifier") declare(this.current, id.name, valueSpace);
            if (id.type === "Literal") declare(this.current, String(id.value), valueSpace);
          }
          for (const { initializer } of node.body.members) this.visit(initializer);
        }, node.declare);
      case "TSModuleDeclaration": {
        const name = moduleName(node);
        return this.inside(() => {
          if (name) declare(this.current, name, bothSpaces);
          this.functions++;
          this.#body(node.body?.body ?? []);
          this.functions--;
        }, node.declare);
      }
      case "ImportDeclaration":
      case "ExportAllDeclaration":
        return;
      case "ExportNamedDeclaration":
        return node.declaration;
      case "ExportDefaultDeclaration":
        if (node.declaration.type !== "TSInterfaceDeclaration") this.endings.push(node.end);
        return node.declaration;
      case "TSExportAssignment":
        this.endings.push(node.end);
        return node.expression;
      case "TSNamespaceExportDeclaration":
        return;
      case "TSImportEqualsDeclaration":
        this.endings.push(node.end);
        if (node.moduleReference.type !== "TSExternalModuleReference") this.typeName(node.moduleReference, valueSpace);
        return;
      default:
        if (isWrapper(node)) {
          this.ambient++;
          if ("typeAnnotation" in node) this.visit(node.typeAnnotation);
          if ("typeArguments" in node) this.visit(node.typeArguments);
          this.ambient--;
          return node.expression;
        }
        return this.type(node);
    }
    for (const child of children(node)) this.visit(child);
  }

  /** Visits a statement that stands where only one may, so that it may be a `var` but opens no scope. */
  #child(node: Node): undefined {
    this.#statement(node, "block");
  }

  #block(statements: readonly Node[]): void {
    declareLexical(this.current, statements);
    for (const statement of statements) this.#statement(statement, "block");
  }

  /** The body of a function or of what is like one: its `var`s stay within. */
  #body(statements: readonly Node[]): void {
    declareVars(this.current, statements);
    this.#block(statements);
  }

  #function(node: FunctionNode): undefined {
    this.functions++;
    this.inside(
      () => {
        if (node.type !== "ArrowFunctionExpression") declare(this.current, "arguments", valueSpace);
        if (node.id && node.type === "FunctionExpression") declare(this.current, node.id.name, valueSpace);
        this.typeParameters(node.typeParameters);
        this.parameters(node.params);
        this.visit(node.returnType);
        const { body } = node;
        if (body?.type === "BlockStatement") this.inside(() => this.#body(body.body));
        else this.visit(body);
      },
      node.type !== "ArrowFunctionExpression" && node.declare,
    );
    this.functions--;
  }

  #class(node: Class): undefined {
    this.foreign();
    for (const decorator of node.decorators) this.visit(decorator);
    this.inside(() => {
      if (node.id) declare(this.current, node.id.name, bothSpaces);
      this.typeParameters(node.typeParameters);
      this.visit(node.superClass);
      this.visit(node.superTypeArguments);
      for (const heritage of node.implements ?? []) this.visit(heritage);
      this.functions++;
      for (const member of node.body.body) this.visit(member);
      this.functions--;
    }, node.declare);
  }

  #variables(node: Of<"VariableDeclaration">, place: VariableSite["place"]): undefined {
    const outermost = node.kind === "var" ? this.functions === 0 : this.current === this.scope && place === "cell";
    if (outermost && !this.ambient) this.variables.push({ node, place });
    if (place === "cell" || place === "block") this.endings.push(node.end);
    const isUsing = node.kind === "using" || node.kind === "await using";
    if (isUsing) this.waits();
    if (node.declare) this.ambient++;
    for (const { id, init } of node.declarations) {
      if (init) this.naming(id, init);
      this.visit(init);
      if (isUsing) continue;
      if (id.type === "Identifier" && place !== "for-each") {
        this.mark(id, { access: init ? "assign" : "pattern" });
        this.visit(id);
      } else this.#target(id);
    }
    if (node.declare) this.ambient--;
  }

  #loopStatement(node: LoopStatement): undefined {
    const outermost = this.functions === 0 && !this.loop;
    if (outermost) {
      const start = this.marks.get(node)?.labelled ?? node.start;
      this.loop = { start, end: node.end, foreign: false, waits: false };
    }
    this.inside(() => {
      if (node.type === "ForStatement") {
        if (node.init?.type === "VariableDeclaration") this.#head(node.init, "for");
        else if (node.init) this.#unused(node.init);
        if (node.init?.type !== "VariableDeclaration") this.visit(node.init);
        this.visit(node.test);
        if (node.update) this.#unused(node.update);
        this.visit(node.update);
      } else if (node.type === "ForInStatement" || node.type === "ForOfStatement") {
        if (node.type === "ForOfStatement" && node.await) {
          this.waits();
          this.awaits.push(node);
        }
        this.foreign();
        if (node.left.type === "VariableDeclaration") this.#head(node.left, "for-each");
        else this.#target(node.left);
        this.visit(node.right);
      } else this.visit(node.test);
      this.#child(node.body);
    });
    if (outermost) this.loop = undefined;
  }

  #head(node: Of<"VariableDeclaration">, place: "for" | "for-each"): void {
    if (node.kind !== "var") {
      for (const { id } of node.declarations) {
        for (const name of patternNames(id)) declare(this.current, name, valueSpace);
      }
    }
    this.#variables(node, place);
  }

  #assignment(node: Of<"AssignmentExpression">): Node {
    const { operator } = node;
    if (operator === "=" || operator === "&&=" || operator === "||=" || operator === "??=") {
      this.naming(node.left, node.right);
    }
    this.visit(node.right);
    const left = bare(node.left);
    this.mark(left, { access: left === node.left ? "assign" : "pattern" });
    return node.left;
  }

  #target(node: Node): void {
    this.mark(bare(node.type === "AssignmentPattern" ? node.left : node), { access: "pattern" });
    if (node.type === "Property") {
      const value = node.value.type === "AssignmentPattern" ? node.value.left : node.value;
      this.mark(bare(value), { access: "pattern" });
    }
    this.visit(node);
  }

  #unused(node: Node): void {
    const inner = bare(node);
    if (inner.type === "UpdateExpression") this.mark(inner, { unused: true });
    if (inner.type === "SequenceExpression") for (const part of inner.expressions) this.#unused(part);
  }
}

/** The statements that an omitted semicolon may end; variables are told apart by where they stand. */
const endsOpen: ReadonlySet<string> = new Set([
  "ExpressionStatement",
  "ReturnStatement",
  "ThrowStatement",
  "BreakStatement",
  "ContinueStatement",
  "DebuggerStatement",
  "DoWhileStatement",
  "TSTypeAliasDeclaration",
]);

const isMath = (node: Node) => node.type === "Identifier" && node.name === "Math";
