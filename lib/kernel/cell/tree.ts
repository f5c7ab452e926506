import { createRequire } from "node:module";
import type * as oxcPackage from "oxc-parser";
import type { Comment, Node, Program } from "oxc-parser";
import type { SyntaxFault } from "./cell.ts";
import { tooDeep } from "./nesting.ts";

export type { Class, Node, Program } from "oxc-parser";

/** A cell's syntax tree. Positions count UTF-16 units, and parentheses are nodes of their own. */
export interface Tree {
  readonly program: Program;
  readonly comments: readonly Comment[];
  /** The first thing wrong with the text, redeclared names and misplaced `return`s included. */
  readonly fault: SyntaxFault | undefined;
}

type Oxc = typeof oxcPackage;

let oxc: Oxc | undefined;

/** Loads the parser, which takes some 15 ms, when it is first needed. */
function parser(): Oxc {
  oxc ??= createRequire(import.meta.url)("oxc-parser") as Oxc;
  return oxc;
}

/** Parses a cell as a TypeScript module, with `await` at the top level. */
export function parseTree(code: string): Tree {
  const deep = tooDeep(code);
  if (deep) return { program: emptyProgram, comments: [], fault: deep };
  const result = parser().parseSync("cell.ts", code, { lang: "ts", sourceType: "module", showSemanticErrors: true });
  const error = result.errors.find(({ severity }) => severity === "Error");
  if (!error) return { program: result.program, comments: result.comments, fault: undefined };
  const label = error.labels[0];
  const fault = { message: sentence(error.message), start: label?.start ?? 0, end: label?.end ?? 0 };
  return { program: result.program, comments: result.comments, fault };
}

const emptyProgram: Program = {
  type: "Program",
  body: [],
  sourceType: "module",
  hashbang: null,
  start: 0,
  end: 0,
};

/** Takes the parser's code in front (`TS(1108): `) and full stop behind away. */
const sentence = (message: string) => message.replace(/^TS\(\d+\): /, "").replace(/\.$/, "");

/** Yields a node's children in source order. */
export function* children(node: Node): Generator<Node> {
  const record = node as unknown as Readonly<Record<string, unknown>>;
  for (const key of parser().visitorKeys[node.type] ?? []) {
    const value = record[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield item;
    } else if (isNode(value)) yield value;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** Takes off what changes nothing about a value: parentheses, `as T`, `satisfies T`, `<T>x`, `x!`. */
export function bare(node: Node): Node {
  let inner = node;
  while (isWrapper(inner)) inner = inner.expression;
  return inner;
}

type Wrapper = Extract<Node, { type: (typeof wrapperTypes)[number] }>;
const wrapperTypes = [
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "TSNonNullExpression",
  "TSInstantiationExpression",
] as const;
const wrappers: ReadonlySet<string> = new Set(wrapperTypes);

/** Tells whether a node is one of those that {@link bare} takes off. */
export const isWrapper = (node: Node): node is Wrapper => wrappers.has(node.type);
