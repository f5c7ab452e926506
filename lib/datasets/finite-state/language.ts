/** One way on from a state: the token that is spoken, how likely it is, and the state that follows. */
export interface Transition {
  token: number;
  probability: number;
  next: number;
}

/**
 * A language spoken by a probabilistic finite-state machine. In each state it draws a token, speaks it and moves on.
 * State and token together settle the next state (the machine is *unifilar*), so whoever has heard a text from its
 * beginning knows the state, and what comes next can be computed exactly.
 */
export interface FiniteStateLanguage {
  /** Every word; the place of a word is its token id. */
  vocabulary: readonly string[];
  /** The ways on from each state, by token. State 0 is where a text begins. */
  states: readonly ReadonlyMap<number, Transition>[];
}

/** One way on, as a grammar writes it: the word, its probability, and the state that follows. */
export interface Way<State> {
  word: string;
  probability: number;
  next: State;
}

/** How far the probabilities of a state may be from adding up to 1: many roundings of a double. */
const rounding = 1e-9;

/**
 * Builds the machine of a grammar: follows the ways on from `start` until no new state turns up.
 *
 * @param grammar.vocabulary every word that the language may use, in the order of the token ids
 * @param grammar.start the state in which a text begins; states are plain data, equal when their JSON is
 * @param grammar.ways the ways on from a state, whose probabilities add up to 1; those with probability 0 are left out
 * @throws Error if the probabilities of a state do not add up to 1, a word is not in the vocabulary, or one word leads
 *   from one state to two
 * @example
 * // Never two "b" in a row.
 * const golden = createFiniteStateLanguage<"any" | "after b">({
 *   vocabulary: ["a", "b"],
 *   start: "any",
 *   ways: (state) =>
 *     state === "after b"
 *       ? [{ word: "a", probability: 1, next: "any" }]
 *       : [{ word: "a", probability: 0.5, next: "any" }, { word: "b", probability: 0.5, next: "after b" }],
 * });
 * golden.states.length; // 2
 */
export function createFiniteStateLanguage<State>(grammar: {
  vocabulary: readonly string[];
  start: State;
  ways: (state: State) => readonly Way<State>[];
}): FiniteStateLanguage {
  const { vocabulary, start, ways } = grammar;
  const ids = idsOfWords(vocabulary);
  const numbers = new Map([[JSON.stringify(start), 0]]);
  const found: State[] = [start];
  const states: Map<number, Transition>[] = [];

  function numberOf(state: State): number {
    const key = JSON.stringify(state);
    const number = numbers.get(key) ?? found.push(state) - 1;
    numbers.set(key, number);
    return number;
  }

  // `found` grows while it is walked: a breadth-first search.
  for (const state of found) {
    const transitions = new Map<number, Transition>();
    let total = 0;
    for (const { word, probability, next } of ways(state)) {
      const token = ids.get(word);
      const where = `from state ${JSON.stringify(state)} by "${word}"`;
      if (token === undefined) {
        throw new Error(`Cannot go on ${where}: the vocabulary does not hold the word`);
      }
      if (!(probability >= 0)) {
        throw new Error(`Cannot go on ${where} with probability ${probability}: it must be 0 or more`);
      }
      if (transitions.has(token)) {
        throw new Error(`Cannot go on ${where} in two ways: a word leads to one state only`);
      }
      total += probability;
      if (probability > 0) {
        transitions.set(token, { token, probability, next: numberOf(next) });
      }
    }
    if (Math.abs(total - 1) > rounding) {
      throw new Error(`Cannot leave state ${JSON.stringify(state)}: its probabilities add up to ${total}, not to 1`);
    }
    states.push(transitions);
  }
  return { vocabulary, states };
}

/**
 * Turns a text into token ids: the words between white space.
 *
 * @throws Error for a word that the language does not have
 * @example
 * languageIds(createSchool(), "the teacher").length; // 2
 */
export function languageIds(language: FiniteStateLanguage, text: string): Int32Array {
  const ids = idsOfWords(language.vocabulary);
  return Int32Array.from(text.split(/\s+/).filter(Boolean), (word) => {
    const id = ids.get(word);
    if (id === undefined) {
      throw new Error(`Cannot encode the word "${word}": it is not one of the ${ids.size} words of the language`);
    }
    return id;
  });
}

/**
 * Turns token ids into a text, its words set apart by spaces.
 *
 * @throws RangeError for an id outside the vocabulary
 */
export function languageText(language: FiniteStateLanguage, ids: ArrayLike<number>): string {
  const size = language.vocabulary.length;
  return Array.from(ids, (id) => {
    const word = language.vocabulary[id];
    if (word === undefined) {
      throw new RangeError(`Cannot decode the token id ${id}: ids run from 0 to ${size - 1}`);
    }
    return word;
  }).join(" ");
}

function idsOfWords(vocabulary: readonly string[]): Map<string, number> {
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  if (ids.size !== vocabulary.length) {
    const twice = vocabulary.find((word, id) => ids.get(word) !== id);
    throw new Error(`Cannot number the vocabulary: it holds "${twice}" twice`);
  }
  return ids;
}
