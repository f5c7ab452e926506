/** Whether somebody has asked for the work to end, and how to stop listening for that. */
export interface StopRequest {
  readonly asked: boolean;
  release(): void;
}

/**
 * Listens for a wish to stop: the signal, and SIGINT, which is Jupyter's interrupt and Ctrl-C. Until `release`, the
 * first SIGINT asks the work to end instead of ending the process.
 */
export function listenForStop(signal?: AbortSignal): StopRequest {
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  process.once("SIGINT", interrupt);
  return {
    get asked() {
      return interrupted || signal?.aborted === true;
    },
    release() {
      process.removeListener("SIGINT", interrupt);
    },
  };
}
