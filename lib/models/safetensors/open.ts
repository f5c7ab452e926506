import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { checkLayout, type TensorEntry } from "./check-layout.ts";
import { HeaderFault, parseHeader } from "./parse-header.ts";

/** A safetensors file whose header has been read and checked; its numbers stay on the disk until they are asked for. */
export interface SafetensorsFile {
  readonly path: string;
  /** What its writer noted in it; the keys and values are texts of the writer's choice. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What it holds, by name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** By what a file that was replaced or written to since is recognised. */
  readonly version: string;
}

/** The longest header that is read; the format's own programs have the same limit. */
const longestHeader = 100_000_000;
/** The header's length stands before it, as an integer of so many bytes. */
const lengthBytes = 8;

/**
 * Opens a safetensors file: reads its header and checks it against the file's length, so that whatever is read after
 * that lies where the header says. No number of a tensor is read yet, and nothing is to be closed.
 *
 * @param path the file.
 * @returns its metadata, and the type and shape of each tensor.
 * @throws Error that names the file and the fault if it is absent, cut off, or not as the format says.
 *
 * @example
 * writeSafetensors("numbers.safetensors", new Map([["primes", tf.tensor([2, 3, 5])]]));
 * openSafetensors("numbers.safetensors").tensors.get("primes")?.shape // [3]
 */
export function openSafetensors(path: string): SafetensorsFile {
  return withFile(path, (descriptor) => {
    const size = fstatSync(descriptor).size;
    try {
      const headerLength = headerLengthOf(readBytes(descriptor, 0, Math.min(lengthBytes, size)), size);
      const dataStart = lengthBytes + headerLength;
      const { metadata, entries } = parseHeader(textOf(readBytes(descriptor, lengthBytes, headerLength)));
      const tensors = checkLayout(entries, dataStart, size - dataStart);
      return { path, metadata, tensors, version: versionOf(descriptor) };
    } catch (error) {
      if (error instanceof HeaderFault) {
        throw new Error(
          `Cannot read "${path}": ${error.message}; it is no whole safetensors file: fetch it or save it again`,
        );
      }
      throw error;
    }
  });
}

/** Lends out an open file; it is closed however `use` ends. */
export function withFile<T>(path: string, use: (descriptor: number) => T): T {
  let descriptor: number;
  try {
    // Asked beforehand: to open a pipe would wait for whoever writes to it.
    if (!statSync(path).isFile()) {
      throw new Error("it is no file");
    }
    descriptor = openSync(path, "r");
  } catch (error) {
    throw new Error(`Cannot open "${path}": ${reasonOf(error)}`, { cause: error });
  }
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads so many bytes from a place. */
export function readBytes(descriptor: number, start: number, length: number): Uint8Array<ArrayBuffer> {
  // One call reads no more than 2^31 bytes.
  const portion = 2 ** 28;
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const read = readSync(descriptor, bytes, done, Math.min(portion, length - done), start + done);
    if (read === 0) {
      throw new HeaderFault(`it ends at byte ${start + done}, and ${length - done} more are needed`);
    }
    done += read;
  }
  return bytes;
}

/** Tells one content of a file from another, as far as the file system knows. */
export function versionOf(descriptor: number): string {
  const { ino, size, mtimeMs } = fstatSync(descriptor);
  return `${ino} ${size} ${mtimeMs}`;
}

function headerLengthOf(bytes: Uint8Array, size: number): number {
  if (bytes.length < lengthBytes) {
    throw new HeaderFault(`it has ${size} bytes, and the length of the header alone takes ${lengthBytes}`);
  }
  const length = new DataView(bytes.buffer).getBigUint64(0, true);
  if (length > BigInt(size - lengthBytes)) {
    throw new HeaderFault(
      `its header should have ${length} bytes, and only ${size - lengthBytes} come after its length`,
    );
  }
  if (length > BigInt(longestHeader)) {
    throw new HeaderFault(`its header has ${length} bytes, and no more than ${longestHeader} are read`);
  }
  return Number(length);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HeaderFault("its header is no text in UTF-8");
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error) {
    return error.code === "ENOENT" ? "there is no such file" : `${error.message.split(",")[0]}`;
  }
  return error instanceof Error ? error.message : String(error);
}
