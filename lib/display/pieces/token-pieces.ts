import type { Output } from "../bundle.ts";
import { output } from "../bundle.ts";
import { piecesHtml } from "./pieces-html.ts";
import { piecesText } from "./pieces-text.ts";
import { visibleText } from "./visible-text.ts";

/** A piece of a text, with what stands below it. */
export interface TokenPiece {
  text: string;
  /** The number of the token. */
  id?: number;
  /** A few letters more, such as a probability. */
  note?: string;
}

/** How one tokenizer cuts a text. */
export interface PieceRow {
  /** The tokenizer. */
  name: string;
  pieces: readonly (string | TokenPiece)[];
}

/** What stands around the pieces. */
export interface TokenPiecesOptions {
  /** What is cut, in a phrase. */
  title?: string;
  /** Your own words on what there is to see, for the text alternative. */
  description?: string;
  /** How many pieces of a row are shown; the rest is counted. Default: 200, or fewer: 1000 in all rows. */
  most?: number;
}

/** A row as it is shown: every character visible, and no more pieces than there is room for. */
export interface ShownRow {
  readonly name: string;
  readonly pieces: readonly { readonly text: string; readonly id: string; readonly note: string }[];
  /** How many pieces there are in all. */
  readonly count: number;
}

/** The rows as they are shown, with their words. */
export interface ShownPieces {
  readonly title: string;
  readonly description: string;
  readonly rows: readonly ShownRow[];
}

/** A longer piece is cut: a run of one letter would fill the page. */
const longestPiece = 200;

/**
 * Shows how tokenizers cut a text: a row per tokenizer, every piece in a box of its own colour. Spaces, line breaks and
 * control characters have signs (`␣`, `↵`, `⟨U+200B⟩`), a combining mark alone sits on a dotted circle, and ids and
 * notes stand below the pieces. As text it is `GPT-2 (5): The|␣teacher|...`, where a bar inside a piece is `\|`.
 *
 * @throws RangeError if there are no rows, `most` is not a whole number from 1 up, or an id is not one from 0 up.
 *
 * @example
 * await show(
 *   tokenPieces(
 *     [
 *       { name: "words", pieces: ["The", "teacher"] },
 *       { name: "GPT-2", pieces: [{ text: "The", id: 464 }, { text: " teacher", id: 4701 }] },
 *     ],
 *     { title: "One text, cut twice" },
 *   ),
 * );
 */
export function tokenPieces(rows: readonly PieceRow[], options: TokenPiecesOptions = {}): Output {
  const { title = "", description = "" } = options;
  const most = options.most ?? Math.max(20, Math.min(200, Math.floor(1000 / Math.max(1, rows.length))));
  check(rows, most);
  const shown: ShownPieces = { title, description, rows: rows.map((row) => shownRow(row, most)) };
  const text = piecesText(shown);
  return output(text, () => ({ data: { "text/html": piecesHtml(shown, text), "text/plain": text }, metadata: {} }));
}

function check(rows: readonly PieceRow[], most: number): void {
  if (rows.length === 0) {
    throw new RangeError("Cannot show the pieces of nothing: there are no rows; give at least one tokenizer");
  }
  if (!Number.isInteger(most) || most < 1) {
    throw new RangeError(`Cannot show ${most} pieces of a row: give a whole number from 1 up`);
  }
  for (const { name, pieces } of rows) {
    pieces.forEach((piece, index) => {
      const id = typeof piece === "string" ? undefined : piece.id;
      if (id !== undefined && !(Number.isInteger(id) && id >= 0)) {
        throw new RangeError(
          `Cannot show the id ${id} of piece ${index} of "${name}": ids are whole numbers from 0 up; leave it out`,
        );
      }
    });
  }
}

function shownRow({ name, pieces }: PieceRow, most: number): ShownRow {
  return {
    name,
    count: pieces.length,
    pieces: pieces.slice(0, most).map((piece) => {
      const { text, id, note } = typeof piece === "string" ? { text: piece } : piece;
      return { text: shortened(text), id: id === undefined ? "" : String(id), note: visibleNote(note ?? "") };
    }),
  };
}

/** Leaves the spaces of a note, whose words they part, and makes visible what else has no form. */
function visibleNote(note: string): string {
  return note
    .split(" ")
    .map((word) => (word === "" ? "" : visibleText(word)))
    .join(" ");
}

function shortened(text: string): string {
  const characters = Array.from(text.slice(0, 2 * longestPiece));
  const cut = text.length > 2 * longestPiece || characters.length > longestPiece;
  return cut
    ? `${visibleText(characters.slice(0, longestPiece).join(""))}… (${text.length} letters)`
    : visibleText(text);
}
