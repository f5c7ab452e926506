/** The kernels that are measured; ours is the first. */
export const kernelNames = ["llmlab", "tslab", "deno", "ipykernel"] as const;
export type KernelName = (typeof kernelNames)[number];

/** What was measured for one kernel: a number in the row's unit, or a word where there is no number. */
export type Figure = number | string;
export type Figures = Partial<Record<KernelName, Figure>>;

/** A goal for our kernel; undefined says that it cannot be judged in this run. */
export interface Goal {
  readonly text: string;
  holds(figures: Figures): boolean | undefined;
}

/** One line of the result: one thing measured for each kernel. */
export interface Row {
  readonly what: string;
  /** `ms`, `s`, `MiB`, `times`; empty for counts and words. */
  readonly unit: string;
  readonly figures: Figures;
  readonly goal?: Goal;
  /** All single measurements, for the JSON file. */
  readonly samples?: Partial<Record<KernelName, readonly number[]>>;
}

/** Ours is at most so much. A word, such as "no", does not hold. */
export function atMost(limit: number, unit: string): Goal {
  return { text: `at most ${limit} ${unit}`.trim(), holds: ({ llmlab }) => judge(llmlab, (ours) => ours <= limit) };
}

/** Ours is at most so many times that of a peer. */
export function atMostTimes(factor: number, peer: KernelName): Goal {
  return {
    text: factor === 1 ? `less than ${peer}` : `at most ${factor} x ${peer}`,
    holds: (figures) => {
      const theirs = figures[peer];
      return typeof theirs === "number" ? judge(figures.llmlab, (ours) => ours <= factor * theirs) : undefined;
    },
  };
}

/** Ours is just this. */
export function exactly(expected: Figure): Goal {
  return { text: `${expected}`, holds: ({ llmlab }) => (llmlab === undefined ? undefined : llmlab === expected) };
}

function judge(ours: Figure | undefined, test: (ours: number) => boolean): boolean | undefined {
  if (ours === undefined) return undefined;
  return typeof ours === "number" && test(ours);
}
