import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { SourceFile } from "../../lib/models/published/sources.ts";
import { hashOf } from "./hash-of.ts";

/** What a folder remembers of the files that were found right, so that they are hashed once. */
const recordName = "verified.json";

/**
 * Tells whether a file is there as it was published, whoever put it there: by its checksum the first time, and then by
 * its size and date.
 */
export async function isVerified(folder: string, file: SourceFile): Promise<boolean> {
  const path = join(folder, file.name);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.size !== file.bytes) {
    return false;
  }
  const record = await readRecord(folder);
  if (isDeepStrictEqual(record[file.name], { sha256: file.sha256, bytes: found.size, time: found.mtimeMs })) {
    return true;
  }
  if ((await hashOf(path)) !== file.sha256) {
    return false;
  }
  await rememberVerified(folder, file);
  return true;
}

/** Remembers that a file has the right checksum as it is now. */
export async function rememberVerified(folder: string, { name, bytes, sha256 }: SourceFile): Promise<void> {
  const { mtimeMs } = await stat(join(folder, name));
  const record = { ...(await readRecord(folder)), [name]: { sha256, bytes, time: mtimeMs } };
  await writeFile(join(folder, recordName), `${JSON.stringify(record, null, 2)}\n`);
}

async function readRecord(folder: string): Promise<Record<string, unknown>> {
  try {
    const record: unknown = JSON.parse(await readFile(join(folder, recordName), "utf8"));
    return typeof record === "object" && record !== null ? { ...record } : {};
  } catch {
    return {};
  }
}
