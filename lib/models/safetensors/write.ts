import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { tf } from "../../tensor/index.ts";
import { dtypeOf, widthOf } from "./dtypes.ts";
import { isWellFormed, quoted } from "./parse-header.ts";

/** A tensor under its name, with the type that it is written as. */
interface Named {
  name: string;
  tensor: tf.Tensor;
  dtype: "F32" | "I32" | "BOOL";
}

/**
 * Writes tensors to a safetensors file. It is there whole or not at all: an older file of the same name stays until the
 * new one is on the disk. The same tensors give the same bytes, whatever their order.
 *
 * @param path the file; its folder is made when it is absent.
 * @param tensors float32, int32 or bool, by name.
 * @param metadata texts to note in it.
 * @throws Error if a name or type is not one that the format has, or the file cannot be written.
 *
 * @example
 * writeSafetensors("numbers.safetensors", new Map([["primes", tf.tensor([2, 3, 5])]]), { source: "Euclid" });
 * openSafetensors("numbers.safetensors").metadata.source // "Euclid"
 */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, tf.Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const named = [...tensors].map(([name, tensor]) => checkTensor(path, name, tensor)).sort(inFileOrder);
  const header = headerOf(named, checkMetadata(path, metadata));
  writeWhole(path, (write) => {
    write(header);
    for (const { name, tensor, dtype } of named) {
      const { buffer, byteOffset, byteLength } = tensor.dataSync();
      if (byteLength !== tensor.size * widthOf(dtype)) {
        throw new Error(
          `tensor ${quoted(name)} has ${byteLength} bytes, which are not ${tensor.size} numbers of ${dtype}`,
        );
      }
      write(new Uint8Array(buffer, byteOffset, byteLength));
    }
  });
}

function checkTensor(path: string, name: string, tensor: tf.Tensor): Named {
  const dtype = dtypeOf(tensor.dtype);
  if (dtype === undefined) {
    throw new Error(
      `Cannot write tensor ${quoted(name)} to "${path}": its type is ${tensor.dtype}; float32, int32 and bool can be written`,
    );
  }
  if (name === "__metadata__" || !isWellFormed(name)) {
    const fault = name === "__metadata__" ? "the format keeps it for notes" : "UTF-8 cannot hold it";
    throw new Error(`Cannot write a tensor under the name ${quoted(name)} to "${path}": ${fault}; give it another`);
  }
  return { name, tensor, dtype };
}

/** The order of the Python package: the widest numbers first, so that each lies at a multiple of its width. */
function inFileOrder(a: Named, b: Named): number {
  const ranks = ["F32", "I32", "BOOL"];
  return ranks.indexOf(a.dtype) - ranks.indexOf(b.dtype) || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}

function checkMetadata(path: string, metadata: Readonly<Record<string, string>>): [string, string][] {
  const entries = Object.entries(metadata);
  for (const [key, value] of entries) {
    if (typeof value !== "string" || !isWellFormed(key) || !isWellFormed(value)) {
      throw new Error(
        `Cannot note ${quoted(key)} in "${path}": keys and values are texts; write ${key}: String(value)`,
      );
    }
  }
  return entries.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** The header's length and its JSON, with spaces behind so that the numbers start at a multiple of 8. */
function headerOf(named: readonly Named[], metadata: readonly [string, string][]): Uint8Array {
  const notes = metadata.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  let start = 0;
  const entries = named.map(({ name, tensor, dtype }) => {
    const end = start + tensor.size * widthOf(dtype);
    const entry = JSON.stringify({ dtype, shape: tensor.shape, data_offsets: [start, end] });
    start = end;
    return `${JSON.stringify(name)}:${entry}`;
  });
  const parts = notes.length === 0 ? entries : [`"__metadata__":{${notes.join(",")}}`, ...entries];
  const json = Buffer.from(`{${parts.join(",")}}`);
  const header = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, " ");
  header.writeBigUInt64LE(BigInt(header.length - 8));
  json.copy(header, 8);
  return header;
}

/** Writes beside the file and takes its place at the end, when all is on the disk. */
function writeWhole(path: string, fill: (write: (bytes: Uint8Array) => void) => void): void {
  const partial = `${path}.partial-${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const descriptor = openSync(partial, "w");
    try {
      fill((bytes) => writeAll(descriptor, bytes));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(partial, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot write "${path}": ${reason}; what was there before is as it was`, { cause: error });
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  // One call writes no more than 2^31 bytes, and perhaps fewer than it is asked to.
  const portion = 2 ** 28;
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(descriptor, bytes, done, Math.min(portion, bytes.length - done));
  }
}

/** Puts the new name itself on the disk; Windows, which opens no folders, does so unasked. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") {
    return;
  }
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
