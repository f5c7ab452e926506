/** The tokens that a model knows, each with its id. */
export interface Vocabulary {
  /** One more than the largest id. */
  readonly size: number;
  /** Finds the id of a token. */
  idOf(token: string): number | undefined;
  /**
   * Finds the token of an id.
   *
   * @throws RangeError for an id that no token has
   */
  tokenOf(id: number): string;
  /** Lists the tokens with their ids, the ids ascending. */
  entries(): [string, number][];
}

/**
 * Creates a vocabulary from tokens in the order of their ids, or from tokens with their ids.
 *
 * @throws Error if a token stands twice, or an id does; RangeError if an id is not a whole number from 0 up.
 *
 * @example
 * const vocabulary = createVocabulary(["a", "b"]);
 * vocabulary.idOf("b") // 1
 * vocabulary.tokenOf(0) // "a"
 */
export function createVocabulary(tokens: Iterable<string | readonly [string, number]>): Vocabulary {
  const ids = new Map<string, number>();
  const names: (string | undefined)[] = [];
  for (const entry of tokens) {
    const [token, id] = typeof entry === "string" ? [entry, names.length] : entry;
    if (!Number.isSafeInteger(id) || id < 0 || id >= 2 ** 31) {
      throw new RangeError(
        `Cannot give the token ${JSON.stringify(token)} the id ${id}: ids are whole numbers from 0 up`,
      );
    }
    if (ids.has(token)) {
      throw new Error(`Cannot list the token ${JSON.stringify(token)} twice: it has the id ${ids.get(token)}`);
    }
    if (names[id] !== undefined) {
      throw new Error(
        `Cannot give the token ${JSON.stringify(token)} the id ${id}: ${JSON.stringify(names[id])} has it`,
      );
    }
    ids.set(token, id);
    names[id] = token;
  }

  function tokenOf(id: number): string {
    const token = names[id];
    if (token === undefined) {
      throw new RangeError(`Cannot find the token ${id}: ${whyNot(id, names.length)}`);
    }
    return token;
  }

  return {
    size: names.length,
    idOf: (token) => ids.get(token),
    tokenOf,
    entries: () => [...ids].sort(([, first], [, second]) => first - second),
  };
}

function whyNot(id: number, size: number): string {
  if (size === 0) return "the vocabulary is empty";
  return Number.isInteger(id) && id >= 0 && id < size ? "no token has this id" : `ids run from 0 to ${size - 1}`;
}
