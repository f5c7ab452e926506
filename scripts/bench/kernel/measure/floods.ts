import { type KernelClient, streamText } from "../client/kernel-client.ts";
import { type Message, objectOf, textOf } from "../client/message.ts";
import { processesOf } from "../client/processes.ts";
import { TooLate } from "../client/within.ts";
import { atMost, exactly, type Figure, type KernelName, type Row } from "../row.ts";
import { withSession } from "../sessions.ts";
import type { Measurement } from "./measurement.ts";

type Column = Partial<Record<KernelName, Figure>>;

/** 100,000 lines and 1,000 display updates: what is lost, whether the order is kept, how long, and the memory. */
export const measureFloods: Measurement = async ({ contestants, folder }) => {
  const rows: Row[] = [];
  for (const flood of floods) {
    const [lost, outOfOrder, seconds, growth]: [Column, Column, Column, Column] = [{}, {}, {}, {}];
    for (const contestant of contestants) {
      const { name, cells } = contestant;
      const result = await withSession(contestant, folder, async (client) => {
        await client.execute("1 + 1");
        return pour(client, cells[flood.cell], flood);
      });
      lost[name] = result.lost;
      outOfOrder[name] = result.outOfOrder;
      seconds[name] = result.seconds;
      growth[name] = result.growth;
    }
    rows.push(
      { what: `${flood.title}, lost`, unit: "", figures: lost, goal: exactly(0) },
      { what: `${flood.title}, out of order`, unit: "", figures: outOfOrder, goal: exactly(0) },
      { what: `${flood.title}, time`, unit: "s", figures: seconds },
      { what: `${flood.title}, most memory above that before`, unit: "MiB", figures: growth, goal: atMost(100, "MiB") },
    );
  }
  return rows;
};

interface Flood {
  readonly title: string;
  readonly cell: "lines" | "updates";
  readonly count: number;
  /** The numbers that arrived, in order. */
  arrived(outputs: readonly Message[]): number[];
}

const floods: readonly Flood[] = [
  {
    title: "100,000 lines",
    cell: "lines",
    count: 100_000,
    arrived: (outputs) =>
      streamText(outputs)
        .split("\n")
        .filter((line) => /^\d+$/.test(line))
        .map(Number),
  },
  {
    title: "1,000 display updates",
    cell: "updates",
    count: 1000,
    arrived: (outputs) =>
      outputs
        .filter(({ type }) => type === "display_data" || type === "update_display_data")
        .map(({ content }) => Number(textOf(objectOf(content.data)["text/plain"]))),
  },
];

async function pour(client: KernelClient, code: string, { count, arrived }: Flood) {
  const memory = () => processesOf(client.process.pid ?? 0).reduce((sum, { pss }) => sum + pss, 0);
  const before = memory();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, memory());
  }, 200);
  const sent = performance.now();
  const { outputs, answer } = client.begin(code, { timeout: 40_000 });
  try {
    const failure = await answer.then(
      ({ reply }) => (reply.content.status === "ok" ? undefined : "fails"),
      (error) => {
        if (error instanceof TooLate) return "never ends";
        throw error;
      },
    );
    const seconds = failure ?? (performance.now() - sent) / 1000;
    most = Math.max(most, memory());
    const numbers = arrived(outputs);
    return {
      lost: count - new Set(numbers).size,
      outOfOrder: numbers.filter((value, index) => index > 0 && value < (numbers[index - 1] ?? 0)).length,
      seconds,
      growth: most - before,
    };
  } finally {
    clearInterval(watch);
  }
}
