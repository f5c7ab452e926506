import { type OpenText, openText } from "./open-text.ts";
import { parseTree } from "./tree.ts";

export type Completeness =
  | { readonly status: "complete" | "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

/**
 * Tells whether a cell can run as it is, wants more lines, or is wrong whatever follows; and how far the next line is
 * to be indented.
 *
 * ```ts
 * completeness("for (const word of words) {"); // { status: "incomplete", indent: "  " }
 * ```
 */
export function completeness(code: string): Completeness {
  const { fault } = parseTree(code);
  if (!fault) return { status: "complete" };
  const open = openText(code);
  const atEnd = onlySpace(code.slice(fault.start)) || open.within === "template" || open.within === "comment";
  if (!atEnd && !code.endsWith("\\")) return { status: "invalid" };
  return { status: "incomplete", indent: nextIndent(code, open) };
}

/** Whether nothing but white space and comments is left. */
const onlySpace = (text: string) => /^(?:\s|\/\/.*|\/\*(?:(?!\*\/)[\s\S])*\*\/)*$/.test(text);

function nextIndent(code: string, open: OpenText): string {
  if (open.within === "template" || open.within === "string") return "";
  const lines = code.trimEnd().split("\n");
  const last = lines.at(-1) ?? "";
  const indent = /^\s*/.exec(last)?.[0] ?? "";
  if (open.within === "comment") return /^\s*\/\*/.test(last) ? `${indent} ` : indent;
  const text = withoutComment(last);
  if (open.openedInLastLine || goesOn(text)) {
    const before = withoutComment(lines.at(-2) ?? "");
    const goesOnAlready = !open.openedInLastLine && goesOn(before) && !/[([{]$/.test(before);
    return goesOnAlready ? indent : indent + unit(lines);
  }
  return indent;
}

const withoutComment = (line: string) => line.replace(/\/\/.*$|\/\*.*?\*\/\s*$/, "").trimEnd();

/** Whether a line ends in the middle of a statement: an operator, a head without its body. */
const goesOn = (line: string) =>
  /(?:[=+\-*/%&|^<>?:,.!~]|\b(?:else|do|return|case|in|of|extends|instanceof|from|typeof|new|await))$/.test(line) ||
  /^\s*(?:\}\s*)?(?:else\s+)?(?:if|for|while|with)\b.*\)$/.test(line);

/** One step of indentation, as the code does it. */
function unit(lines: readonly string[]): string {
  const steps = lines.map((line) => /^\s+/.exec(line)?.[0] ?? "").filter((step) => step !== "");
  if (steps.some((step) => step.startsWith("\t"))) return "\t";
  return steps.length > 0 && steps.every((step) => step.length % 4 === 0) ? "    " : "  ";
}
