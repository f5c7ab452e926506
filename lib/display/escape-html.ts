const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * Writes a text so that HTML shows it letter by letter, in an element and in an attribute.
 *
 * @example
 * escapeHtml("<pad>"); // "&lt;pad&gt;"
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
