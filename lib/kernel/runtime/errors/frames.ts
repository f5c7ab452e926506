/** One line of a stack; line and column count from 1. */
export interface Frame {
  /** The function's name; empty for the code of a cell itself. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Reads the frames of an error's stack, as V8 writes it; what is no frame is passed over. */
export function framesOf(stack: string): Frame[] {
  return stack.split("\n").flatMap((line) => {
    const found =
      /^\s+at (?:async (?=file:|\/|[A-Za-z]:\\))?(?:(.*?) \()?((?:file:|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?$/.exec(line);
    if (found === null) return [];
    const [, name = "", file = "", row, column] = found;
    return [{ name: plainName(name), file, line: Number(row), column: Number(column) }];
  });
}

/** A function's name without what V8 adds: `async`, and the object that a variable is a property of. */
function plainName(name: string): string {
  const bare = name
    .replace(/^async /, "")
    .replace(/^(Object|eval)\./, "")
    .replace(/ \[as .*\]$/, "");
  return /^(?:<anonymous>|eval|\$result\d*)$/.test(bare) ? "" : bare;
}
