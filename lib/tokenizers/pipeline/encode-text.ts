import { type AddedToken, createAddedTokenFinder, type SpecialTokensInText } from "./added-tokens.ts";
import { type AlignedText, alignText, originalRange } from "./aligned-text.ts";
import { type Encoding, encodingOf, type TokenColumns } from "./encoding.ts";
import { createIdBuffer } from "./id-buffer.ts";
import type { ByteEncoder } from "./parts.ts";
import type { TokenizerParts } from "./tokenizer.ts";

/** Encodes single texts, without template, truncation or padding. */
export interface PlainEncoder {
  encodeText(text: string, typeId: number, inText: SpecialTokensInText): Encoding;
  /** Encodes into ids alone, quickly where the words are bytes. */
  encodeIds(text: string, options?: { readonly specialTokensInText?: SpecialTokensInText }): Int32Array;
}

/** Prepares to take texts through the parts of a tokenizer: added tokens, normaliser, pre-tokenizer, model. */
export function createTextEncoder(parts: TokenizerParts, tokenOf: (id: number) => string): PlainEncoder {
  const { model, normaliser, preTokenizer, addedTokens = [] } = parts;
  const finders = (tokens: readonly AddedToken[]) => ({
    asGiven: createAddedTokenFinder(tokens.filter(({ normalised }) => !normalised)),
    normalised: createAddedTokenFinder(tokens.filter(({ normalised }) => normalised)),
  });
  const all = finders(addedTokens);
  const plain = finders(addedTokens.filter(({ special }) => !special));

  const words = normaliser === undefined ? preTokenizer?.words : undefined;
  const remembered = createSpelledWords();

  function encodeText(text: string, typeId: number, inText: SpecialTokensInText): Encoding {
    const columns: TokenColumns = { ids: [], tokens: [], offsets: [] };
    const { asGiven, normalised } = inText === "text" ? plain : all;

    function add(word: AlignedText): void {
      const { ids, starts, ends } = model.segment(word.text);
      for (let at = 0; at < ids.length; at++) {
        const id = ids[at] ?? 0;
        columns.ids.push(id);
        columns.tokens.push(tokenOf(id));
        columns.offsets.push(originalRange(word, starts[at] ?? 0, ends[at] ?? 0));
      }
    }

    /** Adds a word that the pre-tokenizer only rewrites: the same word has the same tokens, wherever it stands. */
    function addSpelled(word: string, from: number, spell: (word: AlignedText) => AlignedText): void {
      const { ids, tokens, offsets } = remembered(word, () => {
        const spelled = spell(alignText(word));
        const { ids, starts, ends } = model.segment(spelled.text);
        return {
          ids: Array.from(ids),
          tokens: Array.from(ids, tokenOf),
          offsets: Array.from(ids, (_, at) => originalRange(spelled, starts[at] ?? 0, ends[at] ?? 0)),
        };
      });
      for (let at = 0; at < ids.length; at++) {
        const [start, end] = offsets[at] ?? [0, 0];
        columns.ids.push(ids[at] ?? 0);
        columns.tokens.push(tokens[at] ?? "");
        columns.offsets.push([from + start, from + end]);
      }
    }

    function addPiece(piece: AlignedText): void {
      if (words !== undefined && piece.ranges === undefined) {
        for (let start = 0; start < piece.text.length; ) {
          const end = words.scan(piece.text, start);
          addSpelled(piece.text.slice(start, end), piece.from + start, words.spell);
          start = end;
        }
      } else {
        for (const word of preTokenizer?.split(piece) ?? [piece]) {
          if (word.text !== "") add(word);
        }
      }
    }

    function addToken(token: AddedToken, piece: AlignedText): void {
      refuseSpecial(token, inText);
      columns.ids.push(token.id);
      columns.tokens.push(token.content);
      columns.offsets.push(originalRange(piece, 0, piece.text.length));
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
          addPiece(piece);
        }
      }
    }
    return encodingOf(columns, typeId);
  }

  const canEncodeBytes = words !== undefined && addedTokens.every(({ normalised }) => !normalised);
  let encodeBytes: ByteEncoder | undefined;

  function encodeIds(
    text: string,
    { specialTokensInText = "recognise" }: { readonly specialTokensInText?: SpecialTokensInText } = {},
  ): Int32Array {
    if (canEncodeBytes) encodeBytes ??= model.createByteEncoder?.(words.scan);
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

  return { encodeText, encodeIds };
}

const mostRemembered = 65_536;
const longestRemembered = 64;

/** Remembers what words became. */
function createSpelledWords(): (word: string, make: () => TokenColumns) => TokenColumns {
  const known = new Map<string, TokenColumns>();
  return (word, make) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const made = make();
    if (word.length <= longestRemembered) {
      if (known.size >= mostRemembered) known.clear();
      known.set(word, made);
    }
    return made;
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
