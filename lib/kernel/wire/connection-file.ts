import { readFileSync } from "node:fs";
import { ContentReader, isObject, WireFault } from "./json.ts";

/** The channels between a front end and a kernel. */
export type ChannelName = "shell" | "control" | "iopub" | "stdin" | "hb";

/** Where a kernel listens and how its messages are signed: what a connection file says. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly ports: Readonly<Record<ChannelName, number>>;
  /** The key of the signatures; empty where messages are not signed. */
  readonly key: string;
  readonly signatureScheme: string;
}

/**
 * Reads a connection file.
 *
 * @throws WireFault if it cannot be read, is not JSON or lacks a port.
 */
export function readConnectionFile(path: string): Connection {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new WireFault(`Cannot read the connection file "${path}": ${error instanceof Error ? error.message : error}`);
  }
  if (!isObject(content)) {
    throw new WireFault(`Cannot use the connection file "${path}": it holds no JSON object`);
  }
  const file = new ContentReader("connection file", content);
  const transport = file.text("transport", "tcp");
  if (transport !== "tcp" && transport !== "ipc") {
    throw new WireFault(`Cannot use the transport "${transport}" of the connection file: it is "tcp" or "ipc"`);
  }
  return {
    transport,
    ip: file.text("ip", "127.0.0.1"),
    ports: {
      shell: file.integer("shell_port"),
      control: file.integer("control_port"),
      iopub: file.integer("iopub_port"),
      stdin: file.integer("stdin_port"),
      hb: file.integer("hb_port"),
    },
    key: file.text("key", ""),
    signatureScheme: file.text("signature_scheme", "hmac-sha256"),
  };
}

/** The address of a channel, as ZeroMQ writes it: `tcp://127.0.0.1:5555` or `ipc:///run/kernel-1`. */
export function addressOf(connection: Connection, channel: ChannelName): string {
  const { transport, ip, ports } = connection;
  return transport === "ipc" ? `ipc://${ip}-${ports[channel]}` : `tcp://${ip}:${ports[channel]}`;
}
