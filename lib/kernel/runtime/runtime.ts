import type { CompiledCell } from "../cell/cell.ts";

/** One output: the same content once per MIME type, and what a front end may want to know about each. */
export interface MimeBundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** An error as Jupyter shows it. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  /** Lines (an entry may hold several), without ANSI colours. */
  readonly traceback: readonly string[];
}

/** What running cells send while they run, and timers after them. */
export type RuntimeEvent =
  | { readonly type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "display"; readonly bundle: MimeBundle; readonly displayId?: string; readonly update?: boolean }
  | { readonly type: "clear"; readonly wait: boolean }
  /** An error of a timer or an unhandled rejection that came after its cell was answered. */
  | { readonly type: "error"; readonly error: CellError }
  | { readonly type: "comm"; readonly message: CommMessage }
  /** `question` numbers the questions of one process, so that an answer finds its own. */
  | { readonly type: "input"; readonly prompt: string; readonly password: boolean; readonly question: number };

/** A message of a comm, in either direction; buffers travel as base64 between the processes. */
export interface CommMessage {
  readonly kind: "open" | "msg" | "close";
  readonly commId: string;
  /** Present when `kind` is `"open"`. */
  readonly targetName?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly buffers?: readonly string[];
}

/** How the execution of a cell ended. */
export type CellOutcome =
  | { readonly status: "ok"; readonly result?: MimeBundle; readonly assigned: readonly string[] }
  | {
      readonly status: "error";
      readonly error: CellError;
      readonly assigned: readonly string[];
      /** Whether the process ended, so that every variable is lost. */
      readonly lost: boolean;
    };

export interface ExecuteOptions {
  /** Names the request: the `msg_id` of the `execute_request`. Every event of the cell, also a late one, carries it. */
  readonly id: string;
  /** Whether `prompt()` may ask; where it may not, it throws. */
  readonly allowInput: boolean;
}

/**
 * The process that runs the cells, seen from the kernel: one at a time, replaced by a fresh one when it dies.
 *
 * Events of a cell arrive before the promise of its outcome resolves, in the order in which they happened.
 */
export interface Runtime {
  /** Runs a cell. Only one at a time; never rejects: what goes wrong is an outcome. */
  execute(cell: CompiledCell, options: ExecuteOptions): Promise<CellOutcome>;
  /** Interrupts the running cell, so that its outcome is an error named `KeyboardInterrupt`; else does nothing. */
  interrupt(): void;
  /** Answers the `input` event that is waiting. */
  answerInput(text: string): void;
  /** Hands a comm message of the front end to the cells' code. `id` names the request that brought it. */
  deliverComm(message: CommMessage, id: string): void;
  /** Ends the process, at once where it must. */
  close(): Promise<void>;
}

/**
 * Where events go; `id` is that of the execution that caused it, undefined where none did. A promise asks to send no
 * more events before it resolves: a front end is slow, and memory must not fill up.
 */
export type RuntimeEventSink = (event: RuntimeEvent, id: string | undefined) => Promise<void> | undefined;
