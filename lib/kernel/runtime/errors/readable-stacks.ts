import type { CellFiles } from "./cell-files.ts";
import { type Frame, framesOf } from "./frames.ts";

/** The frames of errors whose stack was made readable, as V8 gave them. */
const raw = new WeakMap<object, readonly Frame[]>();

/** The frames behind the stack that {@link makeStacksReadable} has written for an error. */
export function framesBehind(error: object): readonly Frame[] | undefined {
  return raw.get(error);
}

/**
 * Writes the stacks of errors with the places of cells and local files as they were written, and without the kernel
 * that runs the cell, because learners print them: `console.log(error)`, `error.stack`.
 *
 * @param kernelUrl The address under which the kernel's own files lie.
 */
export function makeStacksReadable(files: CellFiles, kernelUrl: string): void {
  Error.prepareStackTrace = (error, sites) => {
    const all = sites.map(String);
    raw.set(error, framesOf(all.map((line) => `    at ${line}`).join("\n")));
    const own = all.filter((line) => !line.includes(kernelUrl));
    // What lies under the last line of a cell, a file or a package has called the kernel.
    const end = own.findLastIndex((line) => !/^(?:<anonymous>|node:)|\((?:node:|<anonymous>)/.test(line));
    const shown = end < 0 ? all : own.slice(0, end + 1).map((line) => placed(line, files));
    return [headOf(error), ...shown.map((line) => `    at ${line}`)].join("\n");
  };
}

/** A line of a stack with the place as it was written. */
function placed(line: string, files: CellFiles): string {
  const [frame] = framesOf(`    at ${line}`);
  const place = frame && files.placeOf(frame.file, frame.line, frame.column);
  if (place === undefined) return line;
  const where = `${place.name}:${place.line}:${place.column}`;
  return frame?.name === "" ? where : `${frame?.name} (${where})`;
}

function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}
