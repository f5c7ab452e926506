import { median } from "../kernel/statistics.ts";
import { matrixOperations } from "./flops.ts";
import type { Growth } from "./measure-growth.ts";
import type { Peak } from "./measure-peak.ts";
import type { SideName } from "./measure-row.ts";
import { SHAKESPEARE_GOAL, SHAKESPEARE_STEPS, type ShakespeareResult } from "./measure-shakespeare.ts";
import type { Ratio, RowResult, SideFigures } from "./result.ts";
import { smallGpt } from "./rows.ts";
import { digits, markdownTable, percent, type Table, textTable } from "./tables.ts";

/** All that a run measured; what was not asked for is absent. */
export interface Report {
  readonly machine: string;
  /** Absent when no PyTorch took part. */
  readonly torch?: string;
  readonly peak?: Peak;
  readonly rows: readonly RowResult[];
  readonly growths: readonly Growth[];
  readonly shakespeare?: ShakespeareResult;
}

/** The report for a terminal, or in Markdown for the README. */
export function reportText(report: Report, { markdown }: { markdown: boolean }): string {
  const set = markdown ? markdownTable : textTable;
  const parts = [
    report.torch === undefined ? report.machine : `${report.machine}, PyTorch ${report.torch}`,
    ...(report.peak === undefined ? [] : [peakText(report.peak)]),
    ...(report.rows.length === 0 ? [] : [set(timesTable(report.rows)), set(costsTable(report.rows, report.peak))]),
    ...report.growths.map((growth) => set(growthTable(growth, report.peak))),
    ...(report.shakespeare === undefined
      ? []
      : [shakespeareText(report.shakespeare), set(shakespeareTable(report.shakespeare))]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Names what does not hold: goals that are missed, and sides that do not compute the same. */
export function missed({ rows, shakespeare }: Report): string[] {
  const loss = shakespeare?.sides.ours?.loss;
  return [
    ...rows.filter(({ holds }) => holds === false).map(({ plan }) => `${plan.what}: slower than the goal`),
    ...rows.filter((row) => !agrees(row)).map(({ plan }) => `${plan.what}: the sides do not compute the same`),
    ...(loss !== undefined && shakespeare?.steps === SHAKESPEARE_STEPS && !(loss <= SHAKESPEARE_GOAL)
      ? [`Shakespeare: a validation loss of ${loss.toFixed(3)}, above ${SHAKESPEARE_GOAL}`]
      : []),
  ];
}

/**
 * Whether the sides have as many parameters and come to the same: five steps of training in float32, added up in another
 * order, stay within 1e-3 of each other, and so do the logits of five tokens.
 */
export function agrees({ sides, difference }: RowResult): boolean {
  const counts = new Set(Object.values(sides).map(({ parameters }) => parameters));
  return counts.size <= 1 && (difference === undefined || difference < 1e-3);
}

/** The times of the rows, in ms, and our ratios. */
export function timesTable(rows: readonly RowResult[]): Table {
  const cell = (figures: SideFigures | undefined) =>
    figures === undefined ? "-" : `${digits(figures.median)} (${digits(figures.minimum)})`;
  return [
    ["ms, median (minimum)", "ours", "PyTorch eager", "torch.compile", "ours / eager", "ours / compiled", "goal", ""],
    ...rows.map(({ plan, sides, ratios, holds }) => [
      plan.what,
      cell(sides.ours),
      cell(sides.eager),
      cell(sides.compiled),
      ratioText(ratios.eager),
      ratioText(ratios.compiled),
      `at most ${plan.goal}`,
      holds === undefined ? "" : holds ? "holds" : "MISSED",
    ]),
  ];
}

/** What the rows cost besides their time: sides in the order ours, eager, compiled. */
export function costsTable(rows: readonly RowResult[], peak: Peak | undefined): Table {
  const each = ({ sides }: RowResult, text: (figures: SideFigures) => string) =>
    (["ours", "eager", "compiled"] as const)
      .map((name) => {
        const figures = sides[name];
        return figures === undefined ? "-" : text(figures);
      })
      .join(" / ");
  return [
    [
      "ours / eager / compiled",
      "parameters",
      "first results",
      "share of the peak",
      "first step's extra (s)",
      "memory (MiB)",
    ],
    ...rows.map((row) => [
      row.plan.what,
      parametersText(row),
      row.difference === undefined ? "not compared" : differenceText(row),
      peak === undefined ? "-" : each(row, ({ rate }) => percent(rate / peak.best)),
      each(row, ({ compiling }) => digits(compiling / 1000)),
      each(row, ({ memory }) => digits(memory === undefined ? undefined : Math.round(memory))),
    ]),
  ];
}

/** How a step grows along one axis. */
export function growthTable({ axis, points }: Growth, peak: Peak | undefined): Table {
  return [
    [
      `GPT step by ${axis}`,
      "parameters",
      "ours (ms)",
      "eager (ms)",
      "ours / eager",
      "share of the peak",
      "memory (MiB)",
    ],
    ...points.map(({ value, ours, eager }) => {
      const time = median(ours.rounds.flat());
      const theirs = eager === undefined ? undefined : median(eager.rounds.flat());
      const operations = matrixOperations({ kind: "gpt", ...smallGpt, [axis]: value });
      return [
        String(value),
        String(ours.parameters),
        digits(time),
        digits(theirs),
        theirs === undefined ? "-" : digits(time / theirs),
        peak === undefined ? "-" : percent((operations * 1000) / time / peak.best),
        `${digits(roundedMemory(ours.memory))} / ${digits(roundedMemory(eager?.memory))}`,
      ];
    }),
  ];
}

function shakespeareText({ steps }: ShakespeareResult): string {
  return `Shakespeare by characters, nanoGPT's CPU configuration (L4 H4 C128 block 64 batch 12, ${steps} steps); the time is that of the steps, without evaluation and starting`;
}

function shakespeareTable({ sides, steps }: ShakespeareResult): Table {
  const names: Record<SideName, string> = { ours: "ours", eager: "PyTorch eager", compiled: "torch.compile" };
  return [
    ["", "training (s)", "of it the first step (s)", "steps a second", "validation loss"],
    ...Object.entries(names).flatMap(([name, title]) => {
      const side = sides[name as SideName];
      if (side === undefined) return [];
      const { seconds, firstStep, loss } = side;
      return [[title, digits(seconds), digits(firstStep / 1000), digits(steps / seconds), loss.toFixed(3)]];
    }),
  ];
}

function peakText({ rates, best }: Peak): string {
  const each = Object.entries(rates).map(([name, rate]) => `${name} ${digits(rate / 1e9)}`);
  return `Peak of float32 matrix products: ${digits(best / 1e9)} GFLOP/s (${each.join(", ")})`;
}

function ratioText(ratio: Ratio | undefined): string {
  if (ratio === undefined) return "-";
  return `${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)})`;
}

function parametersText({ sides }: RowResult): string {
  const counts = new Set(Object.values(sides).map(({ parameters }) => parameters));
  return [...counts].join(" and ");
}

function differenceText(row: RowResult): string {
  const size = (row.difference ?? 0).toExponential(0);
  return agrees(row) ? `within ${size}` : `DIFFERENT by ${size}`;
}

function roundedMemory(memory: number | undefined): number | undefined {
  return memory === undefined ? undefined : Math.round(memory);
}
