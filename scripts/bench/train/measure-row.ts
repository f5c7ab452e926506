import { join } from "node:path";
import { median } from "../kernel/statistics.ts";
import { writeBatches } from "./batches.ts";
import { numberIn, numbersIn, type Side } from "./side.ts";
import { inputShapes, plainUpdate, type Task, type Update } from "./task.ts";

/** The learning rate of a row's steps: what they cost does not hang on it. */
const RATE = 1e-3;

/** What a side did in one row. */
export interface SideResult {
  /** How many numbers its model learns. */
  readonly parameters: number;
  /** From the first step's start to its end: whatever is compiled is compiled in it. */
  readonly firstStep: number;
  /** The milliseconds of the steps, by rounds. */
  readonly rounds: readonly (readonly number[])[];
  /** What the first steps came to: losses, or the largest logits. */
  readonly results: readonly number[];
  /** The most memory that its process had, in MiB; undefined where the system does not tell. */
  readonly memory: number | undefined;
}

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** About how many milliseconds of steps a side takes in a round. */
  readonly roundTime: number;
  readonly threads: number;
}

/** A side, and whether its model is compiled by torch.compile. */
export interface Contestant {
  readonly name: SideName;
  readonly side: Side;
}

export const sideNames = ["ours", "eager", "compiled"] as const;
/** Ours, PyTorch eager, and PyTorch with torch.compile. */
export type SideName = (typeof sideNames)[number];

/**
 * Measures one task on every side, in turns: a round of steps on the first, on the second, on the third, then again, so
 * that what else the machine does hits all alike. Each process works alone while the others wait.
 *
 * @param options `folder` is for the files that the sides share; `compared` gives all the weights of the first
 */
export async function measureTask(
  task: Task,
  contestants: readonly Contestant[],
  {
    folder,
    effort,
    compared,
    update = plainUpdate,
  }: { folder: string; effort: Effort; compared: boolean; update?: Update },
): Promise<Partial<Record<SideName, SideResult>>> {
  const { threads, rounds, roundTime } = effort;
  const batches = join(folder, "batches.bin");
  const weights = join(folder, "weights");
  writeBatches(task, batches);
  const order = { ...task, ...update, batches, inputs: inputShapes(task) };
  const results: Partial<Record<SideName, SideResult>> = {};
  const begun: {
    name: SideName;
    side: Side;
    parameters: number;
    firstStep: number;
    results: number[];
    count: number;
  }[] = [];
  for (const { name, side } of contestants) {
    const start = { do: "start", task: order, threads, compiled: name === "compiled" };
    const shared = compared ? { [name === "ours" ? "save" : "weights"]: weights } : {};
    const parameters = await side.askNumber({ ...start, ...shared }, "parameters");
    const first = await steps(side, FIRST_STEPS);
    const settled = await steps(side, SETTLING_STEPS);
    const usual = median(settled.milliseconds.slice(1));
    begun.push({
      name,
      side,
      parameters,
      firstStep: first.milliseconds[0] ?? Number.NaN,
      results: first.results,
      count: Math.min(Math.max(Math.ceil(roundTime / usual), 3), 400),
    });
  }
  const times = new Map<SideName, number[][]>(begun.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const first = round % Math.max(begun.length, 1);
    for (const { name, side, count } of [...begun.slice(first), ...begun.slice(0, first)]) {
      // The first step finds the processor's caches full of another's data.
      const { milliseconds } = await steps(side, count + 1);
      times.get(name)?.push(milliseconds.slice(1));
    }
  }
  for (const { name, side, parameters, firstStep, results: firstResults } of begun) {
    const answer = await side.ask({ do: "memory" });
    const memory = answer.mebibytes === null ? undefined : numberIn(answer, "mebibytes", side.name);
    results[name] = { parameters, firstStep, results: firstResults, rounds: times.get(name) ?? [], memory };
  }
  return results;
}

/** Whose results are compared between the sides. */
const FIRST_STEPS = 5;
const SETTLING_STEPS = 4;

async function steps(side: Side, count: number): Promise<{ milliseconds: number[]; results: number[] }> {
  const answer = await side.ask({ do: "steps", rates: new Array<number>(count).fill(RATE) });
  const milliseconds = numbersIn(answer, "milliseconds", side.name);
  if (milliseconds.length !== count)
    throw new Error(`Cannot measure ${side.name}: it took ${milliseconds.length} steps`);
  return { milliseconds, results: numbersIn(answer, "results", side.name) };
}

/** Our time divided by a peer's, round by round, so that both times of a ratio are from the same moment. */
export function roundRatios(ours: SideResult, theirs: SideResult): number[] {
  return ours.rounds.map((round, at) => median(round) / median(theirs.rounds[at] ?? []));
}

/** The largest difference between what two sides came to in their first steps, in relation to its size. */
export function differenceOf(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  return Math.max(
    0,
    ...ours.map((value, at) => {
      const other = theirs[at] ?? Number.NaN;
      const difference = Math.abs(value - other) / Math.max(Math.abs(other), 1e-9);
      return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    }),
  );
}
