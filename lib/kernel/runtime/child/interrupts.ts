import { Worker } from "node:worker_threads";
import { pipes } from "../child-messages.ts";

/** Slots of the memory that the main thread shares with the thread that takes interrupts. */
const slots = { run: 0, listeners: 1, fallen: 2 } as const;

/** So many milliseconds the main thread gets to answer an interrupt by itself before its code is ended. */
const patience = { idle: 15, cooperative: 1000 } as const;

/**
 * Takes interrupts on a thread of its own, because the main thread may be in a loop.
 *
 * An interrupt goes first to the main thread, as a message: a cell that waits (for a timer, a promise that never
 * settles, the network) is ended there, and code that stops by itself is told. Where no answer comes, the main thread
 * runs something, and V8 is made to end that. What ends then may also be a line of the runtime itself; so the thread
 * first claims the run, and a run that has been claimed does not end before the blow has fallen.
 */
export class Interrupts {
  readonly #shared = new Int32Array(new SharedArrayBuffer(12));
  readonly #worker: Worker;

  /** `onInterrupt` is called with the number of the run, and whether code that stops by itself was promised time. */
  constructor(onInterrupt: (run: number, isCooperative: boolean) => void) {
    this.#worker = new Worker(interruptThread, {
      eval: true,
      workerData: { shared: this.#shared, slots, patience, pipe: pipes.interrupts },
      // Of the arguments of the main thread, those about modules would load them here too.
      execArgv: [],
    });
    this.#worker.on("message", ({ run, isCooperative }) => {
      this.#worker.postMessage(run);
      onInterrupt(run, isCooperative);
    });
    this.#worker.unref();
  }

  /** Begins a run: from here on it can be interrupted. */
  begin(run: number): void {
    Atomics.store(this.#shared, slots.listeners, 0);
    Atomics.store(this.#shared, slots.run, run);
  }

  /**
   * Ends a run, so that no interrupt can reach what follows. Returns false where one is already on its way: then
   * `absorb` has to be called, and the run counts as interrupted.
   */
  end(run: number): boolean {
    return Atomics.compareExchange(this.#shared, slots.run, run, 0) === run;
  }

  /** Called inside what V8 is to end: returns when the blow has fallen elsewhere, else it falls here. */
  absorb(run: number): void {
    const start = performance.now();
    while (Atomics.load(this.#shared, slots.fallen) !== run && performance.now() - start < 1000);
  }

  /** Ends a run that was claimed. */
  release(): void {
    Atomics.store(this.#shared, slots.run, 0);
  }

  /** Says that code of the run stops by itself when asked, from now until as many `removeListener`. */
  addListener(): void {
    Atomics.add(this.#shared, slots.listeners, 1);
  }

  removeListener(): void {
    if (Atomics.load(this.#shared, slots.listeners) > 0) Atomics.sub(this.#shared, slots.listeners, 1);
  }
}

/** Plain JavaScript, because it is not loaded from a file. */
const interruptThread = `
const { Session } = require("node:inspector");
const { Socket } = require("node:net");
const { createInterface } = require("node:readline");
const { parentPort, workerData: { shared, slots, patience, pipe } } = require("node:worker_threads");

const main = new Session();
main.connectToMainThread();
let asked = 0; // the run that was last asked to stop by itself
let answered = 0; // the run that last answered

parentPort.on("message", (run) => { answered = run; });

function end(run) {
  if (Atomics.compareExchange(shared, slots.run, run, -run) !== run) return;
  main.post("Runtime.terminateExecution", () => Atomics.store(shared, slots.fallen, run));
}

function interrupt(run) {
  if (Atomics.load(shared, slots.run) !== run) return;
  const isCooperative = Atomics.load(shared, slots.listeners) > 0 && asked !== run;
  asked = run;
  answered = 0;
  parentPort.postMessage({ run, isCooperative });
  setTimeout(() => { if (answered !== run) end(run); }, isCooperative ? patience.cooperative : patience.idle);
}

createInterface({ input: new Socket({ fd: pipe, readable: true, writable: false }) })
  .on("line", (line) => interrupt(Number(line)));
`;
