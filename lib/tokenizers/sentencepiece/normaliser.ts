import type { AlignedText } from "../pipeline/aligned-text.ts";
import { originalRange } from "../pipeline/aligned-text.ts";
import type { JsonObject, Normaliser } from "../pipeline/parts.ts";
import { type CharsMap, readCharsMap } from "./chars-map.ts";
import type { NormaliserSpec } from "./model-file.ts";

/** The space as SentencePiece writes it. */
export const spaceSymbol = "\u2581";

/** A normaliser that can also leave out where things came from, which is quicker. */
export interface SentencePieceNormaliser extends Normaliser {
  normaliseText(text: string): string;
}

/** What a normaliser is told beside the specification. */
export interface NormaliserOptions {
  readonly whitespaceAsSuffix?: boolean;
  /** Texts that no rule touches: the symbols that users define. */
  readonly untouched?: readonly string[];
}

/**
 * Creates SentencePiece's normaliser (Kudo and Richardson, 2018): replaces characters by the longest rule that begins
 * there, evens out the spaces, puts one before the text and writes each as U+2581, so that the text, spaces too, is one
 * stream from which decoding gives it back.
 *
 * What a rule made from a piece of the text came from all of it; a space that is removed belongs to what stands before
 * it. So the pieces tile the text, as they do in SentencePiece.
 *
 * @throws Error for rules that are cut short.
 */
export function sentencePieceNormaliser(
  spec: NormaliserSpec,
  options: NormaliserOptions = {},
): SentencePieceNormaliser {
  const charsMap = spec.charsMap.length === 0 ? undefined : readCharsMap(spec.charsMap);
  const untouched = [...(options.untouched ?? [])].sort((first, second) => second.length - first.length);
  const rewrite = createRewriter(charsMap, spec, { ...options, untouched });

  function normalise(aligned: AlignedText): AlignedText {
    const result = rewrite(aligned.text, true);
    const { starts, end } = result;
    const ranges = new Int32Array(2 * result.text.length);
    for (let at = 0; at < result.text.length; at++) {
      const from = starts[at] ?? 0;
      const to = at + 1 < result.text.length ? (starts[at + 1] ?? 0) : end;
      [ranges[2 * at], ranges[2 * at + 1]] = originalRange(aligned, from, to);
    }
    return { text: result.text, from: aligned.from, ranges };
  }

  return {
    normalise,
    normaliseText: (text) => rewrite(text, false).text,
    local: false,
    toJson: () => normaliserToJson(spec, options),
  };
}

/** A text in its new form; `starts` says for every unit where what it came from begins, `end` where the last's ends. */
interface Rewritten {
  readonly text: string;
  readonly starts: Int32Array;
  readonly end: number;
}

/**
 * Creates what rewrites a text; `starts` is filled where `aligned`. What it needs on the way stands outside the call,
 * since short texts are many, and functions that are made anew for each take longer than the texts.
 */
function createRewriter(
  charsMap: CharsMap | undefined,
  { addDummyPrefix, removeExtraWhitespaces, escapeWhitespaces }: NormaliserSpec,
  { whitespaceAsSuffix = false, untouched = [] }: NormaliserOptions,
): (text: string, aligned: boolean) => Rewritten {
  const space = escapeWhitespaces ? spaceSymbol : " ";
  const utf8 = new TextEncoder();
  let aligned = false;
  let source = "";
  let bytes: Uint8Array | undefined;
  let parts: string[] = [];
  let starts = new Int32Array(0);
  let written = 0;
  let unit = 0;
  let byte = 0;
  /** What the text at `unit` becomes, and how many units and bytes it takes. */
  let [becomes, units, taken] = ["", 0, 0];

  function write(part: string): void {
    parts.push(part);
    if (aligned) {
      if (written + part.length > starts.length) {
        const larger = new Int32Array(2 * (written + part.length));
        larger.set(starts);
        starts = larger;
      }
      starts.fill(unit, written, written + part.length);
    }
    written += part.length;
  }

  /** Writes a run that stays as it is: each unit came from itself. */
  function writeRun(part: string): void {
    const at = written;
    write(part);
    if (aligned) for (let step = 1; step < part.length; step++) starts[at + step] = unit + step;
  }

  function look(): void {
    if (charsMap !== undefined) bytes ??= utf8.encode(source);
    const symbol = untouched.length === 0 ? undefined : untouched.find((each) => source.startsWith(each, unit));
    if (symbol === undefined && bytes !== undefined && charsMap?.match(bytes, byte)) {
      becomes = charsMap.replacement;
      taken = charsMap.length;
      units = unitsIn(bytes, byte, taken);
      return;
    }
    becomes = symbol ?? String.fromCodePoint(source.codePointAt(unit) ?? 0);
    units = becomes.length;
    taken = bytes === undefined ? 0 : symbol === undefined ? bytesOfCharacter(bytes[byte] ?? 0) : byteLength(symbol);
  }
  function plainEnd(): number {
    return untouched.length === 0 ? endOfPlain(source, unit, charsMap?.plain) : unit;
  }
  function skip(): void {
    unit += units;
    byte += taken;
  }

  function rewrite(text: string, withStarts: boolean): Rewritten {
    aligned = withStarts;
    // A surrogate without its other half is no character: SentencePiece reads what is no UTF-8 as U+FFFD.
    source = /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, "\ufffd") : text;
    bytes = undefined;
    parts = [];
    starts = new Int32Array(aligned ? source.length + 8 : 0);
    [written, unit, byte] = [0, 0, 0];
    if (removeExtraWhitespaces) {
      for (; unit < source.length && plainEnd() === unit; skip()) {
        look();
        if (becomes !== " ") break;
      }
    }
    if (unit >= source.length) return { text: "", starts, end: unit };
    if (addDummyPrefix && !whitespaceAsSuffix) write(space);

    let afterSpace = removeExtraWhitespaces;
    for (; unit < source.length; skip()) {
      const end = plainEnd();
      if (end > unit) {
        becomes = source.slice(unit, end);
        writeRun(escapeWhitespaces ? becomes.replaceAll(" ", spaceSymbol) : becomes);
        units = end - unit;
        taken = units;
        afterSpace = false;
        continue;
      }
      look();
      if (afterSpace && becomes.startsWith(" ")) becomes = becomes.replace(/^ +/, "");
      if (becomes !== "") {
        const endsInSpace = becomes.endsWith(" ");
        write(escapeWhitespaces && becomes.includes(" ") ? becomes.replaceAll(" ", spaceSymbol) : becomes);
        afterSpace = removeExtraWhitespaces && endsInSpace;
      }
    }

    let result = parts.join("");
    if (removeExtraWhitespaces) {
      let length = result.length;
      while (result[length - 1] === space) length--;
      if (length < result.length) {
        unit = starts[length] ?? 0;
        result = result.slice(0, length);
        written = length;
        parts.length = 0;
      }
    }
    if (addDummyPrefix && whitespaceAsSuffix) {
      write(space);
      result += space;
    }
    return { text: result, starts, end: unit };
  }

  return rewrite;
}

/**
 * Finds where the run of characters of ASCII ends that no rule changes, with the single spaces inside it: most of most
 * texts. It neither begins nor ends with a space.
 */
function endOfPlain(text: string, start: number, plain: Uint8Array | undefined): number {
  const spaceIsPlain = plain?.[0x20] !== 0;
  let end = start;
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end);
    if (isPlain(unit, plain)) continue;
    if (unit !== 0x20 || !spaceIsPlain || end === start || !isPlain(text.charCodeAt(end + 1), plain)) break;
  }
  // The last one may begin a rule together with what follows, a mark for instance.
  if (plain !== undefined && end < text.length && text.charCodeAt(end) >= 0x80) end = Math.max(start, end - 1);
  return end > start && text.charCodeAt(end - 1) === 0x20 ? end - 1 : end;
}

function isPlain(unit: number, plain: Uint8Array | undefined): boolean {
  return unit > 0x20 && unit < 0x80 && plain?.[unit] !== 0;
}

/** How many bytes a character has, by its first. */
function bytesOfCharacter(first: number): number {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** How many UTF-16 units some bytes are. */
function unitsIn(bytes: Uint8Array, from: number, length: number): number {
  let units = 0;
  for (let at = from; at < from + length; ) {
    const size = bytesOfCharacter(bytes[at] ?? 0);
    units += size === 4 ? 2 : 1;
    at += size;
  }
  return units;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * The normaliser in the parts that tokenizer.json has. Their rules for characters go by what is seen as one character
 * (grapheme clusters), so that a rule for a part of one may not apply there.
 */
function normaliserToJson(spec: NormaliserSpec, { whitespaceAsSuffix = false }: NormaliserOptions): JsonObject {
  const replaceBy = (pattern: JsonObject, content: string): JsonObject => ({ type: "Replace", pattern, content });
  const parts: JsonObject[] = [];
  if (spec.charsMap.length > 0) {
    parts.push({ type: "Precompiled", precompiled_charsmap: Buffer.from(spec.charsMap).toString("base64") });
  }
  if (spec.removeExtraWhitespaces) {
    parts.push(replaceBy({ Regex: "\\A +| +\\z" }, ""), replaceBy({ Regex: " {2,}" }, " "));
  }
  if (spec.addDummyPrefix && !whitespaceAsSuffix) parts.push({ type: "Prepend", prepend: " " });
  if (spec.addDummyPrefix && whitespaceAsSuffix) parts.push(replaceBy({ Regex: "(?<!\\A)\\z" }, " "));
  if (spec.escapeWhitespaces) parts.push(replaceBy({ String: " " }, spaceSymbol));
  return { type: "Sequence", normalizers: parts };
}
