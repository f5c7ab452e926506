import { stripVTControlCharacters } from "node:util";
import { isNativeError } from "node:util/types";
import { codeFrame } from "../../cell/code-frame.ts";
import { plainMessage } from "../../cell/names.ts";
import { inspectValue } from "../display/inspect-value.ts";
import type { CellError } from "../runtime.ts";
import type { CellFiles, SourcePlace } from "./cell-files.ts";
import { type Frame, framesOf } from "./frames.ts";
import { framesBehind } from "./readable-stacks.ts";

/** More of a message than this helps nobody. */
const longestMessage = 20_000;
const deepestCause = 5;

/**
 * Describes what a cell threw, whatever it is: its name and message, where it happened with the code around, and the
 * way there through the learner's own cells and files. Where the library threw, the head is the line that called it.
 */
export function describeError(error: unknown, files: CellFiles): CellError {
  const { ename, evalue, isError } = nameAndMessage(error);
  const traceback: string[] = [];
  const places = isError ? framed(error, files).map((frame) => frame.place) : [];
  const place = places.find(({ isLibrary }) => !isLibrary) ?? places[0];
  if (place !== undefined) traceback.push(...headOf(place), "");
  traceback.push(...storyOf(error, files, 0, new Set()));
  return { ename, evalue, traceback };
}

/** The name and the message of an error; its values are read with care, because any of them may throw. */
function nameAndMessage(error: unknown): { ename: string; evalue: string; isError: boolean } {
  const isError = isErrorLike(error);
  if (!isError) return { ename: "Thrown", evalue: inspectValue(error), isError };
  const message = textOf(() => error.message);
  const name = textOf(() => error.name);
  // A class of one's own that says nothing of its name has that of the error that it extends.
  const ownName = name === "" || isBuiltIn(name) ? textOf(() => error.constructor.name) : name;
  return {
    ename: ownName || name || "Error",
    evalue: shorten(stripVTControlCharacters(plainMessage(message))),
    isError,
  };
}

const isBuiltIn = (name: string) => /^(?:Error|(?:Type|Range|Syntax|Reference|Eval|URI|Aggregate)Error)$/.test(name);

function storyOf(error: unknown, files: CellFiles, depth: number, told: Set<unknown>): string[] {
  const { ename, evalue } = nameAndMessage(error);
  const lines = [`${ename}: ${evalue}`.replace(/: $/, "")];
  if (!isErrorLike(error) || told.has(error)) return lines;
  told.add(error);
  const way = framed(error, files).map(({ name, place }) => {
    const where = `${place.name}, line ${place.line}`;
    return name === "" ? `    at ${where}` : `    at ${name} (${where})`;
  });
  lines.push(...withoutRepeats(way));
  if (depth >= deepestCause) return lines;
  const inner = (what: string, value: unknown): string[] =>
    storyOf(value, files, depth + 1, told).map((line, index) => (index === 0 ? `${what}${line}` : `  ${line}`));
  const cause = read(() => ("cause" in error ? { value: error.cause } : undefined));
  if (cause?.value !== undefined) lines.push(...inner("Caused by ", cause.value));
  const several: unknown = read(() => ("errors" in error ? error.errors : undefined));
  if (Array.isArray(several)) several.slice(0, 10).forEach((one) => void lines.push(...inner("  - ", one)));
  return lines;
}

function headOf({ name, source, line, column }: SourcePlace): string[] {
  const lines = source.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
  const rest = /^[\w$.]+/.exec(source.slice(start))?.[0] ?? "";
  return [`${name}, line ${line}, column ${column}`, "", ...codeFrame(source, start, start + Math.max(1, rest.length))];
}

/** A function that calls itself takes two lines, not fifty. */
function withoutRepeats(lines: readonly string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? "";
    let end = index;
    while (lines[end] === line) end++;
    const count = end - index;
    result.push(...(count > 3 ? [line, `    ... ${count - 1} more times`] : lines.slice(index, end)));
    index = end;
  }
  return result;
}

function framed(error: unknown, files: CellFiles): { name: string; place: SourcePlace }[] {
  return stackOf(error).flatMap(({ name, file, line, column }) => {
    const place = files.placeOf(file, line, column);
    return place === undefined ? [] : [{ name, place }];
  });
}

function stackOf(error: unknown): readonly Frame[] {
  if (!isErrorLike(error)) return [];
  const stack = textOf(() => error.stack ?? "");
  return framesBehind(error) ?? framesOf(stack);
}

function isErrorLike(value: unknown): value is Error {
  if (isNativeError(value)) return true;
  return read(() => value instanceof Error) === true;
}

function shorten(text: string): string {
  return text.length <= longestMessage
    ? text
    : `${text.slice(0, longestMessage)} ... (${text.length - longestMessage} more characters)`;
}

function textOf(work: () => unknown): string {
  const value = read(work);
  return typeof value === "string" ? value : "";
}

function read<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
