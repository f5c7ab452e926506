import { median, quantile } from "../kernel/statistics.ts";
import { matrixOperations } from "./flops.ts";
import { differenceOf, roundRatios, type SideName, type SideResult } from "./measure-row.ts";
import type { RowPlan } from "./rows.ts";

/** Our time as a share of a peer's: the median of the rounds, and the range that the rounds lie in. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The figures of one side in one row. */
export interface SideFigures {
  readonly median: number;
  readonly minimum: number;
  /** The milliseconds by which the first step is longer than the usual one. */
  readonly compiling: number;
  readonly memory: number | undefined;
  readonly parameters: number;
  /** The matrix products' operations a second, in the fastest step. */
  readonly rate: number;
}

/** One row of the table: the figures of each side, our ratios to the peers, and whether the goal holds. */
export interface RowResult {
  readonly plan: RowPlan;
  readonly sides: Partial<Record<SideName, SideFigures>>;
  readonly ratios: { readonly eager?: Ratio; readonly compiled?: Ratio };
  /** The largest relative difference between our first results and PyTorch eager's, where both have the same weights. */
  readonly difference?: number;
  readonly holds: boolean | undefined;
  readonly measured: Partial<Record<SideName, SideResult>>;
}

/** Sums up what was measured for a row. */
export function resultOf(plan: RowPlan, measured: Partial<Record<SideName, SideResult>>): RowResult {
  const operations = matrixOperations(plan.task);
  const sides: Partial<Record<SideName, SideFigures>> = {};
  for (const name of ["ours", "eager", "compiled"] as const) {
    const side = measured[name];
    if (side !== undefined) sides[name] = figuresOf(side, operations);
  }
  const { ours, eager, compiled } = measured;
  const ratios = {
    ...(ours && eager && { eager: ratioOf(roundRatios(ours, eager)) }),
    ...(ours && compiled && { compiled: ratioOf(roundRatios(ours, compiled)) }),
  };
  const comparable = plan.compared && ours !== undefined && eager !== undefined;
  return {
    plan,
    sides,
    ratios,
    ...(comparable && { difference: differenceOf(ours.results, eager.results) }),
    holds: ratios.eager === undefined ? undefined : ratios.eager.median <= plan.goal,
    measured,
  };
}

/** Sums up the ratios of the rounds. */
export function ratioOf(ratios: readonly number[]): Ratio {
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}

/** Sums up the steps of one side. */
export function figuresOf(side: SideResult, operations: number): SideFigures {
  const times = side.rounds.flat();
  const usual = median(times);
  const minimum = quantile(times, 0);
  return {
    median: usual,
    minimum,
    compiling: Math.max(side.firstStep - usual, 0),
    memory: side.memory,
    parameters: side.parameters,
    rate: (operations * 1000) / minimum,
  };
}
