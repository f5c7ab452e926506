import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "./user-cache.ts";

/** So much of the user's disk it may take; the entries written longest ago go first. A GPT's step takes about 1 MB. */
const limit = 256 * 2 ** 20;

/**
 * Names the folder in which XLA keeps what it has compiled, so that a notebook that runs again does not wait for it.
 * Machine code fits one build of TensorFlow, one kind of processor and one number of threads: each has a folder of its
 * own. Undefined where the binding is not built, and where TensorFlow's flags, which have their values in quotes,
 * cannot name the folder.
 */
export function findXlaCacheFolder(): string | undefined {
  try {
    const tensorflow = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-node/package.json"));
    const library = realpathSync(join(tensorflow, "deps", "lib"));
    // XLA cuts its loops for a number of threads, and does not ask for it when it takes code from the cache: what was
    // made for one thread would leave the others idle, and a step on two took a sixth longer.
    const threads = process.env.TF_NUM_INTRAOP_THREADS ?? "";
    const made = [library, process.arch, processorFeatures(), threads].join("\n");
    const name = createHash("sha256").update(made).digest("hex").slice(0, 12);
    const folder = join(cacheFolder(process), "xla", name);
    return folder.includes('"') ? undefined : folder;
  } catch {
    return undefined;
  }
}

/** Deletes the oldest of what XLA has kept, beyond the limit. */
export function trimXlaCache(folder: string, bytes = limit): void {
  const files = entriesOf(folder).sort((a, b) => b.modified - a.modified);
  let total = 0;
  for (const { path, size } of files) {
    total += size;
    if (total > bytes) {
      rmSync(path, { force: true });
    }
  }
}

/**
 * Empties the cache if TensorFlow failed because of it: a full disk or a crash may leave entries that it cannot read.
 *
 * @returns whether that was so, and the same call may work now.
 */
export function mendXlaCache(message: string): boolean {
  const folder = findXlaCacheFolder();
  if (folder === undefined || !/Serialized cache key|Read less bytes|XlaSerializedCacheEntry/.test(message)) {
    return false;
  }
  rmSync(folder, { recursive: true, force: true });
  return true;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      // Another process may delete it in between.
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ path, size: found.size, modified: found.mtimeMs }];
    });
  } catch {
    return [];
  }
}

/** The model alone does not tell what a virtual machine leaves of it. */
function processorFeatures(): string {
  try {
    return readFileSync("/proc/cpuinfo", "utf8").match(/^(flags|Features)\s*:.*$/m)?.[0] ?? "";
  } catch {
    return cpus()[0]?.model ?? "";
  }
}
