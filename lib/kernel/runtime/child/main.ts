import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { type ChildRequest, pipes } from "../child-messages.ts";
import { CellFiles } from "../errors/cell-files.ts";
import { installModuleHooks } from "../modules/install-module-hooks.ts";
import { Executor } from "./executor.ts";
import { offerHost } from "./host-of-cells.ts";
import { defineQuestions } from "./input.ts";
import { report } from "./report.ts";
import { type Run, within } from "./run.ts";
import { redirectStreams } from "./streams.ts";
import { stopTimersOfInterruptedCells } from "./timers.ts";

const [folder = process.cwd(), packageRoot = process.cwd()] = process.argv.slice(2);
Error.stackTraceLimit = 50;

// Interrupts come on their own pipe. A Ctrl-C in a terminal reaches the whole group of processes, and is not meant for us.
process.on("SIGINT", () => {});

const modules = installModuleHooks({ folder, packageRoot });
redirectStreams();
stopTimersOfInterruptedCells();
defineQuestions();

const executor = new Executor(folder, modules.scope, new CellFiles(modules.mapOf));
process.on("uncaughtException", (error) => executor.takeStray(error));
process.on("unhandledRejection", (reason) => executor.takeStray(reason));
const host = offerHost(executor);

const requests = new Socket({ fd: pipes.requests, readable: true, writable: false });
createInterface({ input: requests, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
  const request: ChildRequest = JSON.parse(line);
  if (request.type === "run") executor.run(request);
  else within(eventRun(request.id), () => host.deliverComm(request.message));
});
requests.on("close", () => process.exit(0));
report({ type: "ready" });

/** What a comm message causes belongs to the request that brought it. */
function eventRun(id: string): Run {
  return { number: 0, id, allowInput: false, isInterrupted: false, isOver: true, strayErrors: [] };
}
