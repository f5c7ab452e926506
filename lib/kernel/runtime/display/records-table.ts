import type { MimeBundle } from "../runtime.ts";
import { inspectValue } from "./inspect-value.ts";
import { isPlainRecord } from "./plain-record.ts";

const mostRows = 50;
const mostColumns = 20;
const longestCell = 200;

/** Shows an array of records with simple values as a table, one row each; as text it stays what Node prints. */
export function tableBundle(value: unknown): MimeBundle | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const records: unknown[] = value.slice(0, mostRows);
  if (!records.every(isFlatRecord)) return undefined;
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = names.slice(0, mostColumns);
  if (columns.length === 0) return undefined;
  const row = (cells: readonly string[]) => `<tr>${cells.join("")}</tr>`;
  const head = row(columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`));
  const body = records.map((record) => row(columns.map((column) => cellOf(record, column))));
  const words = [
    ...(value.length > mostRows ? [`the first ${mostRows} of ${value.length} rows`] : []),
    ...(names.length > mostColumns ? [`the first ${mostColumns} of ${names.length} columns`] : []),
  ];
  const more = words.length > 0 ? `<caption>${words.join(", ")}</caption>` : "";
  const html = `<table>${more}<thead>${head}</thead><tbody>${body.join("")}</tbody></table>`;
  return { data: { "text/html": html, "text/plain": inspectValue(value) }, metadata: {} };
}

function isFlatRecord(value: unknown): value is Record<string, unknown> {
  return (
    isPlainRecord(value) &&
    Object.values(value).every((part) => part === null || typeof part !== "object" || part instanceof Date)
  );
}

function cellOf(record: Record<string, unknown>, column: string): string {
  if (!Object.hasOwn(record, column)) return "<td></td>";
  const part = record[column];
  const text = typeof part === "string" ? part : inspectValue(part);
  const cut = text.length > longestCell ? `${text.slice(0, longestCell)}...` : text;
  return `<td${typeof part === "number" ? ' style="text-align: right"' : ""}>${escapeHtml(cut)}</td>`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
