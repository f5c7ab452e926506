import { KernelClient } from "../client/kernel-client.ts";
import { atMostTimes } from "../row.ts";
import { figuresOf, inTurns } from "../sessions.ts";
import { median } from "../statistics.ts";
import type { Measurement } from "./measurement.ts";

/** How long from starting the process to its first reply, and to the result of a first cell. */
export const measureStarting: Measurement = async ({ contestants, folder, quick }) => {
  const first = new Map(contestants.map((contestant): [typeof contestant, number[]] => [contestant, []]));
  const ready = await inTurns(contestants, quick ? 3 : 9, async (contestant) => {
    const client = await KernelClient.start(contestant, folder);
    try {
      await client.execute("1 + 1");
      first.get(contestant)?.push(performance.now() - client.startedAt);
      return client.readyAfter;
    } finally {
      await client.close();
    }
  });
  return [
    { what: "start to ready", unit: "ms", figures: figuresOf(ready, median), goal: atMostTimes(1.3, "ipykernel") },
    { what: "start to the first cell's answer", unit: "ms", figures: figuresOf(first, median) },
  ];
};
