import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentFolder, environmentProgram } from "../../setup/virtual-environment.mjs";
import { type Cells, checkedCells, denoCells, pythonCells } from "./cells.ts";
import type { KernelCommand } from "./client/kernel-client.ts";
import { objectOf } from "./client/message.ts";
import { DENO_VERSION, installDeno } from "./install-deno.ts";
import { type KernelName, kernelNames } from "./row.ts";

/** A kernel that takes part in the measurements. */
export interface Contestant extends KernelCommand {
  readonly name: KernelName;
  readonly version: string;
  readonly cells: Cells;
  /** Which samples `conformance` gives it. */
  readonly samples: "llmlab" | "tslab" | "deno" | "python";
  /** Tells the process that only runs cells, where there is one, from those that serve the protocol and the checks. */
  runsCells(command: string): boolean;
}

export interface Found {
  readonly contestants: Contestant[];
  /** A line for each kernel that is left out, and why. */
  readonly absent: string[];
}

/** Finds the kernels on this machine, and fetches Deno where it is asked for and absent. */
export async function findContestants(root: string, wanted: readonly KernelName[] = kernelNames): Promise<Found> {
  const found: Found = { contestants: [], absent: [] };
  for (const name of wanted) {
    try {
      found.contestants.push(await makers[name](root));
    } catch (error) {
      found.absent.push(`${name} is left out: ${error instanceof Error ? error.message : error}`);
    }
  }
  return found;
}

const makers: Record<KernelName, (root: string) => Contestant | Promise<Contestant>> = {
  llmlab: (root) => {
    const path = join(environmentFolder({ root }), "share", "jupyter", "kernels", "llmlab", "kernel.json");
    const spec = readJson(path);
    return {
      name: "llmlab",
      version: versionIn(join(root, "package.json")),
      argv: Array.isArray(spec.argv) ? spec.argv.map(String) : [],
      env: {
        ...Object.fromEntries(Object.entries(objectOf(spec.env)).map(([key, value]) => [key, String(value)])),
        // A learner's history is left alone.
        LLMLAB_KERNEL_HISTORY: join(root, ".llmlab", "bench", "history.jsonl"),
      },
      interruptMode: spec.interrupt_mode === "message" ? "message" : "signal",
      cells: checkedCells,
      samples: "llmlab",
      runsCells: (command) => command.includes("runtime"),
    };
  },
  tslab: (root) => {
    const folder = join(root, "node_modules", "tslab");
    return {
      name: "tslab",
      version: versionIn(join(folder, "package.json")),
      argv: [
        process.execPath,
        // Else Node 20 writes a warning into the first cell, since tslab requires an ES module.
        "--disable-warning=ExperimentalWarning",
        join(folder, "bin", "tslab"),
        "kernel",
        "--config-path={connection_file}",
      ],
      env: { TF_CPP_MIN_LOG_LEVEL: "3", FORCE_COLOR: "0" },
      interruptMode: "signal",
      cells: checkedCells,
      samples: "tslab",
      runsCells: () => false,
    };
  },
  deno: async (root) => {
    const program = await installDeno(root);
    return {
      name: "deno",
      version: DENO_VERSION,
      argv: [program, "jupyter", "--kernel", "--conn", "{connection_file}"],
      env: { DENO_DIR: join(root, ".llmlab", "bench", "deno-cache"), DENO_NO_UPDATE_CHECK: "1" },
      interruptMode: "signal",
      cells: denoCells,
      samples: "deno",
      runsCells: () => false,
    };
  },
  ipykernel: (root) => {
    const python = environmentProgram({ root, platform: process.platform }, "python");
    if (!existsSync(python)) throw new Error("there is no .venv; npm run setup makes it");
    return {
      name: "ipykernel",
      version: execFileSync(python, ["-c", "import ipykernel; print(ipykernel.__version__)"], {
        encoding: "utf8",
      }).trim(),
      argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
      // Its history goes where it does no harm.
      env: { IPYTHONDIR: join(root, ".llmlab", "bench", "ipython") },
      interruptMode: "signal",
      cells: pythonCells,
      samples: "python",
      runsCells: () => false,
    };
  },
};

function readJson(path: string) {
  try {
    return objectOf(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw new Error(`Cannot read ${path}; npm run setup writes it`);
  }
}

function versionIn(path: string): string {
  return String(readJson(path).version);
}
