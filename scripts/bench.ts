import { runBench } from "./bench/run-bench.ts";

try {
  process.exitCode = await runBench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
