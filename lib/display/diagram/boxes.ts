import { titleText, withoutMarkup } from "../plotly-text.ts";

/** A box of a diagram. */
export interface DiagramBox {
  /** Where its middle is: columns from the left, and rows from the bottom. Fractions are places in between. */
  at: readonly [column: number, row: number];
  /** What stands in it, broken into lines where it is too long. Default: its name. */
  text?: string;
  /** Boxes of one kind have one colour, given out in the order in which the kinds appear. Default: white. */
  kind?: string;
  /** Columns. Default: 0.84, or what the text needs where it is round or has no outline. */
  width?: number;
  /** Rows. Default: as high as the text needs. */
  height?: number;
  /** Whether it is an ellipse, for a plus sign or a symbol. Default: false. */
  round?: boolean;
  /** Whether it has an outline; without one it is a word that arrows start from or lead to. Default: true. */
  outline?: boolean;
}

/** The pixels of a column and of a row. */
export interface DiagramScale {
  columnWidth: number;
  rowHeight: number;
}

/** A box with its place: its middle and half its size, in columns and rows. */
export interface PlacedBox {
  name: string;
  box: DiagramBox;
  /** What is written, as plotly reads it, and as words. */
  lines: readonly string[];
  words: string;
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
}

export const fontSize = 12;
const letterWidth = 0.58 * fontSize;
const lineHeight = 1.35 * fontSize;
const padding = 16;
const usualWidth = 0.84;

/** Finds the place and the size of a box. */
export function placeBox(name: string, box: DiagramBox, { columnWidth, rowHeight }: DiagramScale): PlacedBox {
  const { at, text = name, round = false, outline = true } = box;
  const [x, y] = at;
  if (![x, y, box.width ?? 1, box.height ?? 1].every(Number.isFinite)) {
    throw new RangeError(`Cannot draw the box "${name}" at ${x}, ${y}: its place and its size must be finite numbers`);
  }
  const lines = wrap(text, (box.width ?? (round ? 0.5 : usualWidth)) * columnWidth - padding);
  const longest = Math.max(...lines.map((line) => withoutMarkup(line).length));
  const height = box.height ?? (lines.length * lineHeight + padding) / rowHeight;
  const textWidth = (longest * letterWidth + padding) / columnWidth;
  const asText = round ? Math.max((height * rowHeight) / columnWidth, textWidth) : textWidth;
  return {
    name,
    box,
    lines: lines.map(titleText),
    words: withoutMarkup(text),
    x,
    y,
    halfWidth: (box.width ?? (round || !outline ? asText : usualWidth)) / 2,
    halfHeight: height / 2,
  };
}

/** Breaks a text into lines of at most so many pixels, at its spaces and at `<br>`; a longer word has its own line. */
function wrap(text: string, pixels: number): string[] {
  return text.split("<br>").flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`;
      if (lines.length > 0 && withoutMarkup(longer).length * letterWidth <= pixels) {
        lines[lines.length - 1] = longer;
      } else {
        lines.push(word);
      }
    }
    return lines;
  });
}
