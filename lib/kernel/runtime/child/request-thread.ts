import { Session } from "node:inspector";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { type ChildRequest, pipes } from "../child-messages.ts";
import { LineReader } from "../line-reader.ts";
import { type InterruptAnswer, interruptKey, type ThreadMessage } from "./thread-messages.ts";

/**
 * The thread that reads what the kernel asks. It hands requests on to the main thread, in order, and interrupts in
 * another way: through V8's inspector, which calls a function of the main thread also while that is in a loop. It looks
 * after the effect, and ends the process when there is none.
 */

/** Times in milliseconds: until the next look, and until the process is ended because nothing helps. */
const looks = {
  over: undefined,
  told: undefined,
  busy: 5,
  asked: 15,
  loading: 1000,
  // Code that stops by itself ends its step first, and a step of training may take some seconds.
  listening: 10_000,
  waiting: 100,
  ending: 100,
} as const;
const patience = 2000;
/** For native code under code that stops by itself: XLA compiles the step of a large model in one call. */
const longPatience = 30_000;
const farewell = 500;

/** See listening.ts. */
const listening: Int32Array = workerData;

const main = new Session();
main.connectToMainThread();

/** The interrupt that is being looked after. */
let active = {
  run: 0,
  begun: 0,
  /** From when on the process has to react. */
  since: 0,
  isAsking: false,
  isWanted: false,
  next: undefined as NodeJS.Timeout | undefined,
  /** Ends the process if the main thread does not answer. */
  last: undefined as NodeJS.Timeout | undefined,
};

/** Takes the wish to interrupt a run; wishes for it that come while one is on its way to the main thread are one. */
function interrupt(run: number): void {
  if (run !== active.run) {
    clearTimeout(active.next);
    const now = performance.now();
    active = { ...active, run, begun: now, since: now, isWanted: false, next: undefined };
  } else {
    // Whoever asks twice does not want to wait.
    active.since = performance.now();
    if (active.isAsking) waitForAnswer(patience);
  }
  if (active.isAsking) active.isWanted = true;
  else ask(false);
}

/**
 * Calls the main thread's function. Never twice at a time: what ends the code that runs would be spent on the second
 * call.
 */
function ask(isSecondLook: boolean): void {
  const { run } = active;
  active.isAsking = true;
  clearTimeout(active.next);
  waitForAnswer(Atomics.load(listening, 0) > 0 && !isSecondLook ? longPatience : patience);
  // While the main thread still starts, there is no such function.
  const asked = [run, isSecondLook, performance.now() - active.begun].join(", ");
  const expression = `globalThis[Symbol.for("${interruptKey}")]?.(${asked}) ?? "waiting"`;
  main.post("Runtime.evaluate", { expression, silent: true, returnByValue: true }, (error, reply) => {
    clearTimeout(active.last);
    active.isAsking = false;
    // The function itself may be among what is ended.
    const answer: InterruptAnswer = error === null ? (reply.result.value ?? "ending") : "ending";
    // At the end of its stack the main thread cannot call the function.
    const isDeep = error === null && reply.exceptionDetails !== undefined;
    if (run === active.run && (answer === "ending" || !active.isWanted)) follow(answer, isDeep);
    else if (active.isWanted) active.next = setTimeout(ask, 1, false);
    active.isWanted = false;
  });
}

function waitForAnswer(milliseconds: number): void {
  clearTimeout(active.last);
  active.last = setTimeout(end, milliseconds);
}

/** Looks after the effect. */
function follow(answer: InterruptAnswer, isDeep: boolean): void {
  const { run } = active;
  if (answer === "asked" || answer === "loading" || answer === "listening") {
    parentPort?.postMessage({ type: "stop", run } satisfies ThreadMessage);
    active.since = performance.now() + looks[answer];
  }
  const pause = looks[answer];
  if (pause === undefined) return;
  if (performance.now() - active.since > patience) end();
  else if (isDeep) main.post("Runtime.terminateExecution", () => ask(true));
  else active.next = setTimeout(ask, pause, true);
}

function end(): void {
  process.kill(process.pid, "SIGKILL");
}

const lines = new LineReader((line) => {
  const request: ChildRequest = JSON.parse(line);
  if (request.type === "interrupt") interrupt(request.run);
  else parentPort?.postMessage(request);
});

const requests = new Socket({ fd: pipes.requests, readable: true, writable: false });
requests.on("data", (chunk: Buffer) => lines.read(chunk));
requests.on("close", () => {
  parentPort?.postMessage({ type: "exit" } satisfies ThreadMessage);
  // The main thread may be in a loop.
  setTimeout(end, farewell);
});
