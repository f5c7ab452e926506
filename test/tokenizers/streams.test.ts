import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createRandom } from "../../lib/random/index.ts";
import {
  createDecodeStream,
  encodeStream,
  type Tokenizer,
  tokenizerFromJson,
  trainByteLevelBpe,
  trainCharacterTokenizer,
} from "../../lib/tokenizers/index.ts";
import { errorOf } from "../support/printed.ts";
import { corpus, strings, tokenizers } from "./golden-cases.ts";

async function collect(tokenizer: Tokenizer, chunks: Iterable<string> | AsyncIterable<string>): Promise<number[]> {
  const ids: number[] = [];
  for await (const some of encodeStream(tokenizer, chunks)) for (const id of some) ids.push(id);
  return ids;
}

/** A text long enough to be cut many times, of which every part differs. */
const pieces = [...strings, ...corpus, "word", " and", "  ", "\n\n ", "<|endoftext|>", " <|endoftext|>\n", "é", "茶"];
function longText(size: number, seed: number): string {
  const random = createRandom(seed);
  const parts: string[] = [];
  for (let length = 0; length < size; length += parts.at(-1)?.length ?? 0) parts.push(random.choice(pieces));
  return parts.join("");
}

function* cutAnywhere(text: string, seed: number, most: number): Generator<string> {
  const random = createRandom(seed);
  for (let start = 0; start < text.length; ) {
    const end = start + 1 + random.integer(most);
    yield text.slice(start, end);
    start = end;
  }
}

describe("encoding a stream", () => {
  for (const { name, json } of tokenizers) {
    it(`gives the ids of the whole text, however it is cut: ${name}`, async () => {
      const tokenizer = tokenizerFromJson(json);
      const text = longText(150_000, 5);
      const expected = [...tokenizer.encodeIds(text)];
      for (const most of [5, 3000, 200_000]) {
        expect(
          (await collect(tokenizer, cutAnywhere(text, most, most))).join() === expected.join(),
          `${most}`,
        ).to.equal(true);
      }
    }).timeout(30_000);
  }

  it("reads a file that is larger than what is kept of it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "llmlab-stream-"));
    try {
      const tokenizer = await trainByteLevelBpe(corpus, { vocabularySize: 300 });
      const path = join(folder, "text.txt");
      const text = longText(1_000_000, 6);
      writeFileSync(path, text);
      const counts: number[] = [];
      for await (const ids of encodeStream(tokenizer, createReadStream(path, "utf8"))) counts.push(ids.length);
      expect(counts.length).to.be.greaterThan(8);
      expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(
        tokenizer.encodeIds(Buffer.from(text).toString()).length,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("keeps whole what cannot be cut", async () => {
    const tokenizer = await trainByteLevelBpe("学".repeat(10), { vocabularySize: 270 });
    const text = "学生".repeat(100_000);
    expect(await collect(tokenizer, cutAnywhere(text, 1, 7))).to.deep.equal([...tokenizer.encodeIds(text)]);
  });

  it("gives nothing for nothing", async () => {
    expect(await collect(await trainCharacterTokenizer("a"), [])).to.deep.equal([]);
    expect(await collect(await trainCharacterTokenizer("a"), ["", ""])).to.deep.equal([]);
  });
});

describe("decoding a stream", () => {
  for (const { name, json } of tokenizers) {
    it(`gives the decoded text in whole characters: ${name}`, () => {
      const tokenizer = tokenizerFromJson(json);
      for (const text of [...strings, longText(2000, 8)]) {
        const ids = tokenizer.encode(text, { padding: false }).ids;
        const stream = createDecodeStream(tokenizer);
        const parts = [...Array.from(ids, stream.push), stream.flush()];
        expect(parts.join("")).to.equal(tokenizer.decode(ids));
        for (const part of parts) {
          expect(Buffer.from(part).toString()).to.equal(part);
          if (!text.includes("\ufffd")) expect(part).not.to.contain("\ufffd");
        }
      }
    });
  }

  it("waits for the rest of a character", async () => {
    const tokenizer = await trainByteLevelBpe("", { vocabularySize: 257 });
    const stream = createDecodeStream(tokenizer);
    expect(Array.from(tokenizer.encodeIds("é😀!"), stream.push)).to.deep.equal(["", "é", "", "", "", "😀", "!"]);
    expect(stream.flush()).to.equal("");
  });

  it("says in the end what never became a character", async () => {
    const tokenizer = await trainByteLevelBpe("", { vocabularySize: 257 });
    const stream = createDecodeStream(tokenizer);
    const [first = 0] = tokenizer.encodeIds("é");
    const long = Array.from({ length: 50 }, () => first);
    expect([...long.map(stream.push), stream.flush()].join("")).to.equal("\ufffd".repeat(50));
    expect(stream.push(first)).to.equal("");
    expect(stream.flush()).to.equal("\ufffd");
  });

  it("refuses an id that is none, and goes on", async () => {
    const stream = createDecodeStream(await trainByteLevelBpe("", { vocabularySize: 257 }));
    expect((await errorOf(() => stream.push(257))).message).to.equal(
      "Cannot find the token 257: ids run from 0 to 256",
    );
    expect(stream.push(66)).to.equal("b");
  });
});
