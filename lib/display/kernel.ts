import { createRequire } from "node:module";
import type { MimeBundle } from "./bundle.ts";

/** Where outputs go. This file is the only one that knows what a kernel looks like from inside. */
export interface Screen {
  /** Adds an output to the running cell. With an id it can be replaced later. */
  display(bundle: MimeBundle, displayId?: string): void;
  /** Replaces every output that was displayed under the id. */
  update(bundle: MimeBundle, displayId: string): void;
}

/** What tslab sends as the content of `display_data` and `update_display_data`. */
interface DisplayContent extends MimeBundle {
  transient: { display_id?: string };
}

type WriteDisplayData = (content: DisplayContent, update: boolean) => void;

const modulesInUse = createRequire(import.meta.url).cache;

/**
 * Finds the screen of the kernel that runs this process, or nothing where there is none.
 *
 * tslab's public API sends one MIME type per message, so that a picture and its text would become two outputs. Its own
 * sender takes a whole bundle. It is looked up among the modules that are already loaded: loading tslab here would
 * cost half a second and would not make it the running kernel.
 */
export function runningScreen(): Screen | undefined {
  const write = tslabSender();
  if (write === undefined) {
    return undefined;
  }
  return {
    display(bundle, displayId) {
      write({ ...bundle, transient: displayId === undefined ? {} : { display_id: displayId } }, false);
    },
    update(bundle, displayId) {
      write({ ...bundle, transient: { display_id: displayId } }, true);
    },
  };
}

function tslabSender(): WriteDisplayData | undefined {
  for (const [path, module] of Object.entries(modulesInUse)) {
    if (/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) {
      // The sender is replaced at the start of every cell, so it is read anew each time.
      const sender: unknown = module?.exports.lastWriteDisplayData;
      if (typeof sender === "function") {
        return sender as WriteDisplayData;
      }
    }
  }
  return undefined;
}
