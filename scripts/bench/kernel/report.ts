import { type Figure, type KernelName, kernelNames, type Row } from "./row.ts";

/** Who was measured, and on what. */
export interface Setting {
  readonly versions: Partial<Record<KernelName, string>>;
  readonly machine: string;
}

/** The rows as text for a terminal: ours, each peer with its ratio to ours, and whether the goal holds. */
export function textReport(rows: readonly Row[], setting: Setting): string {
  const names = namesIn(setting);
  const table = [
    ["", ...names.map((name) => `${name} ${setting.versions[name]}`), "goal", ""],
    ...rows.map((row) => [
      withUnit(row),
      ...names.map((name) => cellOf(row, name)),
      row.goal?.text ?? "",
      verdict(row),
    ]),
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  const lines = table.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${setting.machine}\n\n${lines.join("\n")}\n`;
}

/** The rows as a Markdown table, for the kernel's README. */
export function markdownReport(rows: readonly Row[], setting: Setting): string {
  const names = namesIn(setting);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return `${[
    line(["", ...names.map((name) => `${name} ${setting.versions[name]}`), "goal"]),
    line(["---", ...names.map(() => "---"), "---"]),
    ...rows.map((row) => {
      const goal = row.goal === undefined ? "" : `${row.goal.text}${verdict(row) === "MISSED" ? " (missed)" : ""}`;
      return line([withUnit(row), ...names.map((name) => figureText(row.figures[name])), goal]);
    }),
  ].join("\n")}\n`;
}

/** The goals that do not hold. */
export function missedGoals(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.goal?.holds(row.figures) === false);
}

function namesIn({ versions }: Setting): KernelName[] {
  return kernelNames.filter((name) => versions[name] !== undefined);
}

function withUnit({ what, unit }: Row): string {
  return unit === "" || unit === "times" ? what : `${what} (${unit})`;
}

function cellOf({ figures, unit }: Row, name: KernelName): string {
  const figure = figures[name];
  const ours = figures.llmlab;
  const text = figureText(figure);
  if (name === "llmlab" || unit === "" || typeof figure !== "number" || typeof ours !== "number" || ours <= 0)
    return text;
  return `${text} (x ${figureText(figure / ours)})`;
}

function verdict({ goal, figures }: Row): string {
  const holds = goal?.holds(figures);
  return holds === undefined ? "" : holds ? "holds" : "MISSED";
}

/** Three digits are as many as such a measurement is good for. */
function figureText(figure: Figure | undefined): string {
  if (figure === undefined) return "-";
  if (typeof figure === "string") return figure;
  if (Number.isInteger(figure)) return String(figure);
  return figure >= 100 ? figure.toFixed(0) : String(Number(figure.toPrecision(figure >= 10 ? 3 : 2)));
}
