import { ofHost } from "./runtime/host.ts";
import type { MimeBundle } from "./runtime/runtime.ts";

type Content = Readonly<Record<string, unknown>>;

/**
 * Adds an output to the running cell: its content once per MIME type, binary content as base64.
 *
 * @param options.id a name under which `updateDisplay` can replace the output later
 * @throws Error outside a notebook
 *
 * @example
 * display({ "text/html": "<b>done</b>", "text/plain": "done" });
 */
export function display(data: Content, { metadata = {}, id }: { metadata?: Content; id?: string } = {}): void {
  ofHost("display an output").display(bundle(data, metadata), id);
}

/** Replaces every output that was displayed under the id. @throws Error outside a notebook */
export function updateDisplay(id: string, data: Content, { metadata = {} }: { metadata?: Content } = {}): void {
  ofHost("update an output").update(bundle(data, metadata), id);
}

/** Clears the outputs of the running cell: at once, or with `wait` when the next one comes. */
export function clearOutput(options: { wait?: boolean } = {}): void {
  ofHost("clear the output").clearOutput(options);
}

function bundle(data: Content, metadata: Content): MimeBundle {
  if (Object.keys(data).length === 0) {
    throw new Error('Cannot display nothing: give at least one MIME type, as in { "text/plain": "words" }');
  }
  return { data, metadata };
}
