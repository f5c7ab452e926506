import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { type HookSettings, Hooks, type LoadContext, type ResolveContext, type Resolved } from "./hooks.ts";
import { isMissing } from "./missing-module.ts";
import type { LoadedFile, ModuleLog } from "./module-graph.ts";

/** What the thread of the hooks tells the thread that runs the cells. */
export type ThreadEvent =
  | { readonly type: "loaded"; readonly file: LoadedFile }
  | { readonly type: "linked"; readonly importer: string; readonly imported: string }
  | { readonly type: "broken"; readonly importer: string };

/** What it is told: the files that have got a new version. */
export type ThreadOrder = readonly (readonly [path: string, version: number])[];

export interface ThreadData {
  readonly settings: HookSettings;
  readonly port: MessagePort;
}

/** The other end of the graph of modules: it knows the versions and passes on everything else. */
class RemoteLog implements ModuleLog {
  readonly #port: MessagePort;
  readonly #versions = new Map<string, number>();

  constructor(port: MessagePort) {
    this.#port = port;
    port.unref();
  }

  /** Takes up new versions. They lie ready before the import that needs them is asked for. */
  update(): void {
    for (let order = receiveMessageOnPort(this.#port); order; order = receiveMessageOnPort(this.#port)) {
      for (const [path, version] of order.message as ThreadOrder) this.#versions.set(path, version);
    }
  }

  versionOf(path: string): number {
    return this.#versions.get(path) ?? 0;
  }

  loaded(file: LoadedFile): void {
    this.#tell({ type: "loaded", file });
  }

  linked(importer: string, imported: string): void {
    this.#tell({ type: "linked", importer, imported });
  }

  broken(importer: string): void {
    this.#tell({ type: "broken", importer });
  }

  #tell(event: ThreadEvent): void {
    this.#port.postMessage(event);
  }
}

let log: RemoteLog;
let hooks: Hooks;

/** Node calls this once, in the thread that it makes for hooks. */
export function initialize({ settings, port }: ThreadData): void {
  log = new RemoteLog(port);
  hooks = new Hooks(settings, log);
}

export async function resolve(
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => Promise<Resolved>,
): Promise<Resolved> {
  log.update();
  const plan = hooks.plan(specifier, context);
  if (plan.found) return hooks.settle(plan, plan.found, context);
  let failure: unknown;
  for (const parentURL of plan.parents) {
    try {
      return hooks.settle(plan, await next(plan.specifier, { ...context, parentURL }), context);
    } catch (error) {
      failure ??= error;
      if (!isMissing(error)) break;
    }
  }
  throw hooks.fail(plan, failure);
}

export async function load(
  url: string,
  context: LoadContext,
  next: (url: string, context: LoadContext) => Promise<unknown>,
): Promise<unknown> {
  log.update();
  return hooks.load(url, context) ?? next(url, context);
}
