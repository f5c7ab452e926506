import { cpus, totalmem } from "node:os";

/**
 * Says on what machine a benchmark ran.
 *
 * @param threads how many threads both sides were given, where that was chosen
 */
export function machineText(threads?: number): string {
  const model = cpus()[0]?.model.trim() ?? "a processor";
  return [
    `${cpus().length} x ${model}`,
    ...(threads === undefined ? [] : [`${threads} threads`]),
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${process.versions.node}`,
  ].join(", ");
}
