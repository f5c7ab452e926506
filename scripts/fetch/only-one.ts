import { rmSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "../setup/is-running.mjs";
import { ownerOfLock, releaseAfter, takeLock } from "../setup/lock-file.mjs";
import { FetchError } from "./fetch-error.ts";

/**
 * Works on a folder while no other fetch does: two that wrote to one file would spoil it.
 *
 * @throws FetchError when another is at it. One that has died does not count.
 */
export async function onlyOne<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, "fetch.lock");
  const owner = ownerOfLock(path);
  if (owner !== undefined && isRunning(owner)) {
    throw new FetchError(`another fetch into ${folder} is under way (process ${owner})`, [
      "wait for it to end",
      `if process ${owner} is no fetch, delete ${path}`,
    ]);
  }
  rmSync(path, { force: true });
  if (!takeLock(path)) {
    throw new FetchError(`another fetch into ${folder} has just begun`);
  }
  return releaseAfter(path, work);
}
