import { runFetch } from "./fetch/run-fetch.ts";
import { handleInterrupts } from "./setup/interrupt.mjs";

handleInterrupts(() => console.log("\nStopped. What has come is kept: the same command goes on from there."));
process.exitCode = await runFetch(process.argv.slice(2));
