import { createAddedTokenFinder, type SpecialTokensInText } from "./added-tokens.ts";
import { alignText } from "./aligned-text.ts";
import { cutsOf, lastCut } from "./chunks.ts";
import type { Tokenizer } from "./tokenizer.ts";

const leastAtOnce = 2 ** 16;

/**
 * Encodes a text that comes in pieces, of a file larger than memory for instance: gives the ids that the whole text
 * would have, however it is cut, without the template's. What it keeps in memory is the text since the last place
 * where words are sure to be apart; a text without such a place (no spaces, or a tokenizer whose words run across
 * them) is kept whole.
 *
 * @param chunks pieces of the text, cut anywhere.
 *
 * @example
 * for await (const ids of encodeStream(tokenizer, createReadStream("corpus.txt", "utf8"))) count += ids.length;
 */
export async function* encodeStream(
  tokenizer: Tokenizer,
  chunks: Iterable<string> | AsyncIterable<string>,
  options: { readonly specialTokensInText?: SpecialTokensInText } = {},
): AsyncGenerator<Int32Array> {
  const cuts = cutsOf(tokenizer.parts);
  const finder = createAddedTokenFinder(tokenizer.parts.addedTokens ?? []);
  let pending = "";
  let enough = leastAtOnce;

  /** The last place where the text can be cut whatever follows, and which is in no added token. */
  function findCut(): number {
    let limit = pending.length - finder.longest - 1;
    while (limit > 0) {
      const cut = lastCut(pending, cuts, limit);
      if (cut === 0) return 0;
      const inside = finder.find(alignText(pending)).find(({ text, token }) => {
        // A token takes in white space around it, too, which may be more than is here yet.
        return token !== undefined && text.from <= cut && text.from + text.text.length >= cut;
      });
      if (inside === undefined) return cut;
      limit = inside.text.from;
    }
    return 0;
  }

  for await (const chunk of chunks) {
    pending += chunk;
    if (pending.length < enough) continue;
    const cut = findCut();
    if (cut > 0) {
      yield tokenizer.encodeIds(pending.slice(0, cut), options);
      pending = pending.slice(cut);
    }
    // Where there is no cut yet, look again when there is twice as much: not at every chunk.
    enough = Math.max(leastAtOnce, 2 * pending.length);
  }
  if (pending !== "") yield tokenizer.encodeIds(pending, options);
}
