import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { endianness } from "node:os";
import type { TokenSource } from "./token-source.ts";

/** Bytes of one token: a little-endian 32-bit number. */
const tokenBytes = 4;
/** How many tokens are gathered before they are written. */
const chunk = 16_384;

/** Tokens in a file that is open. */
export interface TokenFile extends TokenSource {
  /** Closes the file; nothing can be read from it afterwards. */
  close(): void;
}

/**
 * Writes tokens to a file, as little-endian 32-bit numbers one after the other. Takes them as they come, so they need
 * not fit in memory: a generator will do. An existing file is replaced.
 *
 * @param path where to
 * @param tokens token ids
 * @returns how many tokens were written
 */
export function writeTokenFile(path: string, tokens: Iterable<number>): number {
  const file = openSync(path, "w");
  let written = 0;
  try {
    const gathered = new Int32Array(chunk);
    let count = 0;
    const flush = () => {
      const bytes = bytesOf(gathered.slice(0, count));
      swapIfBigEndian(bytes);
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(file, bytes, at);
      }
      written += count;
      count = 0;
    };
    for (const token of tokens) {
      gathered[count++] = token;
      if (count === chunk) {
        flush();
      }
    }
    flush();
  } finally {
    closeSync(file);
  }
  return written;
}

/**
 * Opens a file of tokens, to be read by position: only the windows that are asked for are ever in memory, so the file
 * may be larger than it. Give it to `randomWindows` or `windowsInOrder` in the place of an array.
 *
 * @param path a file that `writeTokenFile` wrote
 * @throws Error if the file cannot be opened, or holds a broken token
 * @example
 * writeTokenFile(path, sampleTokens(createSchool(), { count: 1000, seed: 1 }));
 * const file = openTokenFile(path);
 * const { inputs } = randomWindows(file, { batchSize: 4, length: 32, seed: 1 })(0);
 * file.close();
 */
export function openTokenFile(path: string): TokenFile {
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  if (size % tokenBytes !== 0) {
    closeSync(file);
    throw new Error(`Cannot read tokens from "${path}": its ${size} bytes are no whole number of 4-byte tokens`);
  }
  const length = size / tokenBytes;

  function read(position: number, target: Int32Array): void {
    if (!Number.isSafeInteger(position) || position < 0 || position + target.length > length) {
      throw new RangeError(
        `Cannot read ${target.length} tokens from position ${position} on: the file "${path}" holds ${length}`,
      );
    }
    const bytes = bytesOf(target);
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(file, bytes, at, bytes.length - at, position * tokenBytes + at);
      if (count === 0) {
        throw new Error(`Cannot read on in "${path}": it has become shorter since it was opened`);
      }
      at += count;
    }
    swapIfBigEndian(bytes);
  }

  return { length, read, close: () => closeSync(file) };
}

function bytesOf(tokens: Int32Array): Buffer {
  return Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
}

/** Files hold little-endian numbers; the few machines that keep theirs the other way round turn them. */
function swapIfBigEndian(bytes: Buffer): void {
  if (endianness() === "BE") {
    bytes.swap32();
  }
}
