const newline = 10;

/** Cuts what comes over a pipe into lines, each ended by a newline and nothing else; empty ones are passed over. */
export class LineReader {
  readonly #onLine: (line: string) => void;
  #chunks: Buffer[] = [];

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#chunks.push(chunk.subarray(start, end));
      start = end + 1;
      const line = this.#take();
      if (line !== "") this.#onLine(line);
    }
    if (start < chunk.length) this.#chunks.push(chunk.subarray(start));
  }

  #take(): string {
    const line = this.#chunks.length === 1 ? this.#chunks[0]?.toString() : Buffer.concat(this.#chunks).toString();
    this.#chunks = [];
    return line ?? "";
  }
}
