import { createRandom } from "../../../lib/random/index.ts";

/** Random choices that a seed repeats. */
export interface Chance {
  /** A whole number from 0 up to but without the limit. */
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** So many results of a function. */
  times<Item>(count: number, make: () => Item): Item[];
  bytes(length: number): Buffer;
  /** Text of any UTF-16 units, among them lone surrogates, line separators and what a terminal takes for commands. */
  text(length: number): string;
}

export function chanceFrom(seed: number): Chance {
  const random = createRandom(seed);
  const below = (limit: number) => (limit > 0 ? random.integer(limit) : 0);
  const times = <Item>(count: number, make: () => Item): Item[] => Array.from({ length: count }, make);
  const unit = () => {
    const [from, to] = random.choice(unitRanges);
    return String.fromCodePoint(from + below(to - from));
  };
  return {
    below,
    times,
    pick: (items) => random.choice(items),
    bytes: (length) => Buffer.from(times(length, () => below(256))),
    text: (length) => times(length, unit).join(""),
  };
}

const unitRanges: readonly (readonly [number, number])[] = [
  [0x20, 0x7f],
  [0x20, 0x7f],
  [0, 0x20],
  [0x80, 0x800],
  [0x2028, 0x202f],
  [0x4e00, 0x9fff],
  [0xd800, 0xe000],
  [0xfe00, 0x10000],
  [0x1f300, 0x1f700],
];

/**
 * How long a fuzz test goes on, in milliseconds, and with which seed: LLMLAB_FUZZ_SECONDS and LLMLAB_FUZZ_SEED say it.
 * Without them it is `share` seconds, and a new seed each time, so that every run looks at something else.
 */
export function fuzzPlan(share: number): { milliseconds: number; seed: number } {
  const { LLMLAB_FUZZ_SECONDS: seconds, LLMLAB_FUZZ_SEED: seed } = process.env;
  return { milliseconds: Number(seconds ?? share) * 1000, seed: Number(seed ?? Date.now() % 1_000_000) };
}

/** Runs a fuzz test, and says in its failure what it did and how to see it again. */
export async function reportSeed(seed: number, doing: () => string, test: () => Promise<void>): Promise<void> {
  try {
    await test();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\nSeen with LLMLAB_FUZZ_SEED=${seed}, after:\n${doing().slice(0, 6000)}`);
  }
}
