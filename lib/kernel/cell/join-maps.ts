import { eachMapping, encodedMap, type SourceMapSegment, TraceMap } from "@jridgewell/trace-mapping";

/** Mappings as magic-string gives them: per line the segments `[column, source, line, column]`, all from 0. */
export type DecodedMappings = readonly (readonly (readonly number[])[])[];

/**
 * Joins two maps: `second` leads from the last text to the middle one, `first` from there to the source. The last text
 * is moved down by `lines` lines that stand in front of it. Returns a source map as JSON.
 */
export function joinMaps(first: DecodedMappings, second: string, lines: number): string {
  const joined: SourceMapSegment[][] = Array.from({ length: lines }, () => []);
  eachMapping(new TraceMap(second), ({ generatedLine, generatedColumn, originalLine, originalColumn }) => {
    if (originalLine === null) return;
    const [, , line, column] = segmentAt(first[originalLine - 1] ?? [], originalColumn) ?? [];
    if (line === undefined || column === undefined) return;
    const row = lines + generatedLine - 1;
    while (joined.length <= row) joined.push([]);
    joined[row]?.push([generatedColumn, 0, line, column]);
  });
  return JSON.stringify(encodedMap(new TraceMap({ version: 3, sources: ["cell"], names: [], mappings: joined })));
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
