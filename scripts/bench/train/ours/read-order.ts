import type { TaskOrder } from "../task.ts";

const kinds: readonly string[] = ["gpt", "bert", "encoder-decoder", "lstm", "decoding"];

/** Takes a task as the other process sent it: of the sizes it is only checked that they are numbers. */
export function readOrder(value: unknown): TaskOrder {
  if (!isOrder(value)) throw new Error(`Cannot start ${JSON.stringify(value)}: it is no task`);
  return value;
}

function isOrder(value: unknown): value is TaskOrder {
  if (typeof value !== "object" || value === null) return false;
  const fields: Record<string, unknown> = { ...value };
  const sizes = ["width", "length", "batch", "vocabulary"].every((key) => Number.isInteger(fields[key]));
  return sizes && typeof fields.kind === "string" && kinds.includes(fields.kind) && typeof fields.batches === "string";
}
