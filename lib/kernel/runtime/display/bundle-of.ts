import type { MimeBundle } from "../runtime.ts";
import { cleanBundle } from "./clean-bundle.ts";
import { imageBundle } from "./image.ts";
import { inspectValue } from "./inspect-value.ts";
import { figureBundle } from "./plotly-figure.ts";
import { tableBundle } from "./records-table.ts";
import { tensorBundle } from "./tensor.ts";

const displayMethod = Symbol.for("Jupyter.display");

/**
 * Makes the output of a cell's last value: what the value says of itself by `Symbol.for("Jupyter.display")`, else as an
 * image, a tensor, a table or a figure where it is one, else as Node would print it. text/plain is always there, never
 * empty and without colours. Undefined for undefined; never fails.
 */
export async function bundleOf(value: unknown): Promise<MimeBundle | undefined> {
  if (value === undefined) return undefined;
  const bundle = (await ownBundle(value)) ?? guarded(() => knownBundle(value)) ?? { data: {}, metadata: {} };
  const text = bundle.data["text/plain"];
  if (typeof text === "string" && text !== "") return bundle;
  return { ...bundle, data: { ...bundle.data, "text/plain": inspectValue(value) } };
}

function knownBundle(value: unknown): MimeBundle | undefined {
  return imageBundle(value) ?? tensorBundle(value) ?? figureBundle(value) ?? tableBundle(value);
}

/** What the value itself says; where its method fails, the text says so and the cell goes on. */
async function ownBundle(value: unknown): Promise<MimeBundle | undefined> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const method = guarded((): unknown => Reflect.get(value, displayMethod));
  if (typeof method !== "function") return undefined;
  try {
    // The library's outputs also have metadata, such as the alternative text of a picture.
    const whole: unknown = Reflect.get(value, "bundle");
    const made: unknown = typeof whole === "function" ? await whole.call(value) : undefined;
    if (isRecord(made) && isRecord(made.data)) {
      return cleanBundle(made.data, isRecord(made.metadata) ? made.metadata : {});
    }
    const data: unknown = await method.call(value);
    if (!isRecord(data)) throw new TypeError(`it gave ${inspectValue(data)}, not an object of MIME types`);
    return cleanBundle(data);
  } catch (error) {
    const reason = guarded(() => (error instanceof Error ? error.message : undefined)) ?? inspectValue(error);
    return { data: { "text/plain": `${inspectValue(value)}\n(its Jupyter.display failed: ${reason})` }, metadata: {} };
  }
}

function guarded<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
