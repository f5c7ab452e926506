import { eachMapping, encodedMap, type SourceMapSegment, TraceMap } from "@jridgewell/trace-mapping";

/** Mappings as magic-string gives them: per line the segments `[column, source, line, column]`, all from 0. */
export type DecodedMappings = readonly (readonly (readonly number[])[])[];

/** The text between two maps, and the last one. */
export interface Texts {
  readonly middle: string;
  readonly script: string;
}

/** A place in the middle text, both from 0. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Joins two maps: `second` leads from the last text, the script, to the middle one, `first` from there to the source.
 * The script is moved down by `lines` lines that stand in front of it. Returns a source map as JSON.
 *
 * swc maps names and statements, and V8 also places errors at brackets, dots and operators. Behind each place that swc
 * maps, the two texts are compared sign by sign, and such places are mapped too as long as the texts agree.
 */
export function joinMaps(first: DecodedMappings, second: string, { middle, script }: Texts, lines: number): string {
  const joined: SourceMapSegment[][] = Array.from({ length: lines }, () => []);
  const middleLines = middle.split("\n");
  const mapped = placesByLine(second);
  for (const [row, text] of script.split("\n").entries()) {
    const segments: SourceMapSegment[] = [];
    for (const { column, place } of follow(text, mapped[row] ?? new Map(), middleLines)) {
      const [, , line, sourceColumn] = segmentAt(first[place.line] ?? [], place.column) ?? [];
      if (line !== undefined && sourceColumn !== undefined) segments.push([column, 0, line, sourceColumn]);
    }
    joined.push(segments);
  }
  return JSON.stringify(encodedMap(new TraceMap({ version: 3, sources: ["cell"], names: [], mappings: joined })));
}

/** The places that a map gives for each column of each line; there may be several for one. */
function placesByLine(map: string): Map<number, Place[]>[] {
  const rows: Map<number, Place[]>[] = [];
  eachMapping(new TraceMap(map), ({ generatedLine, generatedColumn, originalLine, originalColumn }) => {
    if (originalLine === null) return;
    const row = rows[generatedLine - 1] ?? new Map<number, Place[]>();
    rows[generatedLine - 1] = row;
    const places = row.get(generatedColumn) ?? [];
    row.set(generatedColumn, [...places, { line: originalLine - 1, column: originalColumn }]);
  });
  return rows;
}

/** Goes along a line of the script and yields a place for every column that swc maps or at which a token starts. */
function* follow(text: string, mapped: ReadonlyMap<number, readonly Place[]>, middle: readonly string[]) {
  let expected: Place | undefined;
  for (let column = 0; column < text.length; column++) {
    const character = text[column] ?? "";
    const places = mapped.get(column);
    if (character === " " && !places) continue;
    const agrees = ({ line, column }: Place) => middle[line]?.[column] === character;
    expected &&= skipTo(character, expected, middle);
    const place: Place | undefined = places?.findLast(agrees) ?? expected ?? places?.at(-1);
    // V8 places a call at the name that is called; of `(0, $.f)()` it knows the name no more.
    const isCall = character === "(" && calledName.test(text.slice(Math.max(0, column - 100), column));
    if (place && !isCall && (places || startsToken(text, column))) yield { column, place };
    expected = place && agrees(place) ? { line: place.line, column: place.column + 1 } : undefined;
  }
}

const calledName = /\(0, [\p{ID_Continue}$.]+\)$/u;

const startsToken = (text: string, column: number) =>
  !/\w/.test(text[column] ?? "") || !/\w/.test(text[column - 1] ?? "");

/** Passes over white space and brackets that swc leaves out; undefined where something else comes. */
function skipTo(character: string, from: Place, middle: readonly string[]): Place | undefined {
  let { line, column } = from;
  while (line < middle.length) {
    const found = middle[line]?.[column];
    if (found === character) return { line, column };
    if (found === undefined) {
      line++;
      column = 0;
    } else if (/[\s()]/.test(found)) column++;
    else return undefined;
  }
  return undefined;
}

/** The last segment that starts at or before a column: text that was put in belongs to what stands before it. */
function segmentAt(segments: readonly (readonly number[])[], column: number): readonly number[] | undefined {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.[0] ?? 0) <= column) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1] ?? segments[0];
}
