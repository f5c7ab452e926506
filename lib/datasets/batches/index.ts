export type { Batch, BatchSize } from "./batch.ts";
export { windowsInOrder } from "./epochs.ts";
export { type PaddedBatch, type PaddedBatchOptions, paddedBatches } from "./padded.ts";
export { randomWindows } from "./random-windows.ts";
export { openTokenFile, type TokenFile, writeTokenFile } from "./token-file.ts";
export type { TokenSource } from "./token-source.ts";
