import type { MimeBundle } from "../runtime.ts";
import { cleanBundle } from "./clean-bundle.ts";
import { isPlainRecord } from "./plain-record.ts";

const knownKeys = new Set(["data", "layout", "config", "frames"]);

/** Shows an object that is a figure as plotly.js takes it, `{ data: [...], layout: {...} }`, as that figure. */
export function figureBundle(value: unknown): MimeBundle | undefined {
  if (!isPlainRecord(value) || !Array.isArray(value.data) || !isPlainRecord(value.layout)) return undefined;
  if (!Object.keys(value).every((key) => knownKeys.has(key))) return undefined;
  const kinds = [...new Set(value.data.map((trace) => (isPlainRecord(trace) ? String(trace.type ?? "scatter") : "?")))];
  const title = titleOf(value.layout.title);
  const text = `Figure${title === "" ? "" : ` "${title}"`}: ${value.data.length} ${value.data.length === 1 ? "trace" : "traces"} (${kinds.join(", ")})`;
  return cleanBundle({ "application/vnd.plotly.v1+json": value, "text/plain": text });
}

function titleOf(title: unknown): string {
  if (typeof title === "string") return title;
  return isPlainRecord(title) && typeof title.text === "string" ? title.text : "";
}
