import { createRequire } from "node:module";
import type { MimeBundle } from "./bundle.ts";

/** Where outputs go. This file is the only one that knows what a kernel looks like from inside. */
export interface Screen {
  /** Adds an output to the running cell. With an id it can be replaced later. */
  display(bundle: MimeBundle, displayId?: string): void;
  /** Replaces every output that was displayed under the id. */
  update(bundle: MimeBundle, displayId: string): void;
}

/** What llmlab's kernel offers to libraries, as far as this one uses it. */
interface KernelHost extends Screen {
  interruptible(): { readonly signal: AbortSignal; release(): void };
}

/** What Jupyter wants as the content of `display_data` and `update_display_data`. */
interface DisplayContent extends MimeBundle {
  transient: { display_id?: string };
}

type SendDisplay = (content: DisplayContent, update: boolean) => unknown;

const modulesInUse = createRequire(import.meta.url).cache;

/** Finds llmlab's kernel, where it runs this process. */
export function runningHost(): KernelHost | undefined {
  return Reflect.get(globalThis, Symbol.for("llmlab.kernel"));
}

/** Finds the screen of the kernel that runs this process: llmlab's, tslab or Deno's. Undefined where there is none. */
export function runningScreen(): Screen | undefined {
  const host = runningHost();
  if (host !== undefined) {
    return host;
  }
  const send = denoSender() ?? tslabSender();
  return send && screenOf(send);
}

function screenOf(send: SendDisplay): Screen {
  return {
    display(bundle, displayId) {
      send({ ...bundle, transient: displayId === undefined ? {} : { display_id: displayId } }, false);
    },
    update(bundle, displayId) {
      send({ ...bundle, transient: { display_id: displayId } }, true);
    },
  };
}

function denoSender(): SendDisplay | undefined {
  const { Deno } = globalThis as { Deno?: { jupyter?: { broadcast?: unknown } } };
  const broadcast = Deno?.jupyter?.broadcast;
  if (typeof broadcast !== "function") {
    return undefined;
  }
  return (content, update) => broadcast(update ? "update_display_data" : "display_data", content);
}

/**
 * tslab's public API sends one MIME type per message, so that a picture and its text would become two outputs. Its own
 * sender takes a whole bundle. It is looked up among the modules that are already loaded: loading tslab here would
 * cost half a second and would not make it the running kernel.
 */
function tslabSender(): SendDisplay | undefined {
  for (const [path, module] of Object.entries(modulesInUse)) {
    if (/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) {
      // The sender is replaced at the start of every cell, so it is read anew each time.
      const sender: unknown = module?.exports.lastWriteDisplayData;
      if (typeof sender === "function") {
        return sender as SendDisplay;
      }
    }
  }
  return undefined;
}
