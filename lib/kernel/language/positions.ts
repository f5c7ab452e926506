import { preludeLines } from "./cell-file.ts";

/** A place in a file as the Language Server Protocol counts: lines and UTF-16 units in the line, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Turns offsets in a text into positions and back. Lines end with `\n`, `\r\n` or `\r`. */
export interface Lines {
  position(offset: number): Position;
  offset(position: Position): number;
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    starts.push(index + end.length);
  }
  return {
    position(offset) {
      let line = starts.length - 1;
      while (line > 0 && (starts[line] ?? 0) > offset) {
        line--;
      }
      return { line, character: offset - (starts[line] ?? 0) };
    },
    offset({ line, character }) {
      const start = starts[line];
      return start === undefined ? text.length : Math.min(start + character, starts[line + 1] ?? text.length);
    },
  };
}

/** The position in a cell's file of a position in its code. */
export function inFile({ line, character }: Position): Position {
  return { line: line + preludeLines, character };
}

/** The position in a cell's code of a position in its file; undefined for one in the prelude. */
export function inCode({ line, character }: Position): Position | undefined {
  return line < preludeLines ? undefined : { line: line - preludeLines, character };
}
