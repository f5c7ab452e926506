/**
 * What the main thread may be in the midst of that must not be broken off: a part of Node that loads or that hands on an
 * error nobody caught, Node's own work with timers and ticks, a module that loads.
 */
export type Midst = "node" | "timers" | "module";

/** Where the code is that was interrupted. */
export interface Interrupted {
  /** How many functions are on the stack, up to a limit. */
  readonly depth: number;
  readonly midst: Midst | undefined;
}

/** The function that a barrier calls: what is above it on the stack can be ended without harm to what is below. */
export const insideBarrier = "insideBarrier";

const deepest = 200;

interface Frame {
  readonly file: string;
  readonly name: string;
}

/** Looks at the stack. To be called from where the inspector calls us, in the midst of other code. */
export function lookAtStack(): Interrupted {
  const frames = framesOnStack();
  const barrier = frames.findIndex(({ name }) => name === insideBarrier);
  const above = barrier < 0 ? frames : frames.slice(0, barrier);
  const files = above.map(({ file }) => file);
  const user = files.findIndex((file) => !file.startsWith("node:"));
  const inNode = user < 0 ? files : files.slice(0, user);
  const isAmong = (among: readonly string[], ...parts: string[]) => among.some((file) => parts.includes(file));
  const midst: Midst | undefined = isAmong(files, "node:internal/bootstrap/realm", "node:internal/process/execution")
    ? "node"
    : isAmong(inNode, "node:internal/timers", "node:internal/process/task_queues")
      ? "timers"
      : files.some((file) => file.startsWith("node:internal/modules/"))
        ? "module"
        : undefined;
  return { depth: frames.length, midst };
}

/** The functions on the stack, innermost first; those by which the inspector calls us are left out. */
function framesOnStack(): Frame[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = deepest;
  Error.prepareStackTrace = (_error, sites) =>
    sites.map((site) => ({ file: site.getFileName() ?? "", name: site.getFunctionName() ?? "" }));
  const { stack } = new Error() as { stack?: unknown };
  Error.prepareStackTrace = prepareStackTrace;
  Error.stackTraceLimit = stackTraceLimit;
  const own = [import.meta.url, new URL("./interrupts.js", import.meta.url).href, "node:inspector", ""];
  return (Array.isArray(stack) ? stack : []).filter(({ file }: Frame) => !own.includes(file));
}
