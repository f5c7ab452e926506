import { createRequire } from "node:module";

const { cache } = createRequire(import.meta.url);

interface AsyncWrap {
  clearAsyncIdStack(): void;
}

const asyncWrap = findAsyncWrap();

/**
 * Puts Node's own records in order after V8 has ended code between two of its lines. Nothing is on the stack then.
 *
 * Node up to 22 keeps a stack of the callbacks that it is in, and aborts the process when that is not empty in the end.
 * A CommonJS module whose code was ended would stay half loaded for ever.
 */
export function repairNode(): void {
  asyncWrap?.clearAsyncIdStack();
  for (const [path, loaded] of Object.entries(cache)) {
    if (loaded?.loaded === false && loaded.id !== ".") delete cache[path];
  }
}

function findAsyncWrap(): AsyncWrap | undefined {
  const { binding } = process as { binding?: (name: string) => unknown };
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    // No public function empties the stack. Node 24 needs none, and has none.
    return binding?.call(process, "async_wrap") as AsyncWrap;
  } catch {
    return undefined;
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
