import type { Output } from "./bundle.ts";
import { output } from "./bundle.ts";

/**
 * Makes an output of text in Markdown, for sentences that contain computed values.
 *
 * @example
 * await show(markdown(`The perplexity is **${perplexity.toFixed(2)}**.`));
 */
export function markdown(text: string): Output {
  return output(text, () => ({ data: { "text/markdown": text, "text/plain": text }, metadata: {} }));
}
