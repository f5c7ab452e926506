import { readFileSync } from "node:fs";
import { readGolden } from "../support/golden.ts";

/** What scripts/golden/tokenizers.py writes about one string. */
export interface GoldenEncoding {
  text: string;
  ids: number[];
  tokens: string[];
  /** In code points. */
  offsets: [number, number][];
  decoded: string;
}

/** A whole tokenizer of Hugging Face's, what it was trained for, and what it makes of the strings. */
export interface GoldenTokenizer {
  name: string;
  json: { model: { vocab: Record<string, number>; merges?: [string, string][] } & Record<string, unknown> } & Record<
    string,
    unknown
  >;
  training: {
    kind: string;
    pattern: "gpt2" | "cl100k";
    vocabularySize: number;
    minimumFrequency?: number;
  } | null;
  encodings: GoldenEncoding[];
}

interface GoldenPart {
  json: unknown;
  pieces: [string, [number, number]][][];
  tokens: string[][];
  texts: string[];
}

interface GoldenLimits {
  truncation: unknown;
  padding: unknown;
  text: string | [string, string];
  encodings: Record<"ids" | "typeIds" | "attentionMask" | "specialTokensMask", number[]>[];
}

interface GoldenRanks {
  pattern: "gpt2" | "cl100k";
  /** By the bytes of the token in hexadecimal digits. */
  ranks: Record<string, number>;
  ids: number[][];
}

type GoldenCase = { name: string; corpus?: string[]; vocabularySize?: number } & GoldenTokenizer &
  GoldenPart &
  GoldenLimits &
  GoldenRanks;

const cases = readGolden<GoldenCase>("tokenizers");

/** The text that everything in the file was trained on. */
export const corpus: readonly string[] = cases[0]?.corpus ?? [];
export const tokenizers: readonly GoldenTokenizer[] = cases.filter((each) => each.json?.model !== undefined);
/** The strings that every tokenizer was asked about. */
export const strings: readonly string[] = tokenizers[0]?.encodings.map(({ text }) => text) ?? [];

/** The cases of this name: "pre-tokenizer", "normaliser", "decoder", "limits" or "tiktoken". */
export function casesOf(name: string): readonly GoldenCase[] {
  return cases.filter((each) => each.name === name);
}

/** Finds the tokenizer of a name. */
export function goldenTokenizer(name: string): GoldenTokenizer {
  const found = tokenizers.find((each) => each.name === name);
  if (found === undefined) throw new Error(`Cannot find the golden tokenizer ${name}`);
  return found;
}

/** Turns offsets in code points, as Python has them, into offsets in UTF-16 units. */
export function toUnits(text: string, offsets: readonly [number, number][]): [number, number][] {
  const units = [0];
  let unit = 0;
  for (const character of text) {
    unit += character.length;
    units.push(unit);
  }
  return offsets.map(([start, end]) => [units[start] ?? -1, units[end] ?? -1]);
}

/** The text that the tests train on where it must be longer. */
export function readSource(): string {
  return readFileSync(new URL("../golden/tokenizers.json", import.meta.url), "utf8").slice(0, 40_000);
}
