import { Session } from "node:inspector";
import { Socket } from "node:net";
import { parentPort } from "node:worker_threads";
import { type ChildRequest, pipes } from "../child-messages.ts";
import { LineReader } from "../line-reader.ts";
import { type InterruptAnswer, interruptKey, type ThreadMessage } from "./thread-messages.ts";

/**
 * The thread that reads what the kernel asks. It hands requests on to the main thread, in order, and interrupts in
 * another way: through V8's inspector, which calls a function of the main thread also while that is in a loop. It looks
 * after the effect, and ends the process when there is none.
 */

/** Times in milliseconds: until the next look, and until the process is ended because nothing helps. */
const looks = { over: undefined, told: undefined, waiting: 100, listening: 1000, ending: 100 } as const;
const patience = 2000;
const farewell = 500;

const main = new Session();
main.connectToMainThread();

function interrupt(run: number, isSecondLook: boolean, since: number): void {
  const end = () => process.kill(process.pid, "SIGKILL");
  const last = setTimeout(end, patience);
  const expression = `globalThis[Symbol.for("${interruptKey}")](${run}, ${isSecondLook})`;
  main.post("Runtime.evaluate", { expression, silent: true, returnByValue: true }, (error, reply) => {
    clearTimeout(last);
    const answer: InterruptAnswer = error === null ? (reply.result.value ?? "ending") : "ending";
    if (answer === "listening") parentPort?.postMessage({ type: "stop", run } satisfies ThreadMessage);
    const pause = looks[answer];
    if (pause === undefined) return;
    const begin = answer === "listening" ? performance.now() + pause : since;
    if (performance.now() - begin > patience) end();
    else setTimeout(() => interrupt(run, true, begin), pause);
  });
}

const lines = new LineReader((line) => {
  const request: ChildRequest = JSON.parse(line);
  if (request.type === "interrupt") interrupt(request.run, false, performance.now());
  else parentPort?.postMessage(request);
});

const requests = new Socket({ fd: pipes.requests, readable: true, writable: false });
requests.on("data", (chunk: Buffer) => lines.read(chunk));
requests.on("close", () => {
  parentPort?.postMessage({ type: "exit" } satisfies ThreadMessage);
  // The main thread may be in a loop.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), farewell);
});
