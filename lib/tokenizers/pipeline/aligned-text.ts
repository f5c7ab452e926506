/**
 * A text that remembers where it came from: normalisers and pre-tokenizers change and cut it, and still every UTF-16
 * unit of it knows its range in the text that was given to the tokenizer.
 */
export interface AlignedText {
  readonly text: string;
  /** Where the text begins in the original; unit i came from unit `from + i`, unless `ranges` says otherwise. */
  readonly from: number;
  /** For every unit two numbers: where the piece of the original that it came from begins and ends. */
  readonly ranges?: Int32Array | undefined;
}

/** A change of a text: what stands from `start` to before `end` becomes `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Begins with a text as it was given. */
export function alignText(text: string, from = 0): AlignedText {
  return { text, from };
}

/** Cuts out the units from `start` to before `end`. */
export function sliceAligned({ text, from, ranges }: AlignedText, start: number, end: number): AlignedText {
  const cut = text.slice(start, end);
  return ranges === undefined
    ? { text: cut, from: from + start }
    : { text: cut, from, ranges: ranges.subarray(2 * start, 2 * end) };
}

/**
 * Finds which part of the original the units from `start` to before `end` came from, as [start, end).
 * An empty piece has an empty range.
 */
export function originalRange(aligned: AlignedText, start: number, end: number): [number, number] {
  if (aligned.ranges === undefined) {
    return [aligned.from + start, aligned.from + end];
  }
  if (start >= end) {
    const at = start < aligned.text.length ? startOf(aligned, start) : endOf(aligned, aligned.text.length - 1);
    return [at, at];
  }
  return [startOf(aligned, start), endOf(aligned, end - 1)];
}

/**
 * Rewrites parts of a text. Each unit of a replacement came from the whole part that it replaces; an inserted one from
 * the empty range where it stands.
 *
 * @param edits in the order of the text, none over another.
 *
 * @example
 * const text = rewrite(alignText("naïve"), [{ start: 2, end: 3, text: "i" }]);
 * text.text // "naive"
 * originalRange(text, 2, 3) // [2, 3]
 */
export function rewrite(aligned: AlignedText, edits: readonly Edit[]): AlignedText {
  if (edits.length === 0) {
    return aligned;
  }
  const parts: string[] = [];
  const size = edits.reduce((sum, { start, end, text }) => sum + text.length - (end - start), aligned.text.length);
  const ranges = new Int32Array(2 * size);
  let written = 0;
  let read = 0;

  function copy(end: number): void {
    parts.push(aligned.text.slice(read, end));
    for (; read < end; read++) {
      ranges[written++] = startOf(aligned, read);
      ranges[written++] = endOf(aligned, read);
    }
  }

  for (const { start, end, text } of edits) {
    copy(start);
    const [from, to] = originalRange(aligned, start, end);
    parts.push(text);
    for (let unit = 0; unit < text.length; unit++) {
      ranges[written++] = from;
      ranges[written++] = to;
    }
    read = end;
  }
  copy(aligned.text.length);
  return { text: parts.join(""), from: aligned.from, ranges };
}

/** Replaces every match of a pattern, which has the flag "g"; `replacement` sees the matched text. */
export function rewriteMatches(
  aligned: AlignedText,
  pattern: RegExp,
  replacement: (matched: string) => string,
): AlignedText {
  const edits: Edit[] = [];
  for (const match of aligned.text.matchAll(pattern)) {
    const text = replacement(match[0]);
    if (text !== match[0]) {
      edits.push({ start: match.index, end: match.index + match[0].length, text });
    }
  }
  return rewrite(aligned, edits);
}

// The fallbacks are for the compiler: `unit` is inside the text, and a text without any has no units to ask for.
function startOf({ from, ranges }: AlignedText, unit: number): number {
  return ranges === undefined ? from + unit : (ranges[2 * unit] ?? from);
}

function endOf({ from, ranges }: AlignedText, unit: number): number {
  return ranges === undefined ? from + unit + 1 : (ranges[2 * unit + 1] ?? from);
}
