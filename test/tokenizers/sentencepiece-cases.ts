import type { SentencePieceTokenizer } from "../../lib/tokenizers/index.ts";
import { parseSentencePieceModel, sentencePieceTokenizer } from "../../lib/tokenizers/index.ts";
import { readGolden } from "../support/golden.ts";

/** A model that the sentencepiece package trained, and what it makes of the strings. */
export interface GoldenSentencePiece {
  name: string;
  training: {
    kind: "unigram" | "bpe";
    vocabularySize: number;
    characterCoverage: number;
    byteFallback?: boolean;
  } | null;
  model: string;
  encodings: { text: string; normalised: string; ids: number[]; offsets: [number, number][]; decoded: string }[];
  nbest: { text: string; best: { ids: number[]; score: number }[] }[];
}

/** A tokenizer.json of Hugging Face's with the pieces of such a model. */
export interface GoldenMetaspace {
  name: string;
  what: string;
  json: unknown;
  normalised: string[];
  pieces: [string, [number, number]][][];
  encodings: { text: string; ids: number[]; decoded: string }[];
}

interface GoldenRules {
  name: string;
  rules: "nfkc" | "nmt_nfkc";
  texts: [string, string][];
}

type GoldenCase = { name: string; corpus: string[]; strings: string[] } & GoldenSentencePiece &
  GoldenMetaspace &
  GoldenRules;

const cases = readGolden<GoldenCase>("sentencepiece");

/** The lines that all models in the file were trained on. */
export const lines: readonly string[] = cases[0]?.corpus ?? [];
/** The strings that every model was asked about. */
export const texts: readonly string[] = cases[0]?.strings ?? [];
export const models: readonly GoldenSentencePiece[] = cases.filter(({ model }) => model !== undefined);
export const metaspaces: readonly GoldenMetaspace[] = cases.filter(({ json }) => json !== undefined);
export const ruleCases: readonly GoldenRules[] = cases.filter(({ rules }) => rules !== undefined);

/** The bytes of a model's file. */
export function bytesOf(name: string): Uint8Array {
  const found = models.find((each) => each.name === name);
  if (found === undefined) throw new Error(`Cannot find the golden model ${name}`);
  return Uint8Array.from(Buffer.from(found.model, "base64"));
}

/** The tokenizer of a model. */
export function goldenSentencePiece(name: string): SentencePieceTokenizer {
  return sentencePieceTokenizer(parseSentencePieceModel(bytesOf(name)));
}
