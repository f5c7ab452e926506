import { Worker } from "node:worker_threads";
import { listening } from "./listening.ts";
import type { ThreadMessage } from "./thread-messages.ts";

const [folder = process.cwd(), packageRoot = process.cwd()] = process.argv.slice(2);

// Started before anything else is loaded, so that both go on at the same time. The flags of the main thread are for cells.
const thread = new Worker(new URL("./request-thread.js", import.meta.url), { execArgv: [], workerData: listening });
const early: ThreadMessage[] = [];
let take = (message: ThreadMessage): void => void early.push(message);
thread.on("message", (message: ThreadMessage) => take(message));

const { serve } = await import("./serve.ts");
take = serve(folder, packageRoot);
for (const message of early) take(message);
