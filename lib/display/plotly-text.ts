const markup = /&lt;(\/?(?:b|i|sub|sup)|br)&gt;/g;

/**
 * Writes a label so that plotly shows it letter by letter. Plotly reads text as a small HTML: without this the tokens
 * `<pad>` and `</s>` vanish. A line break, which would tear an axis, becomes a sign.
 */
export function literalText(text: string): string {
  return visibleLineBreaks(escapeMarkup(text));
}

/**
 * Writes a title for plotly: letter by letter, but with `<b>`, `<i>`, `<sub>`, `<sup>` and `<br>` as markup, so that
 * `"Operations (n<sup>2</sup>)"` is possible.
 */
export function titleText(text: string): string {
  return escapeMarkup(text).replace(markup, "<$1>");
}

/** Takes the markup out of a title, for descriptions: `n<sup>2</sup>` becomes `n^2`. */
export function withoutMarkup(text: string): string {
  return text
    .replace(/<sup>/g, "^")
    .replace(/<sub>/g, "_")
    .replace(/<br>/g, " ")
    .replace(/<\/?(?:b|i|sub|sup)>/g, "");
}

function escapeMarkup(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Replaces line breaks by a sign that stays in its line. */
export function visibleLineBreaks(text: string): string {
  return text.replace(/\r?\n/g, "↵");
}
