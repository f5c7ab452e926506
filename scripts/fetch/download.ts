import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { SourceFile } from "../../lib/models/published/sources.ts";
import { codeOf, FetchError } from "./fetch-error.ts";
import { hashOf } from "./hash-of.ts";
import { rangeOf, request, versionOf } from "./request.ts";

/** Where a file comes from and goes to. */
export interface Download {
  file: SourceFile;
  url: string;
  path: string;
  /** Told how many of the file's bytes are here. */
  progress: (bytes: number) => void;
  /** Told of what happens on the way. */
  say: (line: string) => void;
  /** After so many milliseconds without a byte the connection is taken for broken. Default: a minute. */
  patience?: number;
}

/**
 * Downloads a file, or the rest of one that was interrupted. It stands under another name until its checksum is right.
 * A connection that breaks is made again, as long as each brings something.
 *
 * @throws FetchError that says why it cannot be had; what has come stays, unless it is wrong.
 */
export async function download(task: Download): Promise<void> {
  const { file, path, progress, say } = task;
  const partial = `${path}.partial`;
  for (let have = await sizeOf(partial); have !== file.bytes; ) {
    progress(have);
    const before = have;
    const broken = await receive(task, partial, have);
    have = await sizeOf(partial);
    if (broken !== undefined && have <= before) {
      throw new FetchError(`the connection broke at ${have} of ${file.bytes} bytes (${broken})`, [
        "the same command again: it goes on from there",
      ]);
    }
    if (broken !== undefined) {
      say(`The connection broke at ${have} of ${file.bytes} bytes of ${file.name} (${broken}): trying again`);
      await sleep(500);
    }
  }
  progress(file.bytes);
  const hash = await hashOf(partial);
  await rm(`${partial}.etag`, { force: true });
  if (hash !== file.sha256) {
    await rm(partial);
    throw new FetchError(
      `what has come is not ${file.name} as it was published: its SHA-256 is ${hash} and should be ${file.sha256}; it has been deleted`,
      ["the same command again", "another server with the same files: npm run fetch -- NAME --mirror ADDRESS"],
    );
  }
  await rename(partial, path);
}

/**
 * Receives as much as one connection brings; returns why it ended before the file did. What the server does not go on
 * from is deleted.
 */
async function receive(task: Download, partial: string, have: number): Promise<string | undefined> {
  const { file, url, patience = 60_000 } = task;
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error(`nothing came for ${patience / 1000} s`)), patience);
  try {
    const version = await readFile(`${partial}.etag`, "utf8").catch(() => undefined);
    const response = await request(url, { from: have, version }, stalled.signal);
    const start = await startOf(response, file, have);
    if (start === undefined) {
      await response.body?.cancel();
      if (have === 0) {
        throw new FetchError(`the server answers ${response.status} for ${url}, which makes no sense for a whole file`);
      }
      await rm(partial, { force: true });
      return undefined;
    }
    await keepVersion(partial, versionOf(response));
    const output = await open(partial, start === 0 ? "w" : "a");
    try {
      return await write(response, output, start, task, () => timer.refresh());
    } finally {
      await output.close();
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Where what the server sends begins: at what we have, or at 0; `undefined` where it is of no use. */
async function startOf(response: Response, file: SourceFile, have: number): Promise<number | undefined> {
  if (response.status === 416) {
    return undefined;
  }
  const range = response.status === 206 ? rangeOf(response) : undefined;
  if (response.status === 206 && range?.from !== have) {
    return undefined;
  }
  const length = response.headers.get("Content-Length");
  const total = response.status === 206 ? range?.total : length === null ? undefined : Number(length);
  if (total !== undefined && total !== file.bytes) {
    await response.body?.cancel();
    throw new FetchError(`the server's ${file.name} has ${total} bytes, and the published one ${file.bytes}`, [
      "another server with the same files: npm run fetch -- NAME --mirror ADDRESS",
    ]);
  }
  return response.status === 206 ? have : 0;
}

async function write(
  response: Response,
  output: FileHandle,
  start: number,
  { file, progress }: Download,
  alive: () => void,
): Promise<string | undefined> {
  let have = start;
  const chunks = response.body?.getReader();
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = (await chunks?.read())?.value;
    } catch (error) {
      return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
    }
    if (chunk === undefined) {
      return have < file.bytes ? "the server ended it" : undefined;
    }
    alive();
    // One byte more is enough to know that it is another file.
    const fitting = chunk.subarray(0, file.bytes + 1 - have);
    await writeAll(output, fitting);
    have += fitting.length;
    if (have > file.bytes) {
      await chunks?.cancel();
      await output.truncate(0);
      throw new FetchError(`the server's ${file.name} is longer than the ${file.bytes} bytes of the published one`, [
        "another server with the same files: npm run fetch -- NAME --mirror ADDRESS",
      ]);
    }
    progress(have);
  }
}

async function writeAll(output: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await output.write(bytes, done)).bytesWritten;
  }
}

async function keepVersion(partial: string, version: string | undefined): Promise<void> {
  if (version === undefined) {
    await rm(`${partial}.etag`, { force: true });
  } else {
    await writeFile(`${partial}.etag`, version);
  }
}

/** The size of a file, 0 when it is absent. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
