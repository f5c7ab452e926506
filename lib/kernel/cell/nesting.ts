import type { SyntaxFault } from "./cell.ts";

/**
 * How deep brackets, and operators that nest to the right, may go. The parser is native code that ends the process
 * when its stack is full, which was seen from 5,000 nested functions on.
 */
const mostBrackets = 2_000;
const mostOperators = 5_000;

/** How deep the tree of a cell may go: swc's stack was full from some 1,500 nested parentheses on. */
export const mostLevels = 600;

/** Finds the place where a text nests deeper than the native parsers bear. A look at the characters: no syntax. */
export function tooDeep(code: string): SyntaxFault | undefined {
  if (code.length < mostBrackets) return undefined;
  let brackets = 0;
  let operators = 0;
  let elses = 0;
  for (const { 0: token, index } of code.matchAll(tokens)) {
    if (token === "(" || token === "[" || token === "{" || token === "<" || token === "${") brackets++;
    else if (token === ")" || token === "]" || token === "}" || token === ">") {
      brackets = Math.max(0, brackets - 1);
    } else if (token === "," || token === ";") operators = 0;
    else if (token === "else") elses++;
    else if (token.length < 8 && /^[=?!~+\-.]|^(?:typeof|void|delete|await|new)$/.test(token)) operators++;
    if (brackets > mostBrackets || operators > mostOperators || elses > mostOperators) return nestingFault(index);
  }
  return undefined;
}

/** Strings and comments as one token each, so that what stands in them does not count; then what nests. */
const tokens =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/.*|\/\*[\s\S]*?\*\/|\$\{|=>|\b(?:else|typeof|void|delete|await|new)\b|[()[\]{}<>,;=?!~+\-.]/g;

export function nestingFault(start: number): SyntaxFault {
  return { message: "Cannot compile the cell: it nests too deep here", start, end: start + 1 };
}
