import type { AlignedText } from "./aligned-text.ts";
import type { Encoding } from "./encoding.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
/** A part of a tokenizer.json file: an object, whose "type" says which part it is. */
export type JsonObject = { readonly [name: string]: Json };

/** A part of a tokenizer that tokenizer.json can hold. */
interface Part {
  /** Describes the part as tokenizer.json does. */
  toJson(): JsonObject;
}

/** Evens out a text before it is cut: case, accents, forms of the same character. */
export interface Normaliser extends Part {
  normalise(text: AlignedText): AlignedText;
  /** Whether the parts of a text, cut before white space, become what they become in the whole text. */
  readonly local: boolean;
}

/** Cuts a text into words, none of which a token crosses. */
export interface PreTokenizer extends Part {
  /** Cuts one piece of text; may also rewrite it, as the byte-level one does. */
  split(text: AlignedText): AlignedText[];
  /**
   * Says where a text can be cut in two that are tokenized apart, with the same tokens: before any white space that
   * follows a letter or a digit, before a space (U+0020) that follows anything but white space, or nowhere.
   */
  readonly cuts: "white-space" | "space" | "nowhere";
  /** The same in two steps, where each word is cut first and then rewritten on its own: byte-level BPE does it quickly. */
  readonly words?: { readonly scan: WordScanner; readonly spell: (word: AlignedText) => AlignedText } | undefined;
}

/** Finds where the word ends that begins at `start`; words tile the text. */
export type WordScanner = (text: string, start: number) => number;

/** The tokens of one word: their ids, and where each begins and ends in the word, in UTF-16 units. */
export interface Segmentation {
  readonly ids: ArrayLike<number>;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/** Splits a word into tokens of its vocabulary. */
export interface Model extends Part {
  readonly vocabulary: Vocabulary;
  /**
   * Splits one word.
   *
   * @throws Error if the word holds what the vocabulary does not, and the model has no unknown token.
   */
  segment(word: string): Segmentation;
  /**
   * Makes what encodes texts into ids, without offsets, where the words are the bytes of what a scanner finds; undefined
   * where the vocabulary lacks some of the bytes.
   */
  createByteEncoder?(scan: WordScanner): ByteEncoder | undefined;
}

/** Encodes a text, and adds the ids to `ids`. */
export type ByteEncoder = (text: string, ids: IdList) => void;

/** A list of ids that grows. */
export interface IdList {
  push(id: number): void;
}

/** Puts special tokens around one encoding or two. */
export interface PostProcessor extends Part {
  /** How many tokens it adds to one text, or to a pair. */
  addedTokens(pair: boolean): number;
  /** Joins the encodings; without `addSpecialTokens` it only joins. */
  process(first: Encoding, second: Encoding | undefined, addSpecialTokens: boolean): Encoding;
}

/** Turns tokens back into text. */
export interface Decoder extends Part {
  /** Rewrites the tokens into the pieces of the text, to be joined with nothing between them. */
  decode(tokens: readonly string[]): string[];
}
