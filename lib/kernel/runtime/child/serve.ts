import { join } from "node:path";
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

/** Sets the process up to run cells, and returns what takes the messages of the thread that reads the requests. */
export function serve(folder: string, packageRoot: string): (message: ThreadMessage) => void {
  Error.stackTraceLimit = 50;
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
    modules,
    files,
    onEnd: (run) => streams.endOfCell(run),
  });
  process.on("uncaughtException", (error) => enter(() => executor.takeStray(error)));
  process.on("unhandledRejection", (reason) => enter(() => executor.takeStray(reason)));
  const host = offerHost(executor);

  report({ type: "ready" });
  return (message) => {
    if (message.type === "run") executor.run(message);
    else if (message.type === "stop") executor.stop(message.run);
    // What a comm message causes belongs to the request that brought it.
    else if (message.type === "comm") within(commRun(message.id), () => host.deliverComm(message.message));
    else process.exit();
  };
}

function commRun(id: string) {
  return { ...makeRun(0, id, false), isOver: true };
}
