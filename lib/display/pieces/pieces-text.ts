import type { ShownPieces, ShownRow } from "./token-pieces.ts";

/** Letters that run from right to left; among others they would draw their neighbours after them. */
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Writes rows of pieces as text: the title, the author's words, a line per row and a line for its ids and notes. */
export function piecesText({ title, description, rows }: ShownPieces): string {
  return [title, description, ...rows.flatMap(rowText)].filter((line) => line !== "").join("\n");
}

function rowText({ name, pieces, count }: ShownRow): string[] {
  const shown = pieces.map(({ text }) => isolated(text.replaceAll("|", "\\|")));
  const rest = count > pieces.length ? [`… ${count - pieces.length} more`] : [];
  return [
    `${name} (${count}): ${[...shown, ...rest].join("|")}`,
    below(
      "ids",
      pieces.map(({ id }) => id),
    ),
    below(
      "notes",
      pieces.map(({ note }) => note),
    ),
  ];
}

function below(what: string, words: readonly string[]): string {
  return words.some((word) => word !== "") ? `  ${what}: ${words.map((word) => word || "-").join("|")}` : "";
}

/** Puts a piece that runs from right to left between Unicode's marks of isolation, so that the pieces keep their order. */
function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
