import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileWhole } from "../setup/write-file-whole.mjs";
import type { DeliveryRecord } from "./decide-delivery.ts";

/** What is remembered of each notebook, by its file name. */
export type DeliveryRecords = Map<string, DeliveryRecord>;

/**
 * Reads what was delivered. Without a readable record nothing counts as delivered, so that everything that lies in the
 * workspace counts as the learner's.
 */
export function readDeliveryRecords(workspace: string): DeliveryRecords {
  try {
    const parsed: unknown = JSON.parse(readFileSync(recordFile(workspace), "utf8"));
    if (typeof parsed !== "object" || parsed === null) return new Map();
    return new Map(Object.entries(parsed).map(([notebook, record]) => [notebook, recordFrom(record)]));
  } catch {
    return new Map();
  }
}

/** Writes what was delivered. */
export function writeDeliveryRecords(workspace: string, records: DeliveryRecords): void {
  writeFileWhole(recordFile(workspace), `${JSON.stringify(Object.fromEntries(records), null, 2)}\n`);
}

function recordFile(workspace: string): string {
  return join(workspace, ".llmlab.json");
}

function recordFrom(value: unknown): DeliveryRecord {
  const { delivered, beside } = fieldsOf(value);
  const { file, hash } = fieldsOf(beside);
  return {
    ...(typeof delivered === "string" ? { delivered } : {}),
    ...(typeof file === "string" && typeof hash === "string" ? { beside: { file, hash } } : {}),
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
