import type { Analysis, Loop, Naming, Reference, VariableSite } from "./analysis.ts";
import { type Scope, scopeOf, valueSpace } from "./scopes.ts";
import { bare, type Node } from "./tree.ts";

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

/** The state of a walk over a cell's tree: the scopes around it, and what it has found. */
export abstract class NameWalk implements Analysis {
  readonly scope: Scope = { parent: undefined, names: new Map() };
  readonly references: Reference[] = [];
  readonly variables: VariableSite[] = [];
  readonly namings: Naming[] = [];
  readonly decorators: Node[] = [];
  readonly metas: Node[] = [];
  readonly imports: Node[] = [];
  readonly awaits: Node[] = [];
  readonly endings: number[] = [];
  readonly identifiers = new Set<string>();
  fault: Analysis["fault"];

  protected readonly code: string;
  protected readonly marks = new Map<Node, Mark>();
  protected current = this.scope;

  protected functions = 0;
  protected ambient = 0;
  protected loop: Loop | undefined;

  constructor(code: string) {
    this.code = code;
  }

  protected inside(visit: () => void, ambient: boolean | undefined = false): undefined {
    const outer = this.current;
    this.current = { parent: outer, names: new Map() };
    if (ambient) this.ambient++;
    visit();
    if (ambient) this.ambient--;
    for (const name of this.current.names.keys()) this.identifiers.add(name);
    this.current = outer;
  }

  /** Remembers a function without a name whose name comes from what it is assigned to. */
  protected naming(left: Node, right: Node): void {
    const value = bare(right);
    if (left.type !== "Identifier" || !isNameless(value)) return;
    if (scopeOf(this.current, left.name, valueSpace)?.parent) return;
    this.namings.push({ name: left.name, start: right.start, end: right.end });
  }

  protected mark(node: Node, mark: Mark): void {
    this.marks.set(node, { ...this.marks.get(node), ...mark });
  }

  protected foreign(): void {
    if (this.loop && this.functions === 0) this.loop.foreign = true;
  }

  protected waits(): void {
    if (this.loop && this.functions === 0) this.loop.waits = true;
  }

  protected reference(node: Extract<Node, { type: "Identifier" }>, spaces: number): undefined {
    const { name, start } = node;
    this.identifiers.add(name);
    const scope = scopeOf(this.current, name, spaces);
    if (scope?.parent) return;
    const mark = this.marks.get(node);
    this.references.push({
      name,
      start,
      end: this.nameEnd(start, name),
      value: spaces === valueSpace && this.ambient === 0,
      declared: scope !== undefined,
      access: mark?.access ?? "read",
      shorthand: mark?.shorthand === true,
      called: mark?.called === true,
      update: mark?.update,
      closure: this.functions > 0,
      loop: this.functions === 0 ? this.loop : undefined,
    });
  }

  /** A name may be written with escapes, longer than it is. */
  protected nameEnd(start: number, name: string): number {
    if (this.code.startsWith(name, start)) return start + name.length;
    return start + (/^(?:\\u\{[^}]*\}|\\u....|[\p{ID_Continue}$])*/u.exec(this.code.slice(start))?.[0].length ?? 0);
  }
}

const isNameless = (node: Node) =>
  node.type === "ArrowFunctionExpression" ||
  ((node.type === "FunctionExpression" || node.type === "ClassExpression") && node.id === null);
