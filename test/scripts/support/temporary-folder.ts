import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder whose name has a space in it; `path` joins names to it. */
export interface TemporaryFolder {
  path: (...names: string[]) => string;
}

/** Gives each test of a suite an empty folder. */
export function useTemporaryFolder(): TemporaryFolder {
  return folderBetween(beforeEach, afterEach);
}

/** Gives a suite one folder for all its tests. */
export function useSharedFolder(): TemporaryFolder {
  return folderBetween(before, after);
}

type Hook = (action: () => void) => void;

function folderBetween(start: Hook, end: Hook): TemporaryFolder {
  let folder = "";
  start(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), "llmlab test-"));
  });
  end(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return { path: (...names) => join(folder, ...names) };
}
