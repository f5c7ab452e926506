import { processesOf } from "../client/processes.ts";
import { atMostTimes, type Figures, type KernelName, type Row } from "../row.ts";
import type { Session } from "../sessions.ts";

/**
 * Reads the memory of running kernels in MiB, as PSS: what processes share is divided between them, and all kernels are
 * running when it is read, so that it is divided alike. The process that only runs cells stands apart.
 */
export async function memoryRows(what: string, sessions: readonly Session[]): Promise<Row[]> {
  const serving: Partial<Record<KernelName, number>> = {};
  const whole: Partial<Record<KernelName, number>> = {};
  for (const { contestant, client } of sessions) {
    const processes = processesOf(client.process.pid ?? 0);
    const sum = (list: typeof processes) => list.reduce((total, { pss }) => total + pss, 0);
    whole[contestant.name] = sum(processes);
    serving[contestant.name] = sum(processes.filter(({ command }) => !contestant.runsCells(command)));
  }
  const row = (suffix: string, figures: Figures): Row => ({ what: `${what}, ${suffix}`, unit: "MiB", figures });
  return [{ ...row("kernel and checker", serving), goal: atMostTimes(1, "tslab") }, row("all processes", whole)];
}
