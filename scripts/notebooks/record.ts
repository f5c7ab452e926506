import type { Metadata } from "./notebook.ts";

/** Tells whether a value is a JSON object. */
export function isRecord(value: unknown): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a copy of a record without the given keys. */
export function without(record: Metadata, keys: string[]): Metadata {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

/** Notebook metadata that Jupyter itself drops on reading and writing: it belongs to a session, not to the file. */
export const TRANSIENT_NOTEBOOK_KEYS = ["orig_nbformat", "orig_nbformat_minor", "signature"];
