import type { MimeBundle } from "../runtime.ts";
import { isPlainRecord } from "./plain-record.ts";

const knownKeys = new Set(["data", "layout", "config", "frames"]);

/** Shows an object that is a figure as plotly.js takes it, `{ data: [...], layout: {...} }`, as that figure. */
export function figureBundle(value: unknown): MimeBundle | undefined {
  if (!isPlainRecord(value) || !Array.isArray(value.data) || !isPlainRecord(value.layout)) return undefined;
  if (!Object.keys(value).every((key) => knownKeys.has(key))) return undefined;
  // Typed arrays would be written as objects with numbered keys.
  const plain: unknown = JSON.parse(
    JSON.stringify(value, (_, part) =>
      ArrayBuffer.isView(part) && !(part instanceof DataView) ? Array.from(part as Float32Array) : part,
    ),
  );
  const kinds = [...new Set(value.data.map((trace) => (isPlainRecord(trace) ? String(trace.type ?? "scatter") : "?")))];
  const title = titleOf(value.layout.title);
  const text = `Figure${title === "" ? "" : ` "${title}"`}: ${value.data.length} traces (${kinds.join(", ")})`;
  return { data: { "application/vnd.plotly.v1+json": plain, "text/plain": text }, metadata: {} };
}

function titleOf(title: unknown): string {
  if (typeof title === "string") return title;
  return isPlainRecord(title) && typeof title.text === "string" ? title.text : "";
}
