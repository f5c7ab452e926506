import type { CommMessage } from "../runtime/runtime.ts";
import { ContentReader, type JsonObject } from "./json.ts";
import type { Message } from "./message.ts";

/** The kinds of comm messages by their message type. */
export const commKinds = { comm_open: "open", comm_msg: "msg", comm_close: "close" } as const;

/** Reads a comm message of the front end; its buffers become base64, as they travel between processes. */
export function readComm(type: keyof typeof commKinds, message: Message): CommMessage {
  const content = new ContentReader(type, message.content);
  return {
    kind: commKinds[type],
    commId: content.text("comm_id"),
    ...(type === "comm_open" && { targetName: content.text("target_name") }),
    data: content.object("data", {}),
    metadata: message.metadata,
    ...(message.buffers.length > 0 && {
      buffers: message.buffers.map((buffer) => Buffer.from(buffer).toString("base64")),
    }),
  };
}

/** What is to be sent for a comm message of a cell. */
export function writeComm(message: CommMessage): {
  type: keyof typeof commKinds;
  content: JsonObject;
  metadata: JsonObject;
  buffers: readonly Uint8Array[];
} {
  const { kind, commId, targetName, data, metadata = {}, buffers = [] } = message;
  return {
    type: `comm_${kind}`,
    content: { comm_id: commId, data, ...(kind === "open" && { target_name: targetName ?? "" }) },
    metadata,
    buffers: buffers.map((buffer) => Buffer.from(buffer, "base64")),
  };
}
