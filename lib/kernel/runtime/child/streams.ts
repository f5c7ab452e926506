import { Console } from "node:console";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { reportEvent } from "./report.ts";

type StreamName = "stdout" | "stderr";

/**
 * Sends what cells print to the notebook: `process.stdout` and `process.stderr` write to the kernel at once, so that
 * their order is that of the program, and `console` writes to them. Nothing is coloured.
 */
export function redirectStreams(): void {
  for (const name of ["stdout", "stderr"] as const) {
    Object.defineProperty(process, name, { value: notebookStream(name), configurable: true, writable: true });
  }
  const { stdout, stderr } = process;
  const notebookConsole = new Console({ stdout, stderr, colorMode: false });
  for (const [key, value] of Object.entries(notebookConsole)) {
    if (typeof value === "function") Object.defineProperty(console, key, { value, configurable: true, writable: true });
  }
}

function notebookStream(name: StreamName): Writable {
  // A character may be split between two writes.
  const decoder = new StringDecoder("utf8");
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const text = typeof chunk === "string" ? chunk : decoder.write(chunk);
      if (text !== "") reportEvent({ type: "stream", name, text });
      done();
    },
  });
  return Object.assign(stream, { isTTY: false, fd: name === "stdout" ? 1 : 2, columns: 80, hasColors: () => false });
}
