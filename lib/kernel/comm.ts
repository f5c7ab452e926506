import { randomUUID } from "node:crypto";
import { ofHost } from "./runtime/host.ts";
import type { CommMessage } from "./runtime/runtime.ts";

type Data = Readonly<Record<string, unknown>>;

/** What came over a comm. */
export interface Received {
  readonly data: Data;
  readonly metadata: Data;
  readonly buffers: readonly Uint8Array[];
}

/** A channel between cells and something in the front end, such as a widget. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  /** Sends to the other side. @throws Error if the comm is closed */
  send(data: Data, buffers?: readonly Uint8Array[]): void;
  /** Ends the comm on both sides; a second call does nothing. */
  close(data?: Data): void;
  /** Calls back for each message of the other side. */
  onMessage(listener: (received: Received) => void): void;
  /** Calls back once when the other side closes the comm. */
  onClose(listener: (received: Received) => void): void;
}

interface OpenComm {
  readonly messages: ((received: Received) => void)[];
  readonly closings: ((received: Received) => void)[];
  isOpen: boolean;
}

const comms = new Map<string, OpenComm>();
const targets = new Map<string, (comm: Comm, received: Received) => void>();
let isListening = false;

/**
 * Opens a comm to a target that the front end has registered.
 *
 * @throws Error outside a notebook
 *
 * @example
 * const comm = openComm("jupyter.widget", { value: 3 });
 * comm.onMessage(({ data }) => console.log(data));
 */
export function openComm(target: string, data: Data = {}, buffers: readonly Uint8Array[] = []): Comm {
  const comm = makeComm(randomUUID(), target);
  send({ kind: "open", commId: comm.id, targetName: target, data, buffers: buffers.map(toBase64) });
  return comm;
}

/**
 * Registers what to do when the front end opens a comm to a target of this name. Registering a name again replaces it.
 *
 * @throws Error outside a notebook
 */
export function registerTarget(name: string, onOpen: (comm: Comm, received: Received) => void): void {
  listen();
  targets.set(name, onOpen);
}

function makeComm(id: string, target: string): Comm {
  listen();
  const state: OpenComm = { messages: [], closings: [], isOpen: true };
  comms.set(id, state);
  return {
    id,
    target,
    send(data, buffers = []) {
      if (!state.isOpen) throw new Error(`Cannot send to comm "${target}": it is closed; open another one`);
      send({ kind: "msg", commId: id, data, buffers: buffers.map(toBase64) });
    },
    close(data = {}) {
      if (!state.isOpen) return;
      state.isOpen = false;
      comms.delete(id);
      send({ kind: "close", commId: id, data });
    },
    onMessage: (listener) => void state.messages.push(listener),
    onClose: (listener) => void state.closings.push(listener),
  };
}

function listen(): void {
  const host = ofHost("use a comm");
  if (isListening) return;
  isListening = true;
  host.onComm(receive);
}

/** Takes a message of the front end, and tells whether it was for a comm or a target that is known here. */
function receive({ kind, commId, targetName = "", data, metadata = {}, buffers = [] }: CommMessage): boolean {
  const received = { data, metadata, buffers: buffers.map((text) => new Uint8Array(Buffer.from(text, "base64"))) };
  if (kind === "open") {
    const onOpen = targets.get(targetName);
    if (onOpen === undefined) return false;
    onOpen(makeComm(commId, targetName), received);
    return true;
  }
  const state = comms.get(commId);
  if (state === undefined) return false;
  if (kind === "close") {
    state.isOpen = false;
    comms.delete(commId);
  }
  for (const listener of kind === "close" ? state.closings : state.messages) listener(received);
  return true;
}

function send(message: CommMessage): void {
  ofHost("use a comm").sendComm(message);
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
