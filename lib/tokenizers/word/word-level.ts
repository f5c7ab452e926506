import type { Model } from "../pipeline/parts.ts";
import { createVocabulary } from "../pipeline/vocabulary.ts";

/** What a model of whole words is made of. */
export interface WordLevelOptions {
  /** The words in the order of their ids, or with their ids. */
  readonly vocabulary: Iterable<string | readonly [string, number]>;
  /** Stands for words that the vocabulary does not hold; without one they are an error. */
  readonly unknownToken?: string | undefined;
}

/**
 * Creates a model whose tokens are whole words (or whole characters, where the text is cut into these).
 *
 * @example
 * [...createWordLevel({ vocabulary: ["<unk>", "the"], unknownToken: "<unk>" }).segment("cat").ids] // [0]
 */
export function createWordLevel(options: WordLevelOptions): Model {
  const vocabulary = createVocabulary(options.vocabulary);
  const { unknownToken } = options;
  const unknown = unknownToken === undefined ? undefined : vocabulary.idOf(unknownToken);

  return {
    vocabulary,
    segment: (word) => {
      const id = vocabulary.idOf(word) ?? unknown;
      if (id === undefined) {
        throw new Error(
          `Cannot encode ${JSON.stringify(word.slice(0, 40))}: the vocabulary holds neither it nor an unknown token`,
        );
      }
      return { ids: [id], starts: [0], ends: [word.length] };
    },
    // The file must name a token, present or not.
    toJson: () => ({
      type: "WordLevel",
      vocab: Object.fromEntries(vocabulary.entries()),
      unk_token: unknownToken ?? "<unk>",
    }),
  };
}
