import { Session } from "node:inspector";

/** The inspector of this process, from inside. */
export const inspector = new Session();
inspector.connect();

const entry = Symbol.for("llmlab.kernel.enter");
const call = { expression: 'globalThis[Symbol.for("llmlab.kernel.enter")]()', silent: true };

let work: () => void = () => {};
Object.defineProperty(globalThis, entry, { value: () => work(), enumerable: false });

/**
 * Calls a function in such a way that, when V8 ends the code in it, this call returns like any other. Elsewhere the end
 * goes on through every frame below, also those of Node, which leave things half done. Takes some 30 microseconds.
 */
export function enter(inner: () => void): void {
  let failure: { readonly error: unknown } | undefined;
  work = function insideBarrier() {
    try {
      inner();
    } catch (error) {
      failure = { error };
    }
  };
  inspector.post("Runtime.evaluate", call);
  if (failure !== undefined) throw failure.error;
}
