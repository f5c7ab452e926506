export type { Batch, BatchSize } from "./batch.ts";
export { windowsInOrder } from "./epochs.ts";
export { randomWindows } from "./random-windows.ts";
export type { TokenSource } from "./token-source.ts";
