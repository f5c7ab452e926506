import { expect } from "chai";
import { createRandom, type Random } from "../../lib/random/index.ts";
import { createSymbols, mergeByHeap, mergeByScanning } from "../../lib/tokenizers/bpe/merge-symbols.ts";
import { createMergeTable } from "../../lib/tokenizers/bpe/merge-table.ts";
import {
  byteCharacters,
  cl100kPattern,
  createByteLevelBpe,
  decodeUtf8,
  encodeUtf8,
  gpt2Pattern,
  readRanks,
  tokenizerFromRanks,
  trainByteLevelBpe,
} from "../../lib/tokenizers/index.ts";
import type { WordScanner } from "../../lib/tokenizers/pipeline/parts.ts";
import { createCl100kScanner, createGpt2Scanner } from "../../lib/tokenizers/pre-tokenizers/gpt-patterns.ts";
import { errorOf } from "../support/printed.ts";
import { corpus, strings } from "./golden-cases.ts";

/** Pieces that the patterns care about, and halves of surrogate pairs. */
const pieces = [
  ..."aZß9٣²'’sStTdDmMlLvVrReEſ.,!-_#",
  ...[" ", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u0085", "\ufeff", "\u3000", "\0"],
  ...[
    "é",
    "e\u0301",
    "茶",
    "学生",
    "😀",
    "👩‍👩‍👧",
    "𠮷",
    "𝟙",
    "𝒜",
    "\ud83d",
    "\ude00",
    "the",
    " teacher",
    "'ll",
    "'VE",
  ],
];
const randomText = (random: Random, most = 30) =>
  Array.from({ length: random.integer(most) }, () => random.choice(pieces)).join("");

function wordsOf(scan: WordScanner, text: string): string[] {
  const words: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = scan(text, start);
    words.push(text.slice(start, end));
    start = end;
  }
  return words;
}

describe("the scanners", () => {
  for (const [name, pattern, scan] of [
    ["GPT-2", gpt2Pattern, createGpt2Scanner()] as const,
    ["cl100k", cl100kPattern, createCl100kScanner()] as const,
  ]) {
    it(`cut as the pattern of ${name} does`, () => {
      const random = createRandom(11);
      const texts = [...strings, ...Array.from({ length: 4000 }, () => randomText(random))];
      for (const text of texts) {
        const expected = text.match(new RegExp(pattern, "gu")) ?? [];
        expect(wordsOf(scan, text), JSON.stringify(text)).to.deep.equal([...expected]);
      }
    });

    it(`know the class of every character for ${name}`, () => {
      const expression = new RegExp(pattern, "gu");
      for (let first = 0; first < 0x32000; first += 0x100) {
        const text = Array.from({ length: 0x100 }, (_, at) => `${String.fromCodePoint(first + at)}a1.`).join(" ");
        expect(wordsOf(scan, text)).to.deep.equal([...(text.match(expression) ?? [])]);
      }
    });
  }
});

describe("UTF-8 for every string", () => {
  it("is what TextEncoder and TextDecoder make of well-formed strings", () => {
    for (const text of strings) {
      expect(encodeUtf8(text)).to.deep.equal(new TextEncoder().encode(text));
      expect(decodeUtf8(encodeUtf8(text))).to.equal(text);
    }
  });

  it("brings lone surrogates back", () => {
    for (const text of ["\ud83d", "\ude00\ud83d", "a\ud83db", "\udfff", "í\ud800í", "\ud83d\ude00\ud83d"]) {
      expect(decodeUtf8(encodeUtf8(text))).to.equal(text);
    }
  });

  it("makes of other bytes what the Encoding Standard does", () => {
    const random = createRandom(3);
    const byte = () => random.choice([0x41, 0xed, 0x80, 0xbf, 0xe3, 0x81, 0xc3, 0xa9, 0xf0, 0x9f, 0xff]);
    for (let round = 0; round < 500; round++) {
      const bytes = Uint8Array.from({ length: random.integer(8) }, byte);
      const hasSurrogate = /ed(?:a|b)/.test(Buffer.from(bytes).toString("hex"));
      if (!hasSurrogate)
        expect(decodeUtf8(bytes)).to.equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
    }
  });
});

describe("merging", () => {
  it("does the same by scanning and by a heap", () => {
    const random = createRandom(9);
    for (let round = 0; round < 300; round++) {
      const table = createMergeTable(
        Array.from({ length: 30 }, (_, rank) => ({
          left: random.integer(3 + rank),
          right: random.integer(3 + rank),
          rank: random.integer(2) + rank,
          merged: 3 + rank,
        })),
      );
      const size = random.integer(60);
      const [plain, quick] = [createSymbols(size), createSymbols(size)];
      for (let at = 0; at < size; at++) {
        const id = random.integer(3);
        for (const symbols of [plain, quick]) {
          symbols.ids[at] = id;
          symbols.starts[at] = at;
          symbols.ends[at] = at + 1;
        }
      }
      plain.count = size;
      quick.count = size;
      mergeByScanning(plain, table);
      mergeByHeap(quick, table);
      const used = ({ ids, starts, ends, count }: typeof plain) =>
        [ids, starts, ends].map((array) => [...array.subarray(0, count)]);
      expect(used(quick)).to.deep.equal(used(plain));
    }
  });
});

describe("byte-level BPE", () => {
  for (const pattern of ["gpt2", "cl100k"] as const) {
    describe(`with the pattern of ${pattern}`, () => {
      const tokenizer = trainByteLevelBpe(corpus, { vocabularySize: 450, pattern });

      it("brings every string back", async () => {
        const random = createRandom(1);
        for (const text of [...strings, ...Array.from({ length: 500 }, () => randomText(random))]) {
          const ids = (await tokenizer).encodeIds(text);
          expect((await tokenizer).decode(ids, { skipSpecialTokens: false }), JSON.stringify(text)).to.equal(text);
        }
      });

      it("gives the same ids quickly as with offsets", async () => {
        const random = createRandom(2);
        for (const text of [...strings, ...Array.from({ length: 500 }, () => randomText(random))]) {
          expect((await tokenizer).encodeIds(text)).to.deep.equal((await tokenizer).encode(text).ids);
        }
      });

      it("has offsets that tile the text; tokens that share a character share its range", async () => {
        const random = createRandom(4);
        for (const text of [...strings, ...Array.from({ length: 300 }, () => randomText(random))]) {
          let reached = 0;
          let before: readonly [number, number] = [0, 0];
          for (const [start, end] of (await tokenizer).encode(text).offsets) {
            const shares = start >= before[0] && start < reached;
            expect(shares ? isInsideCharacter(text, start, reached) : start === reached, JSON.stringify(text)).to.equal(
              true,
            );
            reached = Math.max(reached, end);
            before = [start, end];
          }
          expect(reached).to.equal(text.length);
        }
      });
    });
  }

  it("remembers as many words as come, and still gives the same ids", async () => {
    const tokenizer = await trainByteLevelBpe(corpus, { vocabularySize: 300 });
    // More different words than the memory holds, twice, so that it is emptied on the way.
    const words = Array.from({ length: 90_000 }, (_, at) => ` w${at.toString(36)}`);
    const text = words.join("");
    const first = tokenizer.encodeIds(text);
    expect(tokenizer.encodeIds(text)).to.deep.equal(first);
    expect(tokenizer.decode(first)).to.equal(text);
  }).timeout(20_000);

  it("encodes 64 kB of one character in time that does not grow with the square", async () => {
    const tokenizer = await trainByteLevelBpe("a".repeat(64) + "😀".repeat(20), { vocabularySize: 280 });
    for (const run of ["a".repeat(65_536), "😀".repeat(16_384), "ab".repeat(32_768)]) {
      const start = performance.now();
      const ids = tokenizer.encodeIds(run);
      // Quadratic merging takes more than 10 s: half a second would do on a quiet machine.
      expect(performance.now() - start).to.be.lessThan(5000);
      expect(tokenizer.decode(ids)).to.equal(run);
    }
  }).timeout(30_000);

  it("refuses a merge that refers to nothing", async () => {
    const make = () => createByteLevelBpe({ vocabulary: byteCharacters, merges: [["a", "b"]] });
    expect((await errorOf(make)).message).to.equal(
      'Cannot use the merge 0 of "a" and "b": the vocabulary has no token "ab"',
    );
  });
});

describe("ranks", () => {
  it("refuse a file that is cut short", async () => {
    expect((await errorOf(() => readRanks("IQ== 0\nIg== 1\nIw="))).message).to.equal(
      'Cannot read line 3 of the ranks, "Iw=": it is no base64 and rank',
    );
  });

  it("merge what is a token together, whatever pair it is made of", () => {
    const ranks = new Map([...byteCharacters, "ab", "bc", "abc"].map((token, rank) => [token, rank]));
    const tokenizer = tokenizerFromRanks(ranks, { pattern: "gpt2" });
    expect(tokenizer.encode("abc abcd").tokens).to.deep.equal(["abc", "Ġ", "abc", "d"]);
  });
});

/** Whether a place is in a character that begins before `reached`. */
function isInsideCharacter(text: string, start: number, reached: number): boolean {
  return [...text.slice(start, reached)].length === 1;
}
