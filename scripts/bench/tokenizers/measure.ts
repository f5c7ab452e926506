import { join } from "node:path";
import type { PeerPython } from "../peer-python.ts";
import { numberIn, type Request, Side, type SideCommand } from "../train/side.ts";
import { type Row, type SideName, sideNames, type Timing, type Timings } from "./row.ts";

/** What is needed to start the sides; those that are not there are left out. */
export interface Starter {
  readonly npmFolder: string | undefined;
  readonly python: PeerPython | undefined;
}

/**
 * Measures the sides in turns, so that a busy moment of the machine strikes all of them. Each side has a process of its
 * own, in which the first measurement is the cold one.
 *
 * @param prepare what every side is asked before, untimed.
 * @param rounds how many times each side does it; once each for those in `once`, which take long.
 */
export async function measureSides(
  names: readonly SideName[],
  starter: Starter,
  {
    prepare,
    request,
    rounds,
    once = [],
  }: { prepare?: Request; request: Request; rounds: number; once?: readonly SideName[] },
): Promise<Pick<Row, "timings" | "different">> {
  const sides: { name: SideName; side: Side; seconds: number[]; digest: string; peak: number }[] = [];
  try {
    for (const name of sideNames.filter((name) => names.includes(name))) {
      const command = commandOf(name, starter);
      if (command === undefined) continue;
      const side = new Side(command);
      sides.push({ name, side, seconds: [], digest: "", peak: 0 });
      if (prepare !== undefined) await side.ask(prepare);
    }
    for (let round = 0; round < rounds; round++) {
      for (const each of sides) {
        if (round > 0 && once.includes(each.name)) continue;
        const answer = await each.side.ask(request);
        each.seconds.push(numberIn(answer, "seconds", each.name));
        each.digest = String(answer.digest);
        each.peak = typeof answer.peak === "number" ? answer.peak : 0;
      }
    }
  } finally {
    await Promise.all(sides.map(({ side }) => side.close()));
  }
  const timings: Timings = Object.fromEntries(
    sides.map(({ name, seconds: [cold = 0, ...warm], peak }): [SideName, Timing] => [name, { cold, warm, peak }]),
  );
  const ours = sides.find(({ name }) => name === "ours")?.digest;
  return { timings, different: sides.filter(({ digest }) => digest !== ours).map(({ name }) => name) };
}

function commandOf(name: SideName, { npmFolder, python }: Starter): SideCommand | undefined {
  const folder = join(import.meta.dirname, "sides");
  if (name === "tokenizers" || name === "tiktoken" || name === "plain" || name === "sentencepiece") {
    return python && { name, argv: [python.program, join(folder, "serve.py"), name], env: python.env };
  }
  if (name !== "ours" && npmFolder === undefined) return undefined;
  return { name, argv: [process.execPath, "--import", "tsx", join(folder, "serve.ts"), name, npmFolder ?? ""] };
}
