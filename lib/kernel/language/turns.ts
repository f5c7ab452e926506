import { ConnectionEnded, RequestTimeout } from "./json-rpc.ts";

/** Does one thing after the other. */
export interface Turns {
  /**
   * Does something when all before it is done. It is done a second time where the server died or hung meanwhile; what
   * fails then, or for another reason, is logged and answered with the fallback.
   */
  take<Result>(what: string, fallback: Result, operation: () => Promise<Result>): Promise<Result>;
}

/** @param restart Ends a server that does not answer. */
export function takeTurns(log: (line: string) => void, restart: () => Promise<void>): Turns {
  let last: Promise<unknown> = Promise.resolve();

  async function attempt<Result>(what: string, fallback: Result, operation: () => Promise<Result>): Promise<Result> {
    for (let left = 2; left > 0; left--) {
      try {
        return await operation();
      } catch (error) {
        log(`language: ${what}: ${error instanceof Error ? error.message : String(error)}`);
        if (error instanceof RequestTimeout) {
          await restart();
        } else if (!(error instanceof ConnectionEnded)) {
          break;
        }
      }
    }
    return fallback;
  }

  return {
    take(what, fallback, operation) {
      const result = last.then(() => attempt(what, fallback, operation));
      last = result;
      return result;
    },
  };
}
