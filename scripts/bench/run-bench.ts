import { runKernelBench } from "./kernel/run-kernel-bench.ts";
import { runTokenizersBench } from "./tokenizers/run-tokenizers-bench.ts";
import { runTrainBench } from "./train/run-train-bench.ts";

/** The benchmarks by name; each reads its own options. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  kernel: runKernelBench,
  tokenizers: runTokenizersBench,
  train: runTrainBench,
};

/**
 * Runs the benchmark that the first argument names with the other arguments; the result is the exit code.
 *
 * @throws Error when there is no such benchmark
 */
export async function runBench([name, ...args]: readonly string[]): Promise<number> {
  const there = Object.keys(benches).join(", ");
  if (name === undefined || name === "--help" || name === "-h") {
    console.log(`npm run bench -- NAME [options]; NAME is one of: ${there}; NAME --help says its options`);
    return 0;
  }
  const bench = benches[name];
  if (bench === undefined) throw new Error(`Cannot run the benchmark "${name}": there are ${there}`);
  return bench(args);
}
