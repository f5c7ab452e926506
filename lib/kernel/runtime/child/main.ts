import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { hideRecordsOfPromises } from "../display/plain-promises.ts";
import { CellFiles } from "../errors/cell-files.ts";
import { makeStacksReadable } from "../errors/readable-stacks.ts";
import { installModuleHooks } from "../modules/install-module-hooks.ts";
import { enter } from "./barrier.ts";
import { Executor } from "./executor.ts";
import { offerHost } from "./host-of-cells.ts";
import { defineQuestions } from "./input.ts";
import { report } from "./report.ts";
import { makeRun, within } from "./run.ts";
import { redirectStreams } from "./streams.ts";
import type { ThreadMessage } from "./thread-messages.ts";
import { stopTimersOfStoppedRuns } from "./timers.ts";
import { logWarnings } from "./warnings.ts";

const [folder = process.cwd(), packageRoot = process.cwd()] = process.argv.slice(2);
Error.stackTraceLimit = 50;

// The flags of the main thread are for the code of cells. Before the module hooks, which would be those of the thread too.
const thread = new Worker(new URL("./request-thread.js", import.meta.url), { execArgv: [] });

// Interrupts come as requests. A Ctrl-C in a terminal reaches the whole group of processes, and is not meant for us.
process.on("SIGINT", () => {});
process.on("exit", (code) => report({ type: "exit", code }));

const streams = redirectStreams();
logWarnings();
hideRecordsOfPromises();
stopTimersOfStoppedRuns();
defineQuestions();
const modules = installModuleHooks({ folder, packageRoot });
const files = new CellFiles(modules.mapOf, { folder, library: join(packageRoot, "lib") });
makeStacksReadable(files, new URL("../..", import.meta.url).href);
const executor = new Executor({
  folder,
  scope: modules.scope,
  files,
  onEnd: (run) => streams.endOfCell(run),
});
process.on("uncaughtException", (error) => enter(() => executor.takeStray(error)));
process.on("unhandledRejection", (reason) => enter(() => executor.takeStray(reason)));
const host = offerHost(executor);

thread.on("message", (message: ThreadMessage) => {
  if (message.type === "run") executor.run(message);
  else if (message.type === "stop") executor.stop(message.run);
  // What a comm message causes belongs to the request that brought it.
  else if (message.type === "comm") within(commRun(message.id), () => host.deliverComm(message.message));
  else process.exit();
});
report({ type: "ready" });

function commRun(id: string) {
  return { ...makeRun(0, id, false), isOver: true };
}
