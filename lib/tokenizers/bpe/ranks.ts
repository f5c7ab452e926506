import { byteCharacters } from "../bytes/byte-characters.ts";
import type { Tokenizer } from "../pipeline/tokenizer.ts";
import { createVocabulary } from "../pipeline/vocabulary.ts";
import type { BytePattern } from "../pre-tokenizers/byte-level.ts";
import { bpeOf, type MergeRule } from "./bpe.ts";
import { byteLevelTokenizer } from "./byte-level-bpe.ts";
import { createMergeTable, type Merge } from "./merge-table.ts";

/**
 * Reads tiktoken's files: a line for each token, its bytes in base64 and its rank.
 *
 * @returns the tokens in GPT-2's characters for bytes, with their ranks.
 * @throws Error for a line that is something else, as the last one is where a file was cut short.
 */
export function readRanks(text: string): Map<string, number> {
  const ranks = new Map<string, number>();
  text.split("\n").forEach((line, at) => {
    if (line === "") return;
    const [, base64, rank] = /^([A-Za-z0-9+/]+={0,2}) (\d+)\r?$/.exec(line) ?? [];
    if (base64 === undefined || base64.length % 4 !== 0) {
      throw new Error(
        `Cannot read line ${at + 1} of the ranks, ${JSON.stringify(line.slice(0, 40))}: it is no base64 and rank`,
      );
    }
    const token = Array.from(Buffer.from(base64, "base64"), (byte) => byteCharacters[byte] ?? "").join("");
    ranks.set(token, Number(rank));
  });
  return ranks;
}

/**
 * Creates a tokenizer of ranks, as tiktoken has them: a token's rank is its id, and any two neighbours merge whose
 * bytes together are a token, the lowest rank first. A word that is a token needs no merging.
 *
 * @param specialTokens with their ids.
 */
export function tokenizerFromRanks(
  ranks: ReadonlyMap<string, number>,
  {
    pattern,
    specialTokens = {},
  }: { pattern: Exclude<BytePattern, "none">; specialTokens?: Readonly<Record<string, number>> },
): Tokenizer {
  const vocabulary = createVocabulary(ranks);
  const merges: Merge[] = [];
  const rules: MergeRule[] = [];
  for (const [token, merged] of vocabulary.entries()) {
    const splits: Merge[] = [];
    for (let at = 1; at < token.length; at++) {
      const left = vocabulary.idOf(token.slice(0, at));
      const right = vocabulary.idOf(token.slice(at));
      if (left !== undefined && right !== undefined) splits.push({ left, right, rank: merged, merged });
    }
    splits.sort((first, second) => first.left - second.left || first.right - second.right);
    for (const split of splits) {
      merges.push(split);
      rules.push([vocabulary.tokenOf(split.left), vocabulary.tokenOf(split.right)]);
    }
  }
  const model = bpeOf(
    { vocabulary: vocabulary.entries(), merges: rules, ignoreMerges: true },
    vocabulary,
    createMergeTable(merges),
  );
  const addedTokens = Object.entries(specialTokens).map(([content, id]) => ({ content, id, special: true }));
  return byteLevelTokenizer(model, { pattern, addedTokens });
}
