import type { Tokenizer } from "./tokenizer.ts";

/** Decodes ids one by one, as a model writes them. */
export interface DecodeStream {
  /**
   * Takes the next id, and gives the text that is sure by now: "" while a character is not whole.
   *
   * @throws RangeError for an id that no token has
   */
  push(id: number): string;
  /** Gives what is left, as `decode` would, and begins anew. */
  flush(): string;
}

const manyIds = 16;
/** More tokens than an unfinished character can be spread over. */
const kept = 5;

/**
 * Begins to decode ids one by one. All pieces together are what `decode` makes of all ids, and none of them ends in the
 * middle of a character, whose bytes several tokens may hold.
 *
 * @param options `skipSpecialTokens` (default true) leaves special tokens out.
 *
 * @example
 * const stream = createDecodeStream(tokenizer);
 * for (const id of ids) process.stdout.write(stream.push(id));
 * process.stdout.write(stream.flush());
 */
export function createDecodeStream(
  tokenizer: Tokenizer,
  { skipSpecialTokens = true }: { readonly skipSpecialTokens?: boolean } = {},
): DecodeStream {
  // The last ids, as the context of the next (a word is decoded with a space before it, but not the first one), and
  // how much of their text has been given.
  let ids: number[] = [];
  let given = 0;

  function push(id: number): string {
    // What says nothing is no context.
    if (skipSpecialTokens && tokenizer.isSpecial(id)) return "";
    const text = tokenizer.decode([...ids, id], { skipSpecialTokens });
    ids.push(id);
    const sure = text.length - unfinishedLength(text);
    const piece = text.slice(given, sure);
    given = Math.max(given, sure);
    if (ids.length > manyIds) {
      const rest = text.length - given;
      ids = ids.slice(-kept);
      given = tokenizer.decode(ids, { skipSpecialTokens }).length - rest;
    }
    return piece;
  }

  function flush(): string {
    const rest = tokenizer.decode(ids, { skipSpecialTokens }).slice(given);
    ids = [];
    given = 0;
    return rest;
  }

  return { push, flush };
}

/**
 * How many units at the end may yet become another character: half of a surrogate pair, or the signs that stand for
 * the bytes of a character which is not whole, three at most.
 */
function unfinishedLength(text: string): number {
  if ((text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800) return 1;
  return /\ufffd{0,3}$/.exec(text)?.[0].length ?? 0;
}
