import type { KernelClient } from "../client/kernel-client.ts";
import { textOf } from "../client/message.ts";
import { atMost, type Figure, type KernelName } from "../row.ts";
import { withSessions } from "../sessions.ts";
import { median } from "../statistics.ts";
import type { Measurement } from "./measurement.ts";

/** How long a completion takes while a cell runs a tight loop; "no" where it waits for the cell's end. */
export const measureBusy: Measurement = async ({ contestants, folder, quick }) => {
  const figures: Partial<Record<KernelName, Figure>> = {};
  const inSubshell: Partial<Record<KernelName, Figure>> = {};
  await withSessions(contestants, folder, async (sessions) => {
    for (const { contestant, client } of sessions) {
      const complete = (header = {}) => completeWhileBusy(client, contestant.cells, quick ? 3 : 9, header);
      figures[contestant.name] = await complete();
      const info = await client.request("kernel_info_request", {});
      const features = info.content.supported_features;
      if (Array.isArray(features) && features.includes("kernel subshells")) {
        const { content } = await client.request("create_subshell_request", {}, { channel: "control" });
        inSubshell[contestant.name] = await complete({ subshell_id: textOf(content.subshell_id) });
      }
    }
  });
  return [
    { what: "completion while a cell runs", unit: "ms", figures, goal: atMost(100, "ms") },
    ...(Object.keys(inSubshell).length > 0
      ? [{ what: "the same in a subshell, where there are any", unit: "ms", figures: inSubshell }]
      : []),
  ];
};

async function completeWhileBusy(
  client: KernelClient,
  cells: { readonly busy: string; readonly unfinished: string },
  repetitions: number,
  header: Readonly<Record<string, string>>,
): Promise<Figure> {
  const ask = async () => {
    const sent = performance.now();
    const content = { code: cells.unfinished, cursor_pos: cells.unfinished.length };
    const reply = await client.request("complete_request", content, { header });
    if (!Array.isArray(reply.content.matches) || reply.content.matches.length === 0) return undefined;
    return reply.at - sent;
  };
  // Once while idle: what a kernel loads for its first completion is not what is measured here.
  await ask();
  const { answer } = client.begin(cells.busy);
  let ended = false;
  const end = answer.finally(() => {
    ended = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const samples: number[] = [];
  while (samples.length < repetitions) {
    const took = await ask();
    if (ended) break;
    if (took === undefined) return "nothing found";
    samples.push(took);
  }
  await end;
  return samples.length > 0 ? median(samples) : "no";
}
