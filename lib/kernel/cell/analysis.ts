import type { SyntaxFault } from "./cell.ts";
import type { Scope } from "./scopes.ts";
import type { Node } from "./tree.ts";

/** A use of a name that no inner scope of the cell declares: a name of this cell, of an earlier one, or a global. */
export interface Reference {
  readonly name: string;
  /** Where the name stands, without a type annotation behind it. */
  readonly start: number;
  readonly end: number;
  /** Whether it is there at run time; else it is part of a type. */
  readonly value: boolean;
  /** Whether the cell declares the name at its top level. */
  readonly declared: boolean;
  readonly access: "read" | "assign" | "update" | "pattern";
  /** Whether it stands for key and value, as in `{ x }`. */
  readonly shorthand: boolean;
  /** Whether it is called, as a function or a template's tag, so that its `this` has to be undefined. */
  readonly called: boolean;
  /** The `x++` whose operand it is, and whether its value is used. */
  readonly update: { readonly node: Extract<Node, { type: "UpdateExpression" }>; readonly used: boolean } | undefined;
  /** Whether it stands in a function or class, which may run at any time. */
  readonly closure: boolean;
  /** The outermost loop of the cell's own code in which it stands. */
  readonly loop: Loop | undefined;
}

/** A loop in the cell's own code, not in a function. */
export interface Loop {
  /** Where it starts, labels included, and where it ends. */
  readonly start: number;
  readonly end: number;
  /** Whether it may run code that is not its own: a call, a getter, an iterator. */
  foreign: boolean;
  /** Whether it waits, so that anything may run meanwhile. */
  waits: boolean;
}

/** A variable declaration whose names are top-level names of the cell. */
export interface VariableSite {
  readonly node: Extract<Node, { type: "VariableDeclaration" }>;
  /** A statement of the cell itself, one of an inner block, or the head of a `for (;;)` or of a `for in` or `for of`. */
  readonly place: "cell" | "block" | "for" | "for-each";
}

/** An assignment or a default whose right side is a function or class without a name, which takes the left side's. */
export interface Naming {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What one walk over a cell's tree finds. */
export interface Analysis {
  readonly scope: Scope;
  readonly references: readonly Reference[];
  readonly variables: readonly VariableSite[];
  readonly namings: readonly Naming[];
  /** The expressions of decorators. */
  readonly decorators: readonly Node[];
  /** Every `import.meta`. */
  readonly metas: readonly Node[];
  /** Every `import(...)`. */
  readonly imports: readonly Node[];
  /** Every `await` and `for await`. */
  readonly awaits: readonly Node[];
  /** Where statements end that may lack their semicolon. */
  readonly endings: readonly number[];
  /** Every identifier in the cell, whatever it stands for. */
  readonly identifiers: ReadonlySet<string>;
  readonly fault: SyntaxFault | undefined;
}
