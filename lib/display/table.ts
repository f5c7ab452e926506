import type { Output } from "./bundle.ts";
import { output } from "./bundle.ts";
import { escapeHtml } from "./escape-html.ts";
import { withMinus } from "./format-number.ts";
import { visibleLineBreaks } from "./plotly-text.ts";

/** A table that the notebook shows, and that is text elsewhere. */
export interface Table extends Output {
  readonly caption: string;
}

/** What a table is made of. */
export interface TableOptions {
  columns: readonly string[];
  /** The cells, row by row. Numbers stand to the right, under one another. */
  rows: readonly (readonly (string | number)[])[];
  /** What the table shows, in a phrase. */
  caption: string;
  /** Decimal places of the numbers in columns that are not whole. Default: 3. */
  digits?: number;
}

/** The table as text, cell by cell, with what each column is. */
interface Grid {
  readonly columns: readonly { name: string; numeric: boolean }[];
  readonly rows: readonly (readonly string[])[];
  readonly caption: string;
}

/**
 * Makes a table: HTML with a caption and marked headings, Markdown, and aligned text.
 *
 * A number too small for the decimal places is written with an exponent, so that 0.0003 does not become 0.000.
 *
 * @throws RangeError if there are no columns, a row has another length, or `digits` is not from 0 to 20.
 *
 * @example
 * await show(table({ columns: ["token", "count"], rows: [["the", 3], ["cat", 1]], caption: "Counts" }));
 */
export function table({ columns, rows, caption, digits = 3 }: TableOptions): Table {
  check(columns, rows, digits);
  const grid: Grid = {
    caption,
    columns: columns.map((name, column) => ({
      name,
      numeric: rows.length > 0 && rows.every((row) => typeof row[column] === "number"),
    })),
    rows: rows.map((row) => row.map((cell, column) => formatCell(cell, places(rows, column, digits)))),
  };
  const text = textTable(grid);
  return {
    caption,
    ...output(text, () => ({
      data: { "text/html": htmlTable(grid), "text/markdown": markdownTable(grid), "text/plain": text },
      metadata: {},
    })),
  };
}

function check(columns: readonly string[], rows: TableOptions["rows"], digits: number): void {
  if (columns.length === 0) {
    throw new RangeError("Cannot make a table without columns: there is nothing to show; name at least one column");
  }
  if (!Number.isInteger(digits) || digits < 0 || digits > 20) {
    throw new RangeError(`Cannot write numbers with ${digits} decimal places: from 0 to 20 are possible`);
  }
  rows.forEach((row, index) => {
    if (row.length !== columns.length) {
      throw new RangeError(
        `Cannot put row ${index} into the table: it has ${row.length} cells and there are ${columns.length} columns; ` +
          "give one cell per column",
      );
    }
  });
}

/** Gives the decimal places of a column: none if all its numbers are whole. */
function places(rows: TableOptions["rows"], column: number, digits: number): number {
  const whole = rows.every((row) => typeof row[column] !== "number" || Number.isInteger(row[column]));
  return whole ? 0 : digits;
}

function formatCell(cell: string | number, digits: number): string {
  if (typeof cell === "string") {
    return visibleLineBreaks(cell);
  }
  const vanishes = cell !== 0 && Math.abs(cell) < 0.5 * 10 ** -digits;
  return vanishes ? cell.toExponential(2) : cell.toFixed(digits);
}

function htmlTable({ caption, columns, rows }: Grid): string {
  // Spaces are kept, since " the" and "the" are two tokens.
  const align = (numeric: boolean) => `style="text-align: ${numeric ? "right" : "left"}; white-space: pre-wrap"`;
  const headings = columns.map(({ name, numeric }) => `<th scope="col" ${align(numeric)}>${escapeHtml(name)}</th>`);
  const cells = (row: readonly string[]) =>
    columns.map(({ numeric }, column) => {
      const text = escapeHtml(row[column] ?? "");
      // The first column names the row, if it holds names.
      return column === 0 && !numeric
        ? `<th scope="row" ${align(numeric)}>${text}</th>`
        : `<td ${align(numeric)}>${numeric ? withMinus(text) : text}</td>`;
    });
  return [
    "<table>",
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${headings.join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map((row) => `<tr>${cells(row).join("")}</tr>`),
    "</tbody>",
    "</table>",
  ].join("\n");
}

function markdownTable({ caption, columns, rows }: Grid): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  return [
    `**${escapeMarkdown(caption)}**`,
    "",
    line(columns.map(({ name }) => name)),
    `| ${columns.map(({ numeric }) => (numeric ? "--:" : ":--")).join(" | ")} |`,
    ...rows.map(line),
  ].join("\n");
}

function escapeMarkdown(text: string): string {
  return escapeHtml(text).replace(/[\\|*_`~[\]$]/g, (character) => `\\${character}`);
}

function textTable({ caption, columns, rows }: Grid): string {
  const widths = columns.map(({ name }, column) =>
    Math.max(...[name, ...rows.map((row) => row[column] ?? "")].map((cell) => [...cell].length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const padding = " ".repeat((widths[column] ?? 0) - [...cell].length);
        return columns[column]?.numeric ? padding + cell : cell + padding;
      })
      .join("  ")
      .trimEnd();
  return [
    caption,
    line(columns.map(({ name }) => name)),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.map(line),
  ].join("\n");
}
