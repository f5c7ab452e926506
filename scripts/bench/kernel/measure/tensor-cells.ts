import type { KernelClient } from "../client/kernel-client.ts";
import { atMost, type Row } from "../row.ts";
import { figuresOf, inTurns, withSession, withSessions } from "../sessions.ts";
import { median, quantile } from "../statistics.ts";
import type { Measurement } from "./measurement.ts";
import { memoryRows } from "./memory.ts";

/** The first import of tfjs, and small cells that use its types, for the kernels that check types. */
export const measureTensorCells: Measurement = async ({ contestants, folder, quick }) => {
  const typed = contestants.flatMap((contestant) => {
    const { tensors } = contestant.cells;
    return tensors === undefined ? [] : [{ contestant, tensors }];
  });
  const firstImport = async (pause: number) => {
    const samples = await inTurns(typed, quick ? 1 : 5, ({ contestant, tensors }) =>
      withSession(contestant, folder, async (client) => {
        await new Promise((resolve) => setTimeout(resolve, pause));
        return run(client, tensors.import);
      }),
    );
    return figuresOf(new Map([...samples].map(([{ contestant }, values]) => [contestant, values])), median);
  };
  const rows: Row[] = [
    // A person takes a moment to run the first cell; what executes a notebook does not.
    { what: "first import of tfjs", unit: "ms", figures: await firstImport(1500), goal: atMost(600, "ms") },
    { what: "the same at once after the start", unit: "ms", figures: await firstImport(0) },
  ];
  const chosen = typed.map(({ contestant }) => contestant);
  await withSessions(chosen, folder, async (sessions) => {
    for (const { client, contestant } of sessions) await run(client, contestant.cells.tensors?.import ?? "");
    const samples = await inTurns(sessions, quick ? 15 : 60, ({ client, contestant }, index) =>
      run(client, contestant.cells.tensors?.cell(index) ?? ""),
    );
    // The first few warm each kernel up.
    const warm = new Map([...samples].map(([{ contestant }, values]) => [contestant, values.slice(5)]));
    const high = figuresOf(warm, (values) => quantile(values, 0.9));
    rows.push(
      {
        what: "small cell with tfjs types, median",
        unit: "ms",
        figures: figuresOf(warm, median),
        goal: atMost(20, "ms"),
      },
      { what: "small cell with tfjs types, 90th percentile", unit: "ms", figures: high },
      ...(await memoryRows("memory with tfjs", sessions)),
    );
  });
  return rows;
};

async function run(client: KernelClient, code: string): Promise<number> {
  const { milliseconds, reply } = await client.execute(code);
  if (reply.content.status !== "ok") throw new Error(`Cannot measure the cell "${code}": it failed`);
  return milliseconds;
}
