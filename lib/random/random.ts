import { type Key, philox, type Words } from "./philox.ts";

/** A seeded source of random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Draws a number from [0, 1), evenly, with 53 random bits. */
  uniform(): number;
  /** Draws a whole number from 0 to `below` - 1, each exactly as likely. `below` is 1 to 2^32. */
  integer(below: number): number;
  /** Draws from the normal distribution with mean 0 and deviation 1 (Box and Muller, 1958). */
  normal(): number;
  /** Picks one of the items, each as likely. */
  choice<T>(items: readonly T[]): T;
  /** Returns the items in random order, each order as likely (Fisher and Yates); leaves `items` alone. */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * Opens the independent stream of this name. It depends on the seed and the name only, not on what was drawn
   * before: asking twice gives the same numbers twice, and drawing more from one stream never shifts another.
   */
  stream(name: string): Random;
}

/** How many values a 32-bit word has. */
const wordCount = 2 ** 32;
/** The second counter word of a block that digests a stream's name; drawing would take 2^66 words to get there. */
const naming = 0xffffffff;

/**
 * Creates the generator of this seed: Philox4x32-10 keyed with the seed, counting upwards.
 *
 * Give each use its own stream, so that a change in one (a larger model, another batch size) leaves the others as
 * they were: `random.stream("weights")`, `random.stream("batches")`. Not for secrets.
 *
 * @param seed a whole number from 0 to 2^53 - 1.
 * @throws RangeError if the seed is anything else.
 *
 * @example
 * const random = createRandom(42);
 * random.stream("batches").integer(6) // 0
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`Cannot seed a generator with ${seed}: a seed is a whole number from 0 to 2^53 - 1`);
  }
  return open([seed % wordCount, Math.floor(seed / wordCount)], [0, 0]);
}

/** The stream of `key` whose counters all end in `stream`: two streams never share a counter. */
function open(key: Key, stream: readonly [number, number]): Random {
  let block: Words = [0, 0, 0, 0];
  let blocks = 0;
  let used = 4;

  function word(): number {
    if (used === 4) {
      block = philox([blocks % wordCount, Math.floor(blocks / wordCount), stream[0], stream[1]], key);
      blocks++;
      used = 0;
    }
    // `used` runs from 0 to 3: the fallback is never taken, it only tells the compiler so.
    return block[used++] ?? 0;
  }

  function uniform(): number {
    const high = word() >>> 5;
    const low = word() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  function integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > wordCount) {
      throw new RangeError(`Cannot draw an integer below ${below}: the bound is a whole number from 1 to 2^32`);
    }
    // Words at the ragged end of the range would favour the small remainders: draw again.
    const limit = wordCount - (wordCount % below);
    let drawn = word();
    while (drawn >= limit) {
      drawn = word();
    }
    return drawn % below;
  }

  function normal(): number {
    // 1 - uniform() is never 0, whose logarithm has no value.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  function choice<T>(items: readonly T[]): T {
    if (items.length === 0) {
      throw new RangeError("Cannot choose from an empty list: it needs at least one item");
    }
    // Always inside the list: `undefined` comes out only where T holds it.
    return items[integer(items.length)] as T;
  }

  function shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const picked = integer(last + 1);
      [shuffled[last], shuffled[picked]] = [shuffled[picked] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  return { uniform, integer, normal, choice, shuffle, stream: (name) => open(key, digest(key, stream, name)) };
}

/** Digests a name, below the stream that opens it, into 64 bits: length first, so that "a", "b" is not "ab". */
function digest(key: Key, parent: readonly [number, number], name: string): readonly [number, number] {
  let [first, second] = philox([name.length, naming, parent[0], parent[1]], key);
  for (let at = 0; at < name.length; at++) {
    [first, second] = philox([name.charCodeAt(at), naming, first, second], key);
  }
  return [first, second];
}
