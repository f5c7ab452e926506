import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../../../lib/random/index.ts";
import { textBatches } from "./batches.ts";
import type { SideName } from "./measure-row.ts";
import { sideNames } from "./measure-row.ts";
import { smallGpt } from "./rows.ts";
import { type Starter, withSides } from "./sides.ts";
import { inputShapes } from "./task.ts";

/** What a small GPT comes to on Shakespeare. */
export interface ShakespeareResult {
  readonly steps: number;
  readonly sides: Partial<
    Record<SideName, { readonly seconds: number; readonly firstStep: number; readonly loss: number }>
  >;
}

/** The validation loss that nanoGPT's README states for this configuration. */
export const SHAKESPEARE_GOAL = 1.88;

/**
 * As many steps as it takes to come below that on 200 validation batches. After the 2,000 of nanoGPT's README, which
 * states the mean of 20, all sides stand at 1.89 to 1.91, PyTorch too.
 */
export const SHAKESPEARE_STEPS = 2500;

/** As many validation batches as nanoGPT takes for the loss that it states at the end of a run. */
const VALIDATION_BATCHES = 200;

/** nanoGPT's learning rate: a warm-up of 100 steps to 1e-3, then half a cosine down to 1e-4. */
export function shakespeareRate(step: number, steps: number): number {
  const [highest, lowest, warmUp] = [1e-3, 1e-4, Math.min(100, steps / 20)];
  if (step < warmUp) return (highest * (step + 1)) / (warmUp + 1);
  const done = (step - warmUp) / (steps - warmUp);
  return lowest + 0.5 * (1 + Math.cos(Math.PI * done)) * (highest - lowest);
}

/**
 * Trains nanoGPT's CPU configuration on the characters of Shakespeare: on all sides from the same weights and on the same
 * batches, a hundred steps each in turns. The seconds are those of the steps alone; the loss is that of the same 200
 * validation batches, of the last tenth of the text.
 *
 * @returns undefined where the text is not there
 */
export async function measureShakespeare(
  text: string,
  starter: Starter,
  steps: number,
): Promise<ShakespeareResult | undefined> {
  if (!existsSync(text)) return undefined;
  const { folder, threads } = starter;
  const paths = writeText(readFileSync(text, "utf8"), folder, steps);
  const task = { kind: "gpt" as const, ...smallGpt };
  const update = { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, clip: 1 };
  const order = { ...task, ...update, batches: paths.training, inputs: inputShapes(task) };
  return withSides(sideNames, starter, async (contestants) => {
    const weights = join(folder, "shakespeare-weights");
    const taken = new Map<SideName, number[]>();
    for (const { name, side } of contestants) {
      const shared = { [name === "ours" ? "save" : "weights"]: weights };
      const start = { do: "start", task: order, threads, compiled: name === "compiled" };
      await side.ask({ ...start, ...shared });
      taken.set(name, []);
    }
    for (let from = 0; from < steps; from += 100) {
      const count = Math.min(100, steps - from);
      const rates = Array.from({ length: count }, (_, at) => shakespeareRate(from + at, steps));
      for (const { name, side } of contestants) {
        taken.get(name)?.push(...(await side.askNumbers({ do: "steps", rates }, "milliseconds")));
      }
    }
    const sides: Partial<Record<SideName, { seconds: number; firstStep: number; loss: number }>> = {};
    for (const { name, side } of contestants) {
      const loss = await side.askNumber({ do: "evaluate", path: paths.validation }, "loss");
      const times = taken.get(name) ?? [];
      const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
      sides[name] = { seconds, firstStep: times[0] ?? Number.NaN, loss };
    }
    return { steps, sides };
  });
}

function writeText(text: string, folder: string, steps: number): { training: string; validation: string } {
  const characters = [...text];
  const vocabulary = [...new Set(characters)].sort();
  if (vocabulary.length !== smallGpt.vocabulary) {
    throw new Error(`Cannot train on this text: it has ${vocabulary.length} characters; Shakespeare's has 65`);
  }
  const numbers = new Map(vocabulary.map((character, id) => [character, id]));
  const ids = characters.map((character) => numbers.get(character) ?? 0);
  const end = Math.floor(ids.length * 0.9);
  const paths = { training: join(folder, "shakespeare-training.bin"), validation: join(folder, "shakespeare-val.bin") };
  const random = createRandom(1337);
  const cut = (part: readonly number[], count: number, stream: string) =>
    textBatches(part, { ...smallGpt, count, random: random.stream(stream) });
  writeFileSync(paths.training, cut(ids.slice(0, end), steps, "training"));
  writeFileSync(paths.validation, cut(ids.slice(end), VALIDATION_BATCHES, "validation"));
  return paths;
}
