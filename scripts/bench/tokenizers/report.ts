import { type Row, type SideName, sideNames, type Timing, warmSeconds } from "./row.ts";

/** The names of the sides, as the tables show them. */
const titles: Readonly<Record<SideName, string>> = {
  ours: "ours",
  tokenizers: "tokenizers (Rust, Python)",
  plain: "plain Python, as minbpe",
  "gpt-tokenizer": "gpt-tokenizer (npm)",
  "@huggingface/tokenizers": "@huggingface/tokenizers (npm)",
  tiktoken: "tiktoken (Rust, Python)",
  sentencepiece: "sentencepiece (C++, Python)",
};

/** The rows as a table of warm seconds (cold ones in brackets), each peer with its ratio to ours. */
export function reportText(rows: readonly Row[], machine: string, { markdown }: { markdown: boolean }): string {
  const names = sideNames.filter((name) => rows.some(({ timings }) => timings[name] !== undefined));
  const table = [
    ["s, warm (cold)", ...names.map((name) => titles[name]), "goal"],
    ...rows.map((row) => [row.what, ...names.map((name) => cellOf(row, name)), goalText(row)]),
  ];
  if (markdown) {
    const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    const [head = [], ...body] = table;
    return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
  }
  const widths = table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const lines = table.map((cells) =>
    cells
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${machine}\n\n${lines.join("\n")}`;
}

/** The rows whose goal does not hold, or where a side gave something else. */
export function missed(rows: readonly Row[]): string[] {
  return rows.flatMap(({ what, goal, different }) => [
    ...(goal?.holds === false ? [`${what}: the goal does not hold: ${goal.text}`] : []),
    ...different.map((name) => `${what}: ${titles[name]} gives something else than ours`),
  ]);
}

function cellOf({ timings, different }: Row, name: SideName): string {
  const timing = timings[name];
  if (timing === undefined) return "-";
  const text = timing.warm.length > 0 ? `${figure(warmSeconds(timing))} (${figure(timing.cold)})` : figure(timing.cold);
  return `${text}${name === "ours" ? "" : times(timing, timings.ours)}${different.includes(name) ? " DIFFERENT" : ""}`;
}

function times(timing: Timing, ours: Timing | undefined): string {
  return ours === undefined ? "" : ` x ${figure(warmSeconds(timing) / warmSeconds(ours))}`;
}

function goalText({ goal }: Row): string {
  if (goal === undefined) return "";
  return `${goal.text}${goal.holds === undefined ? "" : goal.holds ? ": holds" : ": MISSED"}`;
}

/** Two digits, or three: as many as such a measurement is good for. */
function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(value >= 10 ? 3 : 2)));
}
