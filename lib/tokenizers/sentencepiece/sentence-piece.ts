import type { AddedToken } from "../pipeline/added-tokens.ts";
import type { Model } from "../pipeline/parts.ts";
import { createTokenizer, type EncodeOptions, type Tokenizer } from "../pipeline/tokenizer.ts";
import { createUnigram, type Unigram } from "../unigram/unigram.ts";
import { sentencePieceBpe } from "./bpe.ts";
import { sentencePieceDecoder } from "./decoder.ts";
import { readSentencePieceModel, type SentencePieceModel, writeSentencePieceModel } from "./model-file.ts";
import { sentencePieceNormaliser } from "./normaliser.ts";

/** A tokenizer that keeps SentencePiece's conventions. */
export interface SentencePieceTokenizer extends Tokenizer {
  /** What its `.model` file says. */
  readonly model: SentencePieceModel;
  /** The model where it is a Unigram one: it can list and draw segmentations. */
  readonly unigram?: Unigram | undefined;
  /** Evens out a text as `encode` does before it cuts it. */
  normalise(text: string): string;
}

/**
 * Creates the tokenizer of a SentencePiece model (Kudo and Richardson, 2018). Its ids are those of the sentencepiece
 * packages: the text is one stream, whose spaces are symbols like any other; control tokens as <s> are never found in
 * a text unless `specialTokensInText` asks for it, and never added.
 *
 * @throws Error for a model that holds what cannot be used; see `parseSentencePieceModel`.
 *
 * @example
 * const tokenizer = sentencePieceTokenizer(await readSentencePieceModel("spiece.model"));
 * tokenizer.encode("The teacher").tokens // ["▁The", "▁teacher"]
 */
export function sentencePieceTokenizer(model: SentencePieceModel): SentencePieceTokenizer {
  const untouched = model.pieces.filter(({ kind }) => kind === "user-defined").map(({ piece }) => piece);
  const normaliser = sentencePieceNormaliser(model.normaliser, {
    whitespaceAsSuffix: model.whitespaceAsSuffix,
    untouched,
  });
  const unigram = model.kind === "unigram" ? unigramOf(model) : undefined;
  const segmenter: Model = unigram ?? sentencePieceBpe(model);
  const addedTokens = model.pieces.flatMap(({ piece, kind }, id): AddedToken[] =>
    kind === "control" ? [{ id, content: piece, special: true }] : [],
  );
  const tokenizer = createTokenizer({
    normaliser,
    model: segmenter,
    decoder: sentencePieceDecoder(model),
    addedTokens,
  });
  const asText = (options: EncodeOptions = {}): EncodeOptions => ({ specialTokensInText: "text", ...options });

  return {
    ...tokenizer,
    model,
    unigram,
    normalise: normaliser.normaliseText,
    encode: (text, options) => tokenizer.encode(text, asText(options)),
    encodeBatch: (texts, options) => tokenizer.encodeBatch(texts, asText(options)),
    encodeIds: (text, options = {}) =>
      (options.specialTokensInText ?? "text") === "text"
        ? Int32Array.from(segmenter.segment(normaliser.normaliseText(text)).ids)
        : tokenizer.encodeIds(text, options),
  };
}

/** Reads the tokenizer of a `.model` file. */
export async function loadSentencePiece(path: string): Promise<SentencePieceTokenizer> {
  return sentencePieceTokenizer(await readSentencePieceModel(path));
}

/** Writes a tokenizer to a `.model` file. */
export async function saveSentencePiece(path: string, tokenizer: SentencePieceTokenizer): Promise<void> {
  await writeSentencePieceModel(path, tokenizer.model);
}

function unigramOf({ pieces, byteFallback }: SentencePieceModel): Unigram {
  const isText = (id: number) => ["normal", "user-defined"].includes(pieces[id]?.kind ?? "");
  const normal = pieces.filter(({ kind }) => kind === "normal");
  const highest = normal.reduce((high, { score }) => Math.max(high, score), Number.NEGATIVE_INFINITY);
  return createUnigram({
    pieces: pieces.map(({ piece, score }) => [piece, score]),
    unknownId: pieces.findIndex(({ kind }) => kind === "unknown"),
    byteFallback,
    isText,
    // A symbol that users define gains with every byte, so that it wins over any other way to cut the text.
    scoreOf: (id) => {
      const { piece = "", score = 0, kind } = pieces[id] ?? {};
      return kind === "user-defined" ? new TextEncoder().encode(piece).length * Math.max(highest, 0.1) - 0.1 : score;
    },
    singlePrecision: true,
  });
}
