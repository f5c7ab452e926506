/** The lines shown before and after those that a frame is about, and the longest part of a line that is shown. */
const around = 2;
const longest = 140;
/** Of a range over many lines the first ones are shown. */
const mostMarked = 5;

/**
 * Shows a range of a cell's code with the lines around it and carets under it. Offsets count UTF-16 units; an empty
 * range is one caret.
 *
 * ```
 *   1 | const a = 1;
 * > 2 | const x: string = a;
 *     |       ^
 *   3 | x.trim();
 * ```
 */
export function codeFrame(code: string, start: number, end: number): string[] {
  const lines = code.split(/\r\n|\n|\r|\u2028|\u2029/);
  const first = lineAndColumn(code, start);
  const last = lineAndColumn(code, Math.max(start, end));
  const lastMarked = Math.min(last.line, first.line + mostMarked - 1);
  const from = Math.max(1, first.line - around);
  const to = Math.min(lines.length, lastMarked + around);
  const digits = String(to).length;
  const frame: string[] = [];
  for (let number = from; number <= to; number++) {
    const line = lines[number - 1] ?? "";
    const isMarked = number >= first.line && number <= lastMarked;
    const left = number === first.line ? first.column - 1 : line.length - line.trimStart().length;
    const right = number === last.line ? last.column - 1 : line.length;
    const cut = isMarked ? Math.max(0, Math.min(left - longest / 2, line.length - longest)) : 0;
    frame.push(`${isMarked ? ">" : " "} ${String(number).padStart(digits)} | ${shorten(line, cut)}`.trimEnd());
    if (!isMarked || (number > first.line && right <= left)) continue;
    const shown = line.slice(cut, left);
    const carets = "^".repeat(Math.max(1, Math.min(width(line.slice(left, right)), longest)));
    frame.push(`  ${" ".repeat(digits)} | ${cut > 0 ? "..." : ""}${blank(shown)}${carets}`);
  }
  return frame;
}

/** The line and column of an offset, both from 1; columns count UTF-16 units. */
export function lineAndColumn(code: string, offset: number): { readonly line: number; readonly column: number } {
  const before = code.slice(0, offset).split(/\r\n|\n|\r|\u2028|\u2029/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function shorten(line: string, cut: number): string {
  const shown = line.slice(cut, cut + longest);
  return `${cut > 0 ? "..." : ""}${shown}${cut + longest < line.length ? "..." : ""}`;
}

/** Characters that take up two columns: those of East Asia, and emoji. */
const isWide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns, not UTF-16 units. */
const width = (text: string) => [...text].reduce((sum, character) => sum + (isWide.test(character) ? 2 : 1), 0);

/** White space as wide as a text: its tabs stay. */
const blank = (text: string) => [...text].map(blankCharacter).join("");

const blankCharacter = (character: string) => (character === "\t" ? "\t" : isWide.test(character) ? "  " : " ");
