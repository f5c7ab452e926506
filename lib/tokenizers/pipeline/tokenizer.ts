import type { AddedToken, SpecialTokensInText } from "./added-tokens.ts";
import { createTextEncoder } from "./encode-text.ts";
import { type Encoding, encodingOf, joinEncodings } from "./encoding.ts";
import { type Padding, pad } from "./padding.ts";
import type { Decoder, Model, Normaliser, PostProcessor, PreTokenizer } from "./parts.ts";
import { type Truncation, truncate } from "./truncation.ts";

/** What a tokenizer is made of. A text goes through the parts from top to bottom; only the model must be there. */
export interface TokenizerParts {
  readonly normaliser?: Normaliser | undefined;
  readonly preTokenizer?: PreTokenizer | undefined;
  readonly model: Model;
  readonly postProcessor?: PostProcessor | undefined;
  readonly decoder?: Decoder | undefined;
  readonly addedTokens?: readonly AddedToken[] | undefined;
  /** What `encode` does where it is not told otherwise. */
  readonly truncation?: Truncation | undefined;
  readonly padding?: Padding | undefined;
}

/** How to encode. */
export interface EncodeOptions {
  /** Whether the template's tokens are added; true when left out. */
  readonly addSpecialTokens?: boolean;
  /**
   * What a special token means that stands in the text itself: "recognise" (when left out, as in Hugging Face) makes
   * it that token, "text" splits it like any other text, "error" refuses the text. Choose one of the last two for
   * text from strangers, who could otherwise end a document or open an answer.
   */
  readonly specialTokensInText?: SpecialTokensInText;
  /** Shortens the encoding; false for not at all. */
  readonly truncation?: Truncation | false;
  /** Fills the encoding up; false for not at all. */
  readonly padding?: Padding | false;
}

/** Turns text into the ids that a model reads, and ids into text. */
export interface Tokenizer {
  readonly parts: TokenizerParts;
  /** One more than the largest id, the added tokens among them. */
  readonly vocabularySize: number;
  /** Finds the id of a token. */
  idOf(token: string): number | undefined;
  /**
   * Finds the token of an id.
   *
   * @throws RangeError for an id that no token has
   */
  tokenOf(id: number): string;
  /** Says whether an id is that of a special token. */
  isSpecial(id: number): boolean;
  /**
   * Encodes a text, or two as a pair.
   *
   * @throws Error for what the vocabulary cannot spell, where it has no unknown token, and for a special token in the
   *   text where that is asked for
   */
  encode(text: string | readonly [string, string], options?: EncodeOptions): Encoding;
  /** Encodes texts that go through a model together: padded to the longest, where the tokenizer pads. */
  encodeBatch(texts: readonly (string | readonly [string, string])[], options?: EncodeOptions): Encoding[];
  /** Encodes a text into its ids alone, without the template's: several times faster than `encode`. */
  encodeIds(text: string, options?: Pick<EncodeOptions, "specialTokensInText">): Int32Array;
  /**
   * Turns ids back into text.
   *
   * @param options `skipSpecialTokens` (default true) leaves special tokens out.
   * @throws RangeError for an id that no token has
   */
  decode(ids: ArrayLike<number>, options?: { readonly skipSpecialTokens?: boolean }): string;
}

/**
 * Creates a tokenizer of its parts.
 *
 * @example
 * const tokenizer = createTokenizer({
 *   preTokenizer: whitespace(),
 *   model: createWordLevel({ vocabulary: ["<unk>", "the", "teacher"], unknownToken: "<unk>" }),
 * });
 * tokenizer.encode("the good teacher").tokens // ["the", "<unk>", "teacher"]
 */
export function createTokenizer(parts: TokenizerParts): Tokenizer {
  const { model, postProcessor, decoder, addedTokens = [] } = parts;
  const addedIds = new Map(addedTokens.map((token) => [token.content, token.id]));
  const addedById = new Map(addedTokens.map((token) => [token.id, token]));
  function tokenOf(id: number): string {
    return addedById.get(id)?.content ?? model.vocabulary.tokenOf(id);
  }

  function isSpecial(id: number): boolean {
    return addedById.get(id)?.special ?? false;
  }

  const { encodeText, encodeIds } = createTextEncoder(parts, tokenOf);

  function encodeUnpadded(text: string | readonly [string, string], options: EncodeOptions): Encoding {
    const { addSpecialTokens = true, specialTokensInText = "recognise", truncation = parts.truncation } = options;
    const [one, other] = typeof text === "string" ? [text, undefined] : text;
    let first = encodeText(one, 0, specialTokensInText);
    let second = other === undefined ? undefined : encodeText(other, 1, specialTokensInText);
    if (truncation) {
      const added = addSpecialTokens ? (postProcessor?.addedTokens(second !== undefined) ?? 0) : 0;
      [first, second] = truncate(first, second, truncation, truncation.length - added);
    }
    const process = (a: Encoding, b: Encoding | undefined) =>
      postProcessor?.process(a, b, addSpecialTokens) ?? (b === undefined ? a : joinEncodings([a, b]));
    const [whole, ...overflow] = combinations(first, second).map(([a, b]) => process(a, b));
    return { ...(whole ?? first), overflow };
  }

  function encodeBatch(texts: readonly (string | readonly [string, string])[], options: EncodeOptions = {}) {
    const { padding = parts.padding } = options;
    const encodings = texts.map((text) => encodeUnpadded(text, options));
    return padding ? pad(encodings, padding) : encodings;
  }

  function encode(text: string | readonly [string, string], options: EncodeOptions = {}): Encoding {
    const [encoding] = encodeBatch([text], options);
    return encoding ?? encodingOf({ ids: [], tokens: [], offsets: [] }); // a batch of one has one
  }

  function decode(ids: ArrayLike<number>, { skipSpecialTokens = true } = {}): string {
    const tokens: string[] = [];
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? -1;
      const token = tokenOf(id);
      if (!skipSpecialTokens || !isSpecial(id)) {
        tokens.push(token);
      }
    }
    return decoder === undefined ? tokens.join(" ") : decoder.decode(tokens).join("");
  }

  return {
    parts,
    vocabularySize: Math.max(model.vocabulary.size, ...addedTokens.map(({ id }) => id + 1)),
    idOf: (token) => addedIds.get(token) ?? model.vocabulary.idOf(token),
    tokenOf,
    isSpecial,
    encode,
    encodeBatch,
    encodeIds,
    decode,
  };
}

/** Every piece of the first text with every piece of the second, the kept pieces first. */
function combinations(first: Encoding, second: Encoding | undefined): [Encoding, Encoding | undefined][] {
  const seconds = second === undefined ? [undefined] : [second, ...second.overflow];
  const [kept, ...others] = [first, ...first.overflow].map((a) =>
    seconds.map((b): [Encoding, Encoding | undefined] => [a, b]),
  );
  const [whole, ...rest] = kept ?? [];
  return whole === undefined ? [] : [whole, ...others.flat(), ...rest];
}
