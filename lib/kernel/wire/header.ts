import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { ContentReader, type JsonObject } from "./json.ts";

/** The version of Jupyter's messaging protocol that this kernel speaks. */
export const protocolVersion = "5.5";

/** Says what a message is and who sent it. A reply carries the header of its request as it came. */
export interface Header extends JsonObject {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601 with a time zone. */
  readonly date: string;
  readonly version: string;
}

/** Makes the headers of one kernel: one session, one user, a running number. */
export function headerMaker(session: string = randomUUID()): (type: string) => Header {
  const username = userName();
  let count = 0;
  return (type) => ({
    msg_id: `${session}_${process.pid}_${count++}`,
    msg_type: type,
    session,
    username,
    date: new Date().toISOString(),
    version: protocolVersion,
  });
}

/**
 * Reads the header of a message that arrived. Members that are unknown here are kept.
 *
 * @throws WireFault if it does not say what the message is.
 */
export function readHeader(value: JsonObject): Header {
  const header = new ContentReader("header", value);
  return {
    ...value,
    msg_id: header.text("msg_id"),
    msg_type: header.text("msg_type"),
    session: header.text("session", ""),
    username: header.text("username", ""),
    date: header.text("date", ""),
    version: header.text("version", ""),
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no entry.
    return "kernel";
  }
}
