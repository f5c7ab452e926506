import { readdirSync, readFileSync } from "node:fs";

/** A process of a kernel. Memory in MiB: `pss` counts a page that n processes share as 1/n. */
export interface ProcessMemory {
  readonly pid: number;
  readonly command: string;
  readonly rss: number;
  readonly pss: number;
}

/**
 * Lists a process and all that it has started, itself first, with the memory of each. Empty where there is no /proc,
 * and for a process that is gone.
 */
export function processesOf(pid: number): ProcessMemory[] {
  return processTree(pid).flatMap((id) => {
    try {
      const rollup = readFileSync(`/proc/${id}/smaps_rollup`, "utf8");
      const command = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      return [{ pid: id, command, rss: mebibytes(rollup, "Rss"), pss: mebibytes(rollup, "Pss") }];
    } catch {
      return [];
    }
  });
}

/** The ids of a process and all that it has started, itself first. */
export function processTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of foldersOfProcesses()) {
    const parent = parentOf(entry);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [pid];
  // The list grows while it is walked.
  for (const id of tree) tree.push(...(children.get(id) ?? []));
  return tree;
}

function foldersOfProcesses(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function parentOf(entry: string): number | undefined {
  try {
    // The name of the program stands in parentheses and may hold anything, so the fields are counted after it.
    const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

function mebibytes(rollup: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0) / 1024;
}
