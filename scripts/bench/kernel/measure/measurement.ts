import type { Contestant } from "../kernels.ts";
import type { Row } from "../row.ts";

export interface Settings {
  readonly contestants: readonly Contestant[];
  /** The folder that kernels run in. */
  readonly folder: string;
  readonly root: string;
  /** Fewer repetitions, for a look at it. */
  readonly quick: boolean;
}

/** Measures one thing for all contestants. */
export type Measurement = (settings: Settings) => Promise<Row[]>;
