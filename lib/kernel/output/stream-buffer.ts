/** The two streams of text that a cell writes. */
export type StreamName = "stdout" | "stderr";

/** A piece of a stream. */
export interface StreamPart {
  readonly name: StreamName;
  readonly text: string;
}

/** So many changes between the streams keep their place; a cell that changes more often gets each stream in one piece. */
const manyParts = 20;

/** Gathers what a cell writes, so that a hundred thousand small writes become a few messages. */
export class StreamBuffer {
  #parts: { readonly name: StreamName; readonly texts: string[] }[] = [];
  #length = 0;

  /** The number of characters that wait. */
  get length(): number {
    return this.#length;
  }

  add(name: StreamName, text: string): void {
    const last = this.#parts.at(-1);
    if (last?.name === name) {
      last.texts.push(text);
    } else {
      this.#parts.push({ name, texts: [text] });
    }
    this.#length += text.length;
  }

  /** Takes everything that waits, in order. */
  take(): StreamPart[] {
    const parts = this.#parts.map(({ name, texts }) => ({ name, text: texts.join("") }));
    this.#parts = [];
    this.#length = 0;
    return parts.length <= manyParts ? parts : sorted(parts);
  }
}

/** Joins the pieces of each stream. */
function sorted(parts: readonly StreamPart[]): StreamPart[] {
  return (["stdout", "stderr"] as const).map((name) => ({
    name,
    text: parts
      .filter((part) => part.name === name)
      .map((part) => part.text)
      .join(""),
  }));
}
