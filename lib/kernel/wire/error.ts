import type { CellError } from "../runtime/runtime.ts";
import type { JsonObject } from "./json.ts";

/** Makes the members that an `error` message and a reply of status "error" share. */
export function errorContent(error: CellError): JsonObject & CellError {
  return { ename: error.ename, evalue: error.evalue, traceback: error.traceback };
}

/** Describes a fault of the kernel itself, or of a message, as an error without a traceback of its own. */
export function errorFrom(fault: unknown): CellError {
  const { name, message } = fault instanceof Error ? fault : new Error(String(fault));
  return { ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}
