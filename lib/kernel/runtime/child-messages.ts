import type { CompiledCell } from "../cell/cell.ts";
import type { CellOutcome, CommMessage, RuntimeEvent } from "./runtime.ts";

/** The file descriptors that the runtime and its child share, beside the usual three. */
export const pipes = {
  /** {@link ChildRequest}s, as JSON lines. */
  requests: 3,
  /** {@link ChildReport}s, as JSON lines, written synchronously. */
  reports: 4,
  /** Interrupts, read by a thread of their own: the number of the run to interrupt, a line each. */
  interrupts: 5,
  /** {@link InputAnswer}s, as JSON lines, read synchronously. */
  input: 6,
} as const;

/** What the kernel asks of the child. A run is one execution of a cell; its number is never used again. */
export type ChildRequest =
  | {
      readonly type: "run";
      readonly run: number;
      readonly id: string;
      readonly allowInput: boolean;
      readonly cell: CompiledCell;
    }
  | { readonly type: "comm"; readonly message: CommMessage; readonly id: string };

/** What the child tells the kernel. */
export type ChildReport =
  | { readonly type: "ready" }
  | { readonly type: "event"; readonly event: RuntimeEvent; readonly id: string | undefined }
  | { readonly type: "outcome"; readonly run: number; readonly outcome: CellOutcome };

/** The answer to the `input` event of the same number in its run, or word that nobody will answer. */
export type InputAnswer =
  | { readonly question: number; readonly text: string }
  | { readonly question: number; readonly interrupted: true };
