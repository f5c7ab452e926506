import { KernelClient } from "../client/kernel-client.ts";
import { TooLate } from "../client/within.ts";
import type { Contestant } from "../kernels.ts";
import { atMost, type Figure, type KernelName, type Row } from "../row.ts";
import { median } from "../statistics.ts";
import type { Measurement } from "./measurement.ts";

const situations = ["tight loop", "loop after an await", "promise that never settles"] as const;

/** How long from an interrupt to the reply of the cell; "no" where it goes on, "dies" where the kernel ends. */
export const measureInterrupts: Measurement = async ({ contestants, folder, quick }) => {
  const rows: Row[] = [];
  for (const situation of situations) {
    const figures: Partial<Record<KernelName, Figure>> = {};
    for (const contestant of contestants) {
      figures[contestant.name] = await interruptOne(contestant, folder, situation, quick ? 2 : 5);
    }
    rows.push({ what: `interrupt to reply, ${situation}`, unit: "ms", figures, goal: atMost(100, "ms") });
  }
  return rows;
};

async function interruptOne(
  contestant: Contestant,
  folder: string,
  situation: (typeof situations)[number],
  repetitions: number,
): Promise<Figure> {
  const client = await KernelClient.start(contestant, folder);
  const dead = new Promise<"dies">((resolve) => client.process.once("exit", () => resolve("dies")));
  try {
    await client.execute(contestant.cells.small(0));
    const samples: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const { answer } = client.begin(contestant.cells.endless[situation], { timeout: 6000 });
      answer.catch(() => undefined);
      // Nothing tells from outside that a loop has begun: some kernels print only after it.
      await new Promise((resolve) => setTimeout(resolve, 700));
      const sent = performance.now();
      client.interrupt(contestant.interruptMode);
      const ended = await Promise.race([answer, dead]);
      if (ended === "dies") return "dies";
      samples.push(ended.reply.at - sent);
    }
    // tslab throws away cells that come within 200 ms of a failure, which is not what is looked for here.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const kept = await Promise.race([client.execute(contestant.cells.small(1), { timeout: 5000 }), dead]);
    if (kept === "dies") return "dies";
    return kept.reply.content.status === "ok" ? median(samples) : "loses the variables";
  } catch (error) {
    if (error instanceof TooLate) return "no";
    throw error;
  } finally {
    await client.close();
  }
}
