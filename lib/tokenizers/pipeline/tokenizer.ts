import { type AddedToken, createAddedTokenFinder, type SpecialTokensInText } from "./added-tokens.ts";
import { type AlignedText, alignText, originalRange } from "./aligned-text.ts";
import { type EncodedToken, type Encoding, encodingOf, joinEncodings } from "./encoding.ts";
import { createIdBuffer } from "./id-buffer.ts";
import { type Padding, pad } from "./padding.ts";
import type { ByteEncoder, Decoder, Model, Normaliser, PostProcessor, PreTokenizer } from "./parts.ts";
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
  const { model, normaliser, preTokenizer, postProcessor, decoder, addedTokens = [] } = parts;
  const addedIds = new Map(addedTokens.map((token) => [token.content, token.id]));
  const addedById = new Map(addedTokens.map((token) => [token.id, token]));
  const finders = (tokens: readonly AddedToken[]) => ({
    asGiven: createAddedTokenFinder(tokens.filter(({ normalised }) => !normalised)),
    normalised: createAddedTokenFinder(tokens.filter(({ normalised }) => normalised)),
  });
  const all = finders(addedTokens);
  const plain = finders(addedTokens.filter(({ special }) => !special));

  function tokenOf(id: number): string {
    return addedById.get(id)?.content ?? model.vocabulary.tokenOf(id);
  }

  function encodeText(text: string, typeId: number, inText: SpecialTokensInText): Encoding {
    const tokens: EncodedToken[] = [];
    const { asGiven, normalised } = inText === "text" ? plain : all;

    function add(word: AlignedText): void {
      const { ids, starts, ends } = model.segment(word.text);
      for (let at = 0; at < ids.length; at++) {
        const id = ids[at] ?? 0;
        tokens.push({ id, token: tokenOf(id), offset: originalRange(word, starts[at] ?? 0, ends[at] ?? 0) });
      }
    }

    function addToken(token: AddedToken, piece: AlignedText): void {
      refuseSpecial(token, inText);
      tokens.push({ id: token.id, token: token.content, offset: originalRange(piece, 0, piece.text.length) });
    }

    for (const { text: section, token } of asGiven.find(alignText(text))) {
      if (token !== undefined) {
        addToken(token, section);
        continue;
      }
      for (const { text: piece, token: found } of normalised.find(normaliser?.normalise(section) ?? section)) {
        if (found !== undefined) {
          addToken(found, piece);
        } else {
          for (const word of preTokenizer?.split(piece) ?? [piece]) {
            if (word.text !== "") add(word);
          }
        }
      }
    }
    return encodingOf(tokens, typeId);
  }

  const scan = normaliser === undefined ? preTokenizer?.scan : undefined;
  const canEncodeBytes = scan !== undefined && addedTokens.every(({ normalised }) => !normalised);
  let encodeBytes: ByteEncoder | undefined;

  function encodeIds(text: string, { specialTokensInText = "recognise" }: EncodeOptions = {}): Int32Array {
    if (canEncodeBytes) encodeBytes ??= model.createByteEncoder?.(scan);
    if (encodeBytes === undefined) return encodeText(text, 0, specialTokensInText).ids;
    const ids = createIdBuffer(text.length / 3);
    const { asGiven } = specialTokensInText === "text" ? plain : all;
    for (const { text: section, token } of asGiven.find(alignText(text))) {
      if (token === undefined) {
        encodeBytes(section.text, ids);
      } else {
        refuseSpecial(token, specialTokensInText);
        ids.push(token.id);
      }
    }
    return ids.toArray();
  }

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
    return encoding ?? encodingOf([]); // a batch of one has one
  }

  function decode(ids: ArrayLike<number>, { skipSpecialTokens = true } = {}): string {
    const tokens: string[] = [];
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? -1;
      const token = tokenOf(id);
      if (!skipSpecialTokens || !addedById.get(id)?.special) {
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
    encode,
    encodeBatch,
    encodeIds,
    decode,
  };
}

/** Throws where special tokens may not stand in a text. */
function refuseSpecial(token: AddedToken, inText: SpecialTokensInText): void {
  if (token.special && inText === "error") {
    throw new Error(
      `Cannot encode the special token ${JSON.stringify(token.content)} in a text: remove it, or allow it with specialTokensInText`,
    );
  }
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
