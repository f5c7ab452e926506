/** Who is measured; ours is the first. */
export const sideNames = [
  "ours",
  "tokenizers",
  "plain",
  "gpt-tokenizer",
  "@huggingface/tokenizers",
  "tiktoken",
  "sentencepiece",
] as const;
export type SideName = (typeof sideNames)[number];

/** The measurements of one side: the first one, in a fresh process, and those after it. */
export interface Timing {
  readonly cold: number;
  readonly warm: readonly number[];
  /** The most memory that the process took, in bytes. */
  readonly peak?: number;
}

export type Timings = Partial<Record<SideName, Timing>>;

/** One line of the result. */
export interface Row {
  readonly what: string;
  readonly timings: Timings;
  /** Those that gave something else than ours. */
  readonly different: readonly SideName[];
  readonly goal?: { readonly text: string; readonly holds: boolean | undefined };
}

/** The middle of the warm measurements; the cold one where there is no other. */
export function warmSeconds({ cold, warm }: Timing): number {
  const sorted = [...warm].sort((first, second) => first - second);
  return sorted[Math.floor(sorted.length / 2)] ?? cold;
}

/** How many times longer a peer takes than ours, warm; undefined where one was not measured. */
export function ratio({ ours, ...peers }: Timings, peer: Exclude<SideName, "ours">): number | undefined {
  const theirs = peers[peer];
  return ours === undefined || theirs === undefined ? undefined : warmSeconds(theirs) / warmSeconds(ours);
}

/** Peers must take at least so many times what ours takes. */
export function atLeastTimes(
  timings: Timings,
  factor: number,
  peer: Exclude<SideName, "ours">,
): NonNullable<Row["goal"]> {
  const times = ratio(timings, peer);
  const text = factor === 1 ? `no slower than ${peer}` : `${factor} times as fast as ${peer}`;
  return { text, holds: times === undefined ? undefined : times >= factor };
}

/** Ours takes at most so many times what the peer takes. */
export function atMostTimes(
  timings: Timings,
  factor: number,
  peer: Exclude<SideName, "ours">,
): NonNullable<Row["goal"]> {
  const times = ratio(timings, peer);
  return { text: `at most ${factor} times ${peer}`, holds: times === undefined ? undefined : times * factor >= 1 };
}

/** Ours takes at most so long, warm. */
export function atMostSeconds({ ours }: Timings, limit: number): NonNullable<Row["goal"]> {
  return { text: `at most ${limit} s`, holds: ours === undefined ? undefined : warmSeconds(ours) <= limit };
}

/** Both goals, of which none may be missed. */
export function both(...goals: readonly NonNullable<Row["goal"]>[]): NonNullable<Row["goal"]> {
  const holds = goals.map((goal) => goal.holds);
  return {
    text: goals.map(({ text }) => text).join("; "),
    holds: holds.includes(false) ? false : holds.includes(undefined) ? undefined : true,
  };
}
