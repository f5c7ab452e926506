import { inspect } from "node:util";

/** One output of a cell: the same content once per MIME type, and what a front end may want to know about each. */
export type MimeBundle = { data: Record<string, unknown>; metadata: Record<string, unknown> };

/** The name of the method by which a value says how it looks in Jupyter: the public protocol, also Deno's. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/**
 * A value that can be shown in a notebook. The method answers with the content per MIME type; binary content is
 * base64, JSON types are plain objects. Where a kernel knows the protocol, such a value as the last expression of a
 * cell shows itself.
 */
export interface Displayable {
  [jupyterDisplay](): Record<string, unknown> | Promise<Record<string, unknown>>;
}

/** A displayable value of this library, which also has metadata such as the alternative text of its picture. */
export interface Output extends Displayable {
  /** Makes everything that a front end gets, metadata included. */
  bundle(): Promise<MimeBundle>;
}

/** Makes an output out of its words and of the function that makes its bundle. */
export function output(text: string, makeBundle: () => MimeBundle | Promise<MimeBundle>): Output {
  const item = {
    bundle: async () => makeBundle(),
    [jupyterDisplay]: async () => (await makeBundle()).data,
    // What a kernel without the protocol prints for the last expression of a cell.
    [inspect.custom]: () => `${text}\n(await show(...) puts it into the notebook)`,
  };
  return item;
}
