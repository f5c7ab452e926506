import type { CompiledCell } from "../cell/cell.ts";
import type { CellOutcome, CommMessage, RuntimeEvent } from "./runtime.ts";

/** The file descriptors that the runtime and its child share, beside the usual three. All carry JSON lines. */
export const pipes = {
  /** {@link ChildRequest}s, read by a thread of its own, so that an interrupt is seen while the main thread is in a loop. */
  requests: 3,
  /** {@link ChildReport}s, written synchronously. */
  reports: 4,
  /** {@link InputAnswer}s, read synchronously. */
  input: 5,
} as const;

/** What the kernel asks of the child. A run is one execution of a cell; its number grows by one each time. */
export type ChildRequest =
  | {
      readonly type: "run";
      readonly run: number;
      readonly id: string;
      readonly allowInput: boolean;
      readonly cell: CompiledCell;
    }
  | { readonly type: "comm"; readonly message: CommMessage; readonly id: string }
  | { readonly type: "interrupt"; readonly run: number };

/** What the child tells the kernel. */
export type ChildReport =
  | { readonly type: "ready" }
  | { readonly type: "event"; readonly event: RuntimeEvent; readonly id?: string }
  | { readonly type: "outcome"; readonly run: number; readonly outcome: CellOutcome }
  /** Code in the child has called `process.exit`, or let it end. */
  | { readonly type: "exit"; readonly code: number };

/** The answer to the `input` event with the same number, or word that nobody will answer. */
export type InputAnswer =
  | { readonly question: number; readonly text: string }
  | { readonly question: number; readonly interrupted: true };
