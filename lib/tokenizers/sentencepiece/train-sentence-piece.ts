import { byteToken } from "../bpe/bpe.ts";
import type { WordCounts } from "../bpe/training-options.ts";
import { createBreath, eachText, type Texts, type TrainingControl } from "../pipeline/training.ts";
import { byScore, comparePoints } from "../unigram/seed.ts";
import { trainUnigram, type UnigramTrainingOptions } from "../unigram/train-unigram.ts";
import { buildCharsMap, type NormalisationRules } from "./build-chars-map.ts";
import type { NormaliserSpec, SentencePiece, SentencePieceModel } from "./model-file.ts";
import { sentencePieceNormaliser, spaceSymbol } from "./normaliser.ts";
import { createPieceTest, type PieceRules } from "./piece-rules.ts";
import { type SentencePieceTokenizer, sentencePieceTokenizer } from "./sentence-piece.ts";
import { trainBpePieces } from "./train-bpe.ts";

/** How to train a SentencePiece tokenizer. */
export interface SentencePieceTrainingOptions
  extends TrainingControl,
    PieceRules,
    Pick<UnigramTrainingOptions, "longestPiece" | "seedSize" | "shrinkingFactor" | "rounds" | "onRound"> {
  /** "unigram" when left out. */
  readonly kind?: "unigram" | "bpe";
  /** How many pieces there may be, the special ones and the bytes among them. */
  readonly vocabularySize: number;
  /** How many of all characters in the text must be pieces, as a part of 1; 0.9995 when left out. The rarest are not. */
  readonly characterCoverage?: number;
  /** Adds the 256 bytes, for characters that are no pieces; false when left out. */
  readonly byteFallback?: boolean;
  /** How characters are evened out; "nmt_nfkc" when left out: NFKC, controls removed, all white space made spaces. */
  readonly rules?: NormalisationRules;
  /** See `NormaliserSpec`; true when left out. */
  readonly addDummyPrefix?: boolean;
  readonly removeExtraWhitespaces?: boolean;
  /** Tokens that no text can hold, after <unk>, <s> and </s>. */
  readonly controlSymbols?: readonly string[];
  /** Texts that are always one piece. */
  readonly userDefinedSymbols?: readonly string[];
}

/**
 * Trains a SentencePiece tokenizer (Kudo and Richardson, 2018) on the lines of texts. The ids: <unk> 0, <s> 1, </s> 2,
 * the control symbols, the users' symbols, the bytes, then the pieces.
 *
 * @throws RangeError for a vocabulary that has no room for the characters, or a coverage that is no part of 1; the
 *   signal's reason when it stops.
 *
 * @example
 * const tokenizer = await trainSentencePiece("the teacher taught the student\n".repeat(9), { vocabularySize: 24 });
 * tokenizer.decode(tokenizer.encodeIds("the student")) // "the student"
 */
export async function trainSentencePiece(
  texts: Texts,
  options: SentencePieceTrainingOptions,
): Promise<SentencePieceTokenizer> {
  const { kind = "unigram", byteFallback = false, whitespaceAsSuffix = false, vocabularySize } = options;
  const { addDummyPrefix = true, removeExtraWhitespaces = true, rules = "nmt_nfkc" } = options;
  const normaliser: NormaliserSpec = {
    name: rules,
    charsMap: buildCharsMap(rules),
    addDummyPrefix,
    removeExtraWhitespaces,
    escapeWhitespaces: true,
  };
  const special = specialPieces(options);
  const words = await countPieces(texts, normaliser, options);
  const alphabet = coveredCharacters(words, options.characterCoverage ?? 0.9995);
  const room = vocabularySize - special.length;
  if (!Number.isSafeInteger(vocabularySize) || room < alphabet.length) {
    throw new RangeError(
      `Cannot train with a vocabulary of ${vocabularySize} pieces: ${special.length} are special or bytes and ${alphabet.length} are characters; a lower characterCoverage leaves the rarest out`,
    );
  }

  const isPiece = createPieceTest(options);
  const characters = new Set(alphabet.map(([character]) => character));
  let pieces: (readonly [string, number])[];
  if (kind === "unigram") {
    pieces = await trainUnigram(words, { ...options, vocabularySize: room, alphabet: characters, isPiece }, options);
  } else {
    const { longestPiece = 16 } = options;
    const found = await trainBpePieces(
      words,
      {
        size: room - alphabet.length,
        alphabet: characters,
        isPiece: (piece) => fits(piece, longestPiece) && isPiece(piece),
      },
      options,
    );
    pieces = [...found, ...characters].map((piece, at) => [piece, -at]);
  }
  const taken = new Set(special.map(({ piece }) => piece));
  const model: SentencePieceModel = {
    kind,
    pieces: [
      ...special,
      ...pieces
        .filter(([piece]) => !taken.has(piece))
        .map(([piece, score]): SentencePiece => ({ piece, score: Math.fround(score), kind: "normal" })),
    ],
    normaliser,
    byteFallback,
    whitespaceAsSuffix,
    unknownSurface: " \u2047 ",
  };
  return sentencePieceTokenizer(model);
}

function fits(piece: string, longest: number): boolean {
  return piece.length <= longest || [...piece].length <= longest;
}

function specialPieces(options: SentencePieceTrainingOptions): SentencePiece[] {
  const { controlSymbols = [], userDefinedSymbols = [], byteFallback = false } = options;
  return [
    { piece: "<unk>", score: 0, kind: "unknown" },
    ...["<s>", "</s>", ...controlSymbols].map((piece): SentencePiece => ({ piece, score: 0, kind: "control" })),
    ...userDefinedSymbols.map((piece): SentencePiece => ({ piece, score: 0, kind: "user-defined" })),
    ...Array.from({ length: byteFallback ? 256 : 0 }, (_, byte): SentencePiece => {
      return { piece: byteToken(byte), score: 0, kind: "byte" };
    }),
  ];
}

/** Counts the words of the lines, normalised, each with the space before it; the users' symbols cut them. */
async function countPieces(
  texts: Texts,
  spec: NormaliserSpec,
  options: SentencePieceTrainingOptions,
): Promise<WordCounts> {
  const { userDefinedSymbols = [], splitByWhitespace = true, whitespaceAsSuffix = false } = options;
  const breathe = createBreath(options);
  const normaliser = sentencePieceNormaliser(spec, { whitespaceAsSuffix, untouched: userDefinedSymbols });
  const counts = new Map<string, number>();
  const wordsIn = whitespaceAsSuffix ? /[^\u2581]*\u2581|[^\u2581]+/g : /\u2581[^\u2581]*|[^\u2581]+/g;
  let done = 0;
  for await (const text of eachText(texts)) {
    for (const line of text.split("\n")) {
      for (const part of cutAt(normaliser.normaliseText(line), userDefinedSymbols)) {
        for (const word of splitByWhitespace ? (part.match(wordsIn) ?? []) : [part]) {
          if (word !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
          done++;
        }
      }
      if (breathe.due()) await breathe({ stage: "count", done });
    }
  }
  options.onProgress?.({ stage: "count", done, total: done });
  // Sorted, so that nothing hangs on which word came first.
  return new Map([...counts].sort(([first, count], [second, other]) => other - count || comparePoints(first, second)));
}

function cutAt(text: string, symbols: readonly string[]): string[] {
  return symbols.reduce((parts, symbol) => parts.flatMap((part) => part.split(symbol)), [text]);
}

/** The most frequent characters, until together they are as much of the text as is asked for. */
function coveredCharacters(words: WordCounts, coverage: number): [string, number][] {
  if (!(coverage > 0 && coverage <= 1)) {
    throw new RangeError(`Cannot cover ${coverage} of the characters: the coverage must lie above 0, and be 1 at most`);
  }
  const counts = new Map<string, number>();
  let total = 0;
  for (const [word, count] of words) {
    for (const character of word) {
      if (character === "\0") continue;
      counts.set(character, (counts.get(character) ?? 0) + count);
      total += count;
    }
  }
  const covered: [string, number][] = [];
  let sum = 0;
  for (const entry of [...counts].sort(byScore)) {
    if (sum / total >= coverage) break;
    sum += entry[1];
    covered.push(entry);
  }
  // The space is always needed: decoding knows words by it.
  if (counts.has(spaceSymbol) && !covered.some(([character]) => character === spaceSymbol)) {
    covered.push([spaceSymbol, counts.get(spaceSymbol) ?? 0]);
  }
  return covered;
}
