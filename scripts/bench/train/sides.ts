import { join } from "node:path";
import type { PeerPython } from "../peer-python.ts";
import type { Contestant, SideName } from "./measure-row.ts";
import { Side, type SideCommand } from "./side.ts";

/** What is needed to start the sides; without a PyTorch ours is measured alone. */
export interface Starter {
  readonly torch: PeerPython | undefined;
  readonly threads: number;
  /** A folder of this run, where compiled forms go, ours and PyTorch's: those of an earlier run would hide their cost. */
  readonly folder: string;
}

/** Starts these sides, each in a process of its own, hands them over, and ends them, come what may. */
export async function withSides<Value>(
  names: readonly SideName[],
  starter: Starter,
  use: (contestants: readonly Contestant[]) => Promise<Value>,
): Promise<Value> {
  const contestants: Contestant[] = [];
  try {
    for (const name of names) {
      const command = commandOf(name, starter);
      if (command !== undefined) contestants.push({ name, side: new Side(command) });
    }
    return await use(contestants);
  } finally {
    await Promise.all(contestants.map(({ side }) => side.close()));
  }
}

function commandOf(name: SideName, { torch, threads, folder }: Starter): SideCommand | undefined {
  if (name === "ours") {
    return {
      name: "ours",
      argv: [process.execPath, "--import", "tsx", join(import.meta.dirname, "ours", "serve.ts")],
      env: { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads), LLMLAB_CACHE: join(folder, "cache") },
    };
  }
  if (torch === undefined) return undefined;
  return {
    name: `PyTorch ${name}`,
    argv: [torch.program, join(import.meta.dirname, "torch", "serve.py")],
    env: {
      ...torch.env,
      PYTHONDONTWRITEBYTECODE: "1",
      OMP_NUM_THREADS: String(threads),
      TORCHINDUCTOR_CACHE_DIR: join(folder, "inductor"),
    },
  };
}
