/** A table: its first line holds the headings. */
export type Table = readonly (readonly string[])[];

/** Sets a table in columns for a terminal. */
export function textTable(table: Table): string {
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  return table
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Sets a table in Markdown. */
export function markdownTable([headings = [], ...lines]: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...lines.map(line)].join("\n");
}

/** Three digits are as many as such a measurement is good for. */
export function digits(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "-";
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(value >= 10 ? 3 : 2)));
}

/** A share as a percentage. */
export function percent(share: number): string {
  return Number.isNaN(share) ? "-" : `${(share * 100).toFixed(0)} %`;
}
