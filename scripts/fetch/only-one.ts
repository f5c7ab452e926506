import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { whenInterrupted } from "../setup/interrupt.mjs";
import { isRunning } from "../setup/is-running.mjs";
import { codeOf, FetchError } from "./fetch-error.ts";

/**
 * Works on a folder while no other fetch does: two that wrote to one file would spoil it.
 *
 * @throws FetchError when another is at it. One that has died does not count.
 */
export async function onlyOne<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, "fetch.lock");
  const owner = ownerOf(path);
  if (owner !== undefined && isRunning(owner)) {
    throw new FetchError(`another fetch into ${folder} is under way (process ${owner})`, [
      "wait for it to end",
      `if process ${owner} is no fetch, delete ${path}`,
    ]);
  }
  rmSync(path, { force: true });
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
  } catch (error) {
    throw codeOf(error) === "EEXIST" ? new FetchError(`another fetch into ${folder} has just begun`) : error;
  }
  const release = () => rmSync(path, { force: true });
  const forget = whenInterrupted(release);
  try {
    return await work();
  } finally {
    release();
    forget();
  }
}

function ownerOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
