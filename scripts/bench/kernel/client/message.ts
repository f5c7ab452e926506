import { createHmac, randomUUID } from "node:crypto";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A message of the Jupyter protocol, as far as a client needs it. */
export interface Message {
  readonly type: string;
  readonly id: string;
  /** The `msg_id` of the request that caused it; empty where none did. */
  readonly parent: string;
  readonly content: JsonObject;
  /** When it was received, in milliseconds of `performance.now()`. */
  readonly at: number;
}

const DELIMITER = "<IDS|MSG>";

/** Signs and frames a request. */
export function encodeRequest(
  type: string,
  content: JsonObject,
  { key, session, header = {} }: { key: string; session: string; header?: JsonObject },
): { id: string; frames: Buffer[] } {
  const id = randomUUID();
  const parts = [
    {
      msg_id: id,
      msg_type: type,
      session,
      username: "bench",
      date: new Date().toISOString(),
      version: "5.5",
      ...header,
    },
    {},
    {},
    content,
  ].map((part) => Buffer.from(JSON.stringify(part)));
  return { id, frames: [Buffer.from(DELIMITER), Buffer.from(signature(parts, key)), ...parts] };
}

/**
 * Reads the frames of a received message.
 *
 * @throws Error when the delimiter or a part is missing, or the signature is not that of the key
 */
export function decodeMessage(frames: readonly Buffer[], key: string): Message {
  const at = performance.now();
  const start = frames.findIndex((frame) => frame.toString() === DELIMITER);
  const parts = frames.slice(start + 2, start + 6);
  const signed = frames[start + 1];
  if (start < 0 || signed === undefined || parts.length < 4) {
    throw new Error(`Cannot read a message of ${frames.length} frames: its parts are incomplete`);
  }
  if (signed.toString() !== signature(parts, key)) {
    throw new Error(`Cannot accept a message: its signature ${signed.toString()} is not of this connection's key`);
  }
  const [header, parent, , content] = parts.map((part) => objectOf(JSON.parse(part.toString("utf8"))));
  return {
    type: textOf(header?.msg_type),
    id: textOf(header?.msg_id),
    parent: textOf(parent?.msg_id),
    content: content ?? {},
    at,
  };
}

/** The value as an object; empty where it is none. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The value as a string; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function signature(parts: readonly Buffer[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
