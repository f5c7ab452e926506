import type { Analysis, Loop, Naming, Reference, VariableSite } from "./analysis.ts";
import { mostLevels, nestingFault } from "./nesting.ts";
import {
  bothSpaces,
  declare,
  declareLexical,
  declareVars,
  moduleName,
  patternNames,
  type Scope,
  scopeOf,
  typeSpace,
  valueSpace,
} from "./scopes.ts";
import { bare, type Class, children, isWrapper, type Node } from "./tree.ts";

type Of<Type extends Node["type"]> = Extract<Node, { type: Type }>;
type FunctionNode = Extract<Node, { params: unknown; body: unknown }>;
type LoopStatement = Of<"ForStatement" | "ForInStatement" | "ForOfStatement" | "WhileStatement" | "DoWhileStatement">;

/** What a parent tells about a node before the walk reaches it. */
interface Mark {
  access?: Reference["access"];
  shorthand?: boolean;
  called?: boolean;
  update?: Reference["update"];
  unused?: boolean;
  /** Where a loop starts with its labels. */
  labelled?: number;
}

/** Walks over a cell's tree once and finds what the outline and the compiler need to know about names. */
export function analyse(program: Of<"Program">, code: string): Analysis {
  const walk = new Walk(code);
  walk.cell(program.body);
  return walk;
}

class Walk implements Analysis {
  readonly scope: Scope = { parent: undefined, names: new Map() };
  readonly references: Reference[] = [];
  readonly variables: VariableSite[] = [];
  readonly namings: Naming[] = [];
  readonly decorators: Node[] = [];
  readonly metas: Node[] = [];
  readonly endings: number[] = [];
  readonly identifiers = new Set<string>();
  fault: Analysis["fault"];

  readonly #code: string;
  readonly #marks = new Map<Node, Mark>();
  #scope = this.scope;
  #level = 0;
  #functions = 0;
  #ambient = 0;
  #loop: Loop | undefined;

  constructor(code: string) {
    this.#code = code;
  }

  cell(statements: readonly Node[]): void {
    declareLexical(this.scope, statements);
    declareVars(this.scope, statements);
    for (const name of this.scope.names.keys()) this.identifiers.add(name);
    for (const statement of statements) this.#statement(statement, "cell");
  }

  #statement(node: Node, place: "cell" | "block"): void {
    if (node.type === "VariableDeclaration") this.#variables(node, place);
    else if (node.type === "ExportNamedDeclaration" && node.declaration) this.#statement(node.declaration, place);
    else this.#visit(node);
  }

  /** Visits a node; long chains (`a + b + c`, `a.b().c()`, `else if`) go round here instead of deeper. */
  #visit(start: Node | null | undefined): undefined {
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
        this.#reference(node, valueSpace);
        return this.#visit(node.typeAnnotation);
      case "BinaryExpression":
      case "LogicalExpression":
        if (node.operator === "in" || node.operator === "instanceof") this.#foreign();
        this.#visit(node.right);
        return node.left;
      case "ConditionalExpression":
      case "IfStatement":
        this.#visit(node.test);
        this.#child(node.consequent);
        if (node.alternate?.type !== "VariableDeclaration") return node.alternate;
        return this.#child(node.alternate);
      case "MemberExpression":
        if (!isMath(node.object)) this.#foreign();
        if (node.computed) this.#visit(node.property);
        return node.object;
      case "CallExpression": {
        const callee = bare(node.callee);
        this.#mark(callee, { called: true });
        if (callee.type !== "MemberExpression" || !isMath(callee.object) || callee.computed) this.#noisy();
        this.#visit(node.typeArguments);
        for (const argument of node.arguments) this.#visit(argument);
        return node.callee;
      }
      case "TaggedTemplateExpression":
        this.#noisy();
        this.#mark(bare(node.tag), { called: true });
        this.#visit(node.typeArguments);
        this.#visit(node.quasi);
        return node.tag;
      case "NewExpression":
      case "AwaitExpression":
      case "YieldExpression":
      case "ImportExpression":
        this.#noisy();
        break;
      case "SpreadElement":
      case "TemplateLiteral":
      case "UnaryExpression":
        if (node.type !== "UnaryExpression" || node.operator === "delete") this.#foreign();
        break;
      case "AssignmentExpression":
        return this.#assignment(node);
      case "AssignmentPattern":
        this.#naming(node.left, node.right);
        this.#visit(node.right);
        return node.left;
      case "ObjectPattern":
      case "ArrayPattern":
        this.#foreign();
        for (const child of children(node)) this.#target(child);
        return;
      case "RestElement":
        this.#target(node.argument);
        return this.#visit(node.typeAnnotation);
      case "UpdateExpression": {
        const used = this.#marks.get(node)?.unused !== true;
        this.#mark(bare(node.argument), { access: "update", update: { node, used } });
        return node.argument;
      }
      case "ExpressionStatement":
        this.#unused(node.expression);
        return node.expression;
      case "Property":
        if (node.computed) this.#visit(node.key);
        if (node.shorthand) {
          const value = node.value.type === "AssignmentPattern" ? node.value.left : node.value;
          this.#mark(value, { shorthand: true });
        }
        return node.value;
      case "MetaProperty":
        if (node.meta.name === "import") this.metas.push(node);
        return;
      case "Decorator":
        this.decorators.push(node.expression);
        if (node.expression.type === "Identifier") this.#mark(node.expression, { called: true });
        return node.expression;
      case "LabeledStatement":
        this.#mark(node.body, { labelled: this.#marks.get(node)?.labelled ?? node.start });
        return this.#child(node.body);
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "VariableDeclaration":
        return this.#variables(node, "block");
      case "BlockStatement":
        return this.#inside(() => this.#block(node.body));
      case "StaticBlock":
        return this.#inside(() => this.#body(node.body));
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        return this.#loopStatement(node);
      case "SwitchStatement":
        this.#visit(node.discriminant);
        return this.#inside(() => {
          declareLexical(
            this.#scope,
            node.cases.flatMap(({ consequent }) => consequent),
          );
          for (const { test, consequent } of node.cases) {
            this.#visit(test);
            for (const statement of consequent) this.#statement(statement, "block");
          }
        });
      case "CatchClause":
        return this.#inside(() => {
          this.#parameters(node.param ? [node.param] : []);
          this.#visit(node.body);
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
        for (const decorator of node.decorators) this.#visit(decorator);
        if (node.computed) this.#visit(node.key);
        if ("typeAnnotation" in node) this.#visit(node.typeAnnotation);
        return node.value;
      case "TSEnumDeclaration":
        return this.#inside(() => {
          declare(this.#scope, node.id.name, bothSpaces);
          for (const { id } of node.body.members) {
            if (id.type === "Identifier") declare(this.#scope, id.name, valueSpace);
            if (id.type === "Literal") declare(this.#scope, String(id.value), valueSpace);
          }
          for (const { initializer } of node.body.members) this.#visit(initializer);
        }, node.declare);
      case "TSModuleDeclaration": {
        const name = moduleName(node);
        return this.#inside(() => {
          if (name) declare(this.#scope, name, bothSpaces);
          this.#functions++;
          this.#body(node.body?.body ?? []);
          this.#functions--;
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
        if (node.moduleReference.type !== "TSExternalModuleReference") this.#typeName(node.moduleReference, true);
        return;
      default:
        if (isWrapper(node)) {
          this.#ambient++;
          if ("typeAnnotation" in node) this.#visit(node.typeAnnotation);
          if ("typeArguments" in node) this.#visit(node.typeArguments);
          this.#ambient--;
          return node.expression;
        }
        return this.#type(node);
    }
    for (const child of children(node)) this.#visit(child);
  }

  /** The parts of types, and whatever else has nothing to it but its children. */
  #type(node: Node): Node | null | undefined {
    switch (node.type) {
      case "TSTypeAnnotation":
      case "TSTypeParameterInstantiation":
      case "TSTypeParameterDeclaration":
        this.#ambient++;
        for (const child of children(node)) this.#visit(child);
        this.#ambient--;
        return;
      case "TSTypeReference":
        this.#typeName(node.typeName, false);
        return node.typeArguments;
      case "TSTypeQuery":
        if (node.exprName.type === "TSImportType") this.#visit(node.exprName);
        else this.#typeName(node.exprName, false);
        return node.typeArguments;
      case "TSInterfaceHeritage":
      case "TSClassImplements": {
        let name: Node = node.expression;
        while (name.type === "MemberExpression") name = name.object;
        if (name.type === "Identifier") this.#reference(name, bothSpaces);
        return node.typeArguments;
      }
      case "TSImportType":
        return node.typeArguments;
      case "TSTypePredicate":
        return node.typeAnnotation;
      case "TSNamedTupleMember":
        return node.elementType;
      case "TSInferType":
        declare(this.#scope, node.typeParameter.name.name, typeSpace);
        return node.typeParameter.constraint;
      case "TSTypeParameter":
        this.#visit(node.constraint);
        return node.default;
      case "TSMappedType":
        return this.#inside(() => {
          declare(this.#scope, node.key.name, typeSpace);
          this.#visit(node.constraint);
          this.#visit(node.nameType);
          this.#visit(node.typeAnnotation);
        });
      case "TSConditionalType":
        return this.#inside(() => {
          for (const child of children(node)) this.#visit(child);
        });
      case "TSPropertySignature":
        if (node.computed) this.#visit(node.key);
        return node.typeAnnotation;
      case "TSIndexSignature":
        for (const { typeAnnotation } of node.parameters) this.#visit(typeAnnotation);
        return node.typeAnnotation;
      case "TSMethodSignature":
      case "TSCallSignatureDeclaration":
      case "TSConstructSignatureDeclaration":
      case "TSFunctionType":
      case "TSConstructorType":
        if (node.type === "TSMethodSignature" && node.computed) this.#visit(node.key);
        return this.#inside(() => {
          this.#typeParameters(node.typeParameters);
          this.#parameters(node.params);
          this.#visit(node.returnType);
        }, true);
      case "TSTypeAliasDeclaration":
      case "TSInterfaceDeclaration":
        return this.#inside(() => {
          this.#typeParameters(node.typeParameters);
          for (const child of children(node)) if (child !== node.id) this.#visit(child);
        }, true);
    }
    for (const child of children(node)) this.#visit(child);
  }

  /** Visits a statement that stands where only one may, so that it may be a `var` but opens no scope. */
  #child(node: Node): undefined {
    this.#statement(node, "block");
  }

  #block(statements: readonly Node[]): void {
    declareLexical(this.#scope, statements);
    for (const statement of statements) this.#statement(statement, "block");
  }

  /** The body of a function or of what is like one: its `var`s stay within. */
  #body(statements: readonly Node[]): void {
    declareVars(this.#scope, statements);
    this.#block(statements);
  }

  #inside(visit: () => void, ambient: boolean | undefined = false): undefined {
    const outer = this.#scope;
    this.#scope = { parent: outer, names: new Map() };
    if (ambient) this.#ambient++;
    visit();
    if (ambient) this.#ambient--;
    for (const name of this.#scope.names.keys()) this.identifiers.add(name);
    this.#scope = outer;
  }

  #function(node: FunctionNode): undefined {
    this.#functions++;
    this.#inside(
      () => {
        if (node.type !== "ArrowFunctionExpression") declare(this.#scope, "arguments", valueSpace);
        if (node.id && node.type === "FunctionExpression") declare(this.#scope, node.id.name, valueSpace);
        this.#typeParameters(node.typeParameters);
        this.#parameters(node.params);
        this.#visit(node.returnType);
        const { body } = node;
        if (body?.type === "BlockStatement") this.#inside(() => this.#body(body.body));
        else this.#visit(body);
      },
      node.type !== "ArrowFunctionExpression" && node.declare,
    );
    this.#functions--;
  }

  #class(node: Class): undefined {
    this.#noisy();
    for (const decorator of node.decorators) this.#visit(decorator);
    this.#inside(() => {
      if (node.id) declare(this.#scope, node.id.name, bothSpaces);
      this.#typeParameters(node.typeParameters);
      this.#visit(node.superClass);
      this.#visit(node.superTypeArguments);
      for (const heritage of node.implements ?? []) this.#visit(heritage);
      this.#functions++;
      for (const member of node.body.body) this.#visit(member);
      this.#functions--;
    }, node.declare);
  }

  #typeParameters(declaration: Of<"TSTypeParameterDeclaration"> | null | undefined): undefined {
    for (const { name } of declaration?.params ?? []) declare(this.#scope, name.name, typeSpace);
    this.#visit(declaration);
  }

  #parameters(patterns: readonly Node[]): void {
    for (const pattern of patterns) {
      for (const name of patternNames(pattern)) declare(this.#scope, name, valueSpace);
    }
    for (const pattern of patterns) this.#visit(pattern);
  }

  #variables(node: Of<"VariableDeclaration">, place: VariableSite["place"]): undefined {
    const outermost = node.kind === "var" ? this.#functions === 0 : this.#scope === this.scope && place === "cell";
    if (outermost && !this.#ambient) this.variables.push({ node, place });
    if (place === "cell" || place === "block") this.endings.push(node.end);
    const isUsing = node.kind === "using" || node.kind === "await using";
    if (isUsing) this.#noisy();
    if (node.declare) this.#ambient++;
    for (const { id, init } of node.declarations) {
      if (init) this.#naming(id, init);
      this.#visit(init);
      if (isUsing) continue;
      if (id.type === "Identifier" && place !== "for-each") {
        this.#mark(id, { access: init ? "assign" : "pattern" });
        this.#visit(id);
      } else this.#target(id);
    }
    if (node.declare) this.#ambient--;
  }

  #loopStatement(node: LoopStatement): undefined {
    const outermost = this.#functions === 0 && !this.#loop;
    if (outermost) {
      const start = this.#marks.get(node)?.labelled ?? node.start;
      this.#loop = { start, end: node.end, noisy: false, foreign: false };
    }
    this.#inside(() => {
      if (node.type === "ForStatement") {
        if (node.init?.type === "VariableDeclaration") this.#head(node.init, "for");
        else if (node.init) this.#unused(node.init);
        if (node.init?.type !== "VariableDeclaration") this.#visit(node.init);
        this.#visit(node.test);
        if (node.update) this.#unused(node.update);
        this.#visit(node.update);
      } else if (node.type === "ForInStatement" || node.type === "ForOfStatement") {
        if (node.type === "ForOfStatement" && node.await) this.#noisy();
        this.#foreign();
        if (node.left.type === "VariableDeclaration") this.#head(node.left, "for-each");
        else this.#target(node.left);
        this.#visit(node.right);
      } else this.#visit(node.test);
      this.#child(node.body);
    });
    if (outermost) this.#loop = undefined;
  }

  #head(node: Of<"VariableDeclaration">, place: "for" | "for-each"): void {
    if (node.kind !== "var") {
      for (const { id } of node.declarations) {
        for (const name of patternNames(id)) declare(this.#scope, name, valueSpace);
      }
    }
    this.#variables(node, place);
  }

  #assignment(node: Of<"AssignmentExpression">): Node {
    const { operator } = node;
    if (operator === "=" || operator === "&&=" || operator === "||=" || operator === "??=") {
      this.#naming(node.left, node.right);
    }
    this.#visit(node.right);
    const left = bare(node.left);
    this.#mark(left, { access: left === node.left ? "assign" : "pattern" });
    return node.left;
  }

  #target(node: Node): void {
    this.#mark(bare(node.type === "AssignmentPattern" ? node.left : node), { access: "pattern" });
    if (node.type === "Property") {
      const value = node.value.type === "AssignmentPattern" ? node.value.left : node.value;
      this.#mark(bare(value), { access: "pattern" });
    }
    this.#visit(node);
  }

  /** Remembers a function without a name whose name comes from what it is assigned to. */
  #naming(left: Node, right: Node): void {
    const value = unparenthesized(right);
    if (left.type !== "Identifier" || !isNameless(value)) return;
    if (scopeOf(this.#scope, left.name, valueSpace)?.parent) return;
    this.namings.push({ name: left.name, start: right.start, end: right.end });
  }

  #unused(node: Node): void {
    const inner = bare(node);
    if (inner.type === "UpdateExpression") this.#mark(inner, { unused: true });
    if (inner.type === "SequenceExpression") for (const part of inner.expressions) this.#unused(part);
  }

  #mark(node: Node, mark: Mark): void {
    this.#marks.set(node, { ...this.#marks.get(node), ...mark });
  }

  #noisy(): void {
    if (this.#loop && this.#functions === 0) this.#loop.noisy = true;
  }

  #foreign(): void {
    if (this.#loop && this.#functions === 0) this.#loop.foreign = true;
  }

  /** `A` of `A.B.C`, in a type or, with `alias`, in `import x = A.B.C`. */
  #typeName(node: Node, alias: boolean): void {
    let name = node;
    while (name.type === "TSQualifiedName") name = name.left;
    if (name.type === "Identifier") this.#reference(name, alias ? valueSpace : bothSpaces);
  }

  #reference(node: Of<"Identifier">, spaces: number): undefined {
    const { name, start } = node;
    this.identifiers.add(name);
    const scope = scopeOf(this.#scope, name, spaces);
    if (scope?.parent) return;
    const mark = this.#marks.get(node);
    this.references.push({
      name,
      start,
      end: this.#nameEnd(start, name),
      value: spaces === valueSpace && this.#ambient === 0,
      declared: scope !== undefined,
      access: mark?.access ?? "read",
      shorthand: mark?.shorthand === true,
      called: mark?.called === true,
      update: mark?.update,
      closure: this.#functions > 0,
      loop: this.#functions === 0 ? this.#loop : undefined,
    });
  }

  /** A name may be written with escapes, longer than it is. */
  #nameEnd(start: number, name: string): number {
    if (this.#code.startsWith(name, start)) return start + name.length;
    return start + (/^(?:\\u\{[^}]*\}|\\u....|[\p{ID_Continue}$])*/u.exec(this.#code.slice(start))?.[0].length ?? 0);
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

function unparenthesized(node: Node): Node {
  let inner = bare(node);
  while (isWrapper(inner)) inner = bare(inner);
  return inner;
}

const isNameless = (node: Node) =>
  node.type === "ArrowFunctionExpression" ||
  ((node.type === "FunctionExpression" || node.type === "ClassExpression") && node.id === null);
