import { withoutMarkup } from "./plotly-text.ts";

/** Puts the author's own words before the ones that are computed, as sentences. */
export function sentences(own: string | undefined, ...computed: readonly string[]): string {
  return [own ?? "", ...computed]
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => (/[.!?…]$/.test(text) ? text : `${text}.`))
    .join(" ");
}

/** Writes a title for running text, in quotes and without markup. */
export function quoted(title: string): string {
  return `"${withoutMarkup(title)}"`;
}

/** Lists names, up to twelve of them; of more it gives the number, the first and the last. */
export function listed(names: readonly string[]): string {
  return names.length <= 12
    ? names.join(", ")
    : `${names.length} of them, from ${names.at(0) ?? ""} to ${names.at(-1) ?? ""}`;
}
