/** The characters of a text, each with a token id. */
export interface CharacterVocabulary {
  /** The characters in the order of their ids. */
  characters: readonly string[];
  /**
   * Turns a text into token ids, one for each character.
   *
   * @throws Error for a character that the vocabulary does not hold
   */
  encode(text: string): Int32Array;
  /**
   * Turns token ids into a text.
   *
   * @throws RangeError for an id outside the vocabulary
   */
  decode(ids: ArrayLike<number>): string;
}

/**
 * Numbers the characters that occur in a text, in the order of their code points. A character is one Unicode code
 * point: an emoji counts once, a letter with a combining accent twice.
 *
 * @example
 * const vocabulary = characterVocabulary("a cab");
 * vocabulary.characters; // [" ", "a", "b", "c"]
 * [...vocabulary.encode("bac")]; // [2, 1, 3]
 * vocabulary.decode([2, 1, 3]); // "bac"
 */
export function characterVocabulary(text: string): CharacterVocabulary {
  const points = new Set<number>();
  for (const character of text) {
    points.add(character.codePointAt(0) ?? 0);
  }
  const characters = [...points].sort((first, second) => first - second).map((point) => String.fromCodePoint(point));
  const ids = new Map(characters.map((character, id) => [character, id]));

  function encode(words: string): Int32Array {
    const encoded = new Int32Array(words.length);
    let count = 0;
    for (const character of words) {
      const id = ids.get(character);
      if (id === undefined) {
        throw new Error(
          `Cannot encode the character ${JSON.stringify(character)}: it is none of the ${ids.size} in the vocabulary`,
        );
      }
      encoded[count++] = id;
    }
    return encoded.slice(0, count);
  }

  function decode(encoded: ArrayLike<number>): string {
    return Array.from(encoded, (id) => {
      const character = characters[id];
      if (character === undefined) {
        throw new RangeError(`Cannot decode the token id ${id}: ids run from 0 to ${characters.length - 1}`);
      }
      return character;
    }).join("");
  }

  return { characters, encode, decode };
}
