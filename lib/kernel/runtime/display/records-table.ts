import type { MimeBundle } from "../runtime.ts";
import { inspectValue } from "./inspect-value.ts";
import { isPlainRecord } from "./plain-record.ts";

const mostRows = 50;
const mostColumns = 20;
const longestCell = 200;

/** Shows an array of records with simple values as a table, one row each; as text it stays what Node prints. */
export function tableBundle(value: unknown): MimeBundle | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isFlatRecord)) return undefined;
  const columns = [...new Set(value.slice(0, mostRows).flatMap((record) => Object.keys(record)))].slice(0, mostColumns);
  if (columns.length === 0) return undefined;
  const row = (cells: readonly string[]) => `<tr>${cells.join("")}</tr>`;
  const head = row(columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`));
  const body = value.slice(0, mostRows).map((record) => row(columns.map((column) => cellOf(record, column))));
  const more = value.length > mostRows ? `<caption>the first ${mostRows} of ${value.length} rows</caption>` : "";
  const html = `<table>${more}<thead>${head}</thead><tbody>${body.join("")}</tbody></table>`;
  return { data: { "text/html": html, "text/plain": inspectValue(value) }, metadata: {} };
}

function isFlatRecord(value: unknown): value is Record<string, unknown> {
  return isPlainRecord(value) && Object.values(value).every((part) => part === null || typeof part !== "object");
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
