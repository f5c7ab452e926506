import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder } from "../../setup/context.mjs";
import { KernelClient } from "./client/kernel-client.ts";
import type { Contestant } from "./kernels.ts";
import { type Figures, type KernelName, kernelNames } from "./row.ts";

/** A contestant and a running kernel of its kind. */
export interface Session {
  readonly contestant: Contestant;
  readonly client: KernelClient;
}

/** Starts one kernel of every contestant, hands them over, and ends them, come what may. */
export async function withSessions<Value>(
  contestants: readonly Contestant[],
  folder: string,
  use: (sessions: readonly Session[]) => Promise<Value>,
): Promise<Value> {
  const sessions: Session[] = [];
  try {
    for (const contestant of contestants) {
      sessions.push({ contestant, client: await KernelClient.start(contestant, folder) });
    }
    return await use(sessions);
  } finally {
    for (const { client } of sessions) await client.close();
  }
}

/** The same with one kernel. */
export async function withSession<Value>(
  contestant: Contestant,
  folder: string,
  use: (client: KernelClient) => Promise<Value>,
): Promise<Value> {
  return withSessions([contestant], folder, async ([session]) => {
    if (session === undefined) throw new Error(`Cannot measure ${contestant.name}: it did not start`);
    return use(session.client);
  });
}

/**
 * Measures everyone once a repetition, each time in another order, so that what else the machine does hits all alike. A
 * peer that fails is left out from then on, with a word: ours must not go unmeasured for its sake.
 *
 * @returns the measurements of each that did not fail, in the order of the repetitions
 */
export async function inTurns<Item extends Contestant | { readonly contestant: Contestant }>(
  items: readonly Item[],
  repetitions: number,
  measure: (item: Item, repetition: number) => Promise<number>,
): Promise<Map<Item, number[]>> {
  const samples = new Map<Item, number[]>(items.map((item) => [item, []]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const first = repetition % Math.max(items.length, 1);
    for (const item of [...items.slice(first), ...items.slice(0, first)]) {
      const values = samples.get(item);
      if (values === undefined) continue;
      try {
        values.push(await measure(item, repetition));
      } catch (error) {
        const { name } = "contestant" in item ? item.contestant : item;
        if (name === kernelNames[0]) throw error;
        samples.delete(item);
        const reason = error instanceof Error ? error.message : error;
        console.error(`${name} is left out from repetition ${repetition + 1} on: ${reason}`);
      }
    }
  }
  return samples;
}

/** Puts a figure beside the name of each contestant. */
export function figuresOf<Value>(
  values: ReadonlyMap<Contestant, Value>,
  figure: (value: Value) => number | string,
): Figures {
  const figures: Partial<Record<KernelName, number | string>> = {};
  for (const [contestant, value] of values) figures[contestant.name] = figure(value);
  return figures;
}

/** The folder that the kernels run in: below the checkout, so that cells find its packages. */
export function makeNotebookFolder(root: string): string {
  const folder = join(makePrivateFolder({ root }), "bench", "notebooks");
  mkdirSync(folder, { recursive: true });
  return folder;
}
