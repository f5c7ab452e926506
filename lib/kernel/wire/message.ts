import { type Header, readHeader } from "./header.ts";
import { isObject, type JsonObject, WireFault } from "./json.ts";
import type { Signer } from "./signer.ts";

/** A message that arrived. */
export interface Message {
  /** The routing prefix: whom to answer. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parentHeader: JsonObject;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** A message to be sent. */
export interface OutgoingMessage {
  /** Whom it goes to; on the publishing channel its topic. */
  readonly identities: readonly (Uint8Array | string)[];
  readonly header: Header;
  /** The header of the request that caused it, or nothing. */
  readonly parentHeader: JsonObject;
  readonly metadata?: JsonObject;
  readonly content: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** Stands between the routing prefix and the message itself. */
const delimiter = Buffer.from("<IDS|MSG>");

/**
 * Reads the frames of a message: routing prefix, delimiter, signature, then header, parent header, metadata and content
 * as JSON, then binary buffers.
 *
 * @throws WireFault if frames are missing, the signature is wrong, or a part is not a JSON object.
 */
export function decodeMessage(frames: readonly Buffer[], signer: Signer): Message {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at === -1) {
    throw new WireFault("it has no <IDS|MSG> frame");
  }
  const [signature, header, parentHeader, metadata, content, ...buffers] = frames.slice(at + 1);
  if (!signature || !header || !parentHeader || !metadata || !content) {
    throw new WireFault(`it has ${frames.length - at - 1} frames after <IDS|MSG>, at least 5 are needed`);
  }
  signer.accept(signature.toString("latin1"), [header, parentHeader, metadata, content]);
  return {
    identities: frames.slice(0, at),
    header: readHeader(parse("header", header)),
    parentHeader: parse("parent header", parentHeader),
    metadata: parse("metadata", metadata),
    content: parse("content", content),
    buffers,
  };
}

/** Writes the frames of a message. */
export function encodeMessage(message: OutgoingMessage, signer: Signer): (Uint8Array | string)[] {
  const parts = [message.header, message.parentHeader, message.metadata ?? {}, message.content].map(toJson);
  return [...message.identities, delimiter, signer.sign(parts), ...parts, ...(message.buffers ?? [])];
}

/** Half a surrogate pair as `JSON.stringify` writes it; an escaped backslash before it is none. */
const halfPair = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** Writes JSON that every reader can turn into UTF-8 again: Python cannot do so with half a surrogate pair. */
function toJson(part: JsonObject): string {
  const json = JSON.stringify(part);
  return json.includes("\\ud") ? json.replace(halfPair, "$1\\ufffd") : json;
}

function parse(part: string, frame: Buffer): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(frame.toString("utf8"));
  } catch {
    throw new WireFault(`its ${part} is not JSON`);
  }
  if (!isObject(value)) {
    throw new WireFault(`its ${part} is not a JSON object`);
  }
  return value;
}
