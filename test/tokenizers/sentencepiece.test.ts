import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createRandom } from "../../lib/random/index.ts";
import {
  bestSegmentations,
  buildCharsMap,
  compileRules,
  encodeStream,
  loadSentencePiece,
  metaspace,
  parseSentencePieceModel,
  saveSentencePiece,
  sentencePieceTokenizer,
  serialiseSentencePieceModel,
  tokenizerFromJson,
  tokenizerToJson,
  trainSentencePiece,
} from "../../lib/tokenizers/index.ts";
import { alignText } from "../../lib/tokenizers/pipeline/aligned-text.ts";
import { readCharsMap } from "../../lib/tokenizers/sentencepiece/chars-map.ts";
import { sentencePieceNormaliser } from "../../lib/tokenizers/sentencepiece/normaliser.ts";
import { errorOf } from "../support/printed.ts";
import { testPython } from "../support/python.ts";
import { toUnits } from "./golden-cases.ts";
import { bytesOf, goldenSentencePiece, lines, metaspaces, models, ruleCases, texts } from "./sentencepiece-cases.ts";

const messageOf = async (work: () => unknown) => (await errorOf(work)).message;
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the models of sentencepiece", () => {
  it("are there, with many strings", () => {
    expect(models.length).to.equal(8);
    expect(texts.length).to.equal(25);
  });

  for (const { name, encodings, nbest } of models) {
    describe(name, () => {
      const tokenizer = goldenSentencePiece(name);

      it("gives the same normalised text, ids and text back", () => {
        for (const { text, normalised, ids, decoded } of encodings) {
          const shown = JSON.stringify(text);
          expect(tokenizer.normalise(text), shown).to.equal(normalised);
          expect([...tokenizer.encode(text).ids], shown).to.deep.equal(ids);
          expect([...tokenizer.encodeIds(text)], shown).to.deep.equal(ids);
          expect(tokenizer.decode(ids), shown).to.equal(decoded);
        }
      });

      it("gives the same offsets; a byte stands where its character stands", () => {
        for (const { text, ids, offsets } of encodings) {
          const ours = tokenizer.encode(text).offsets;
          toUnits(text, offsets).forEach((offset, at) => {
            const isByte = /^<0x..>$/.test(tokenizer.tokenOf(ids[at] ?? 0));
            if (!isByte) expect(ours[at], `${at} in ${JSON.stringify(text)}`).to.deep.equal(offset);
          });
        }
      });

      it("gives the same best segmentations, with their scores", () => {
        for (const { text, best } of nbest) {
          const { unigram } = tokenizer;
          if (unigram === undefined) throw new Error("Expected a Unigram model");
          const ours = bestSegmentations(unigram, tokenizer.normalise(text), best.length);
          // The package adds up 32-bit numbers; equal scores may stand in any order.
          best.forEach(({ score }, at) => {
            expect(ours[at]?.score).to.be.closeTo(score, 1e-3);
          });
        }
      });

      it("is written as a file that is read as the same model", () => {
        const written = serialiseSentencePieceModel(tokenizer.model);
        expect(parseSentencePieceModel(written)).to.deep.equal(tokenizer.model);
      });
    });
  }
});

describe("the rules for characters", () => {
  for (const { rules, texts } of ruleCases) {
    it(`change the characters of Unicode as sentencepiece's ${rules} does`, () => {
      const normaliser = sentencePieceNormaliser({
        name: rules,
        charsMap: buildCharsMap(rules),
        addDummyPrefix: false,
        removeExtraWhitespaces: false,
        escapeWhitespaces: false,
      });
      for (const [text, normalised] of texts) {
        expect(normaliser.normaliseText(text), JSON.stringify(text.slice(0, 40))).to.equal(normalised);
      }
    });
  }

  it("are what was compiled, in every prefix and nowhere else", () => {
    const random = createRandom(20_261);
    for (let round = 0; round < 50; round++) {
      const word = () =>
        Array.from({ length: 1 + random.integer(4) }, () => random.choice([..."abcé學😀\u0301"])).join("");
      const rules = new Map(Array.from({ length: 1 + random.integer(30) }, () => [word(), word()]));
      const map = readCharsMap(compileRules(rules));
      expect(map.match(new Uint8Array(8), 0), "no rule begins with U+0000").to.equal(false);
      for (let tries = 0; tries < 40; tries++) {
        const text = word() + word();
        const starts = [...rules.keys()].filter((key) => text.startsWith(key));
        const longest = starts.reduce((best, key) => (key.length > best.length ? key : best), "");
        expect(map.match(new TextEncoder().encode(text), 0)).to.equal(longest !== "");
        if (longest !== "") expect(map.replacement).to.equal(rules.get(longest));
      }
    }
  });

  it("refuse a rule that says nothing", async () => {
    expect(await messageOf(() => compileRules(new Map([["", "a"]])))).to.contain("it is empty, or holds U+0000");
  });
});

describe("tokenizer.json of SentencePiece models", () => {
  for (const { what, json, normalised, encodings } of metaspaces) {
    it(`gives the ids and the text of Hugging Face's: ${what}`, () => {
      const tokenizer = tokenizerFromJson(json);
      encodings.forEach(({ text, ids, decoded }, at) => {
        expect(normalised[at], "one for each text").to.be.a("string");
        expect([...tokenizer.encode(text).ids], JSON.stringify(text)).to.deep.equal(ids);
        expect(tokenizer.decode(ids)).to.equal(decoded);
      });
      expect(asJson(tokenizerToJson(tokenizer))).to.deep.equal(json);
    });
  }

  for (const name of ["unigram", "unigram-bytes", "unigram-spaces", "unigram-suffix", "bpe", "bpe-bytes"]) {
    it(`gives the ids of the .model file: ${name}`, () => {
      const tokenizer = goldenSentencePiece(name);
      const again = tokenizerFromJson(asJson(tokenizerToJson(tokenizer)));
      for (const text of texts.filter((each) => !each.includes("<s>"))) {
        expect([...again.encode(text).ids], JSON.stringify(text)).to.deep.equal([...tokenizer.encodeIds(text)]);
        // Where the space ends words, theirs also takes it from an unknown at the beginning.
        const decoded = [again.decode(again.encode(text).ids), tokenizer.decode(tokenizer.encodeIds(text))];
        const [ours, exact] = name === "unigram-suffix" ? decoded.map((each) => each.trimStart()) : decoded;
        expect(ours).to.equal(exact);
      }
    });
  }
});

describe("the Python packages", () => {
  const script = new URL("../../scripts/golden/sentencepiece_models.py", import.meta.url).pathname;
  const folder = mkdtempSync(join(tmpdir(), "llmlab-sentencepiece-"));
  after(() => rmSync(folder, { recursive: true }));

  async function tokenizerOf(name: string) {
    return name === "our own"
      ? trainSentencePiece(lines.join("\n"), { vocabularySize: 300, userDefinedSymbols: ["[MASK]"] })
      : goldenSentencePiece(name);
  }

  for (const name of ["unigram-bytes", "bpe-rules", "unigram", "our own"]) {
    for (const ending of ["model", "json"]) {
      if (name === "bpe-rules" && ending === "json") continue; // Rules over two characters: see precompiled.
      it(`load the .${ending} that we write of ${name}, and give the same ids`, async () => {
        const tokenizer = await tokenizerOf(name);
        const path = join(folder, `${name}.${ending}`);
        const isModel = ending === "model";
        writeFileSync(
          path,
          isModel ? serialiseSentencePieceModel(tokenizer.model) : JSON.stringify(tokenizerToJson(tokenizer)),
        );
        const asked = texts.filter((each) => isModel || !each.includes("<s>"));
        const { stdout, stderr } = spawnSync(testPython, [script, "check", path], {
          input: JSON.stringify(asked),
          encoding: "utf8",
        });
        expect(stderr).to.equal("");
        expect(JSON.parse(stdout)).to.deep.equal(asked.map((text) => [...tokenizer.encodeIds(text)]));
      }).timeout(30_000);
    }
  }
});

describe("a SentencePiece tokenizer", () => {
  const random = createRandom(5);
  const alphabet = [..."ab the  學生を教😀\u0301ก"];
  const strings = Array.from({ length: 200 }, () =>
    Array.from({ length: random.integer(30) }, () => random.choice(alphabet)).join(""),
  );

  for (const name of ["unigram-bytes", "bpe-bytes"]) {
    it(`gives back the normalised text, whatever it is: ${name}`, () => {
      const tokenizer = goldenSentencePiece(name);
      for (const text of strings) {
        const normalised = tokenizer.normalise(text).replaceAll("\u2581", " ").replace(/^ /, "");
        expect(tokenizer.decode(tokenizer.encodeIds(text)), JSON.stringify(text)).to.equal(normalised);
      }
    });
  }

  it("tiles the text with its pieces", () => {
    // What is a space, or made one by the models' rules, or removed by them.
    const removed = " \t\n\u3000\u0007\u2581";
    for (const name of ["unigram", "unigram-rules", "unigram-spaces", "bpe"]) {
      const tokenizer = goldenSentencePiece(name);
      for (const text of [...strings, ...texts]) {
        const { offsets } = tokenizer.encode(text);
        const end = offsets.reduce((at, [from, to]) => {
          expect([from <= to, at === -1 || from === at], `${name}: ${JSON.stringify(text)}`).to.deep.equal([
            true,
            true,
          ]);
          return to;
        }, -1);
        // Only spaces at the ends belong to no piece.
        const first = offsets[0]?.[0] ?? 0;
        const outside = end === -1 ? "" : text.slice(0, first) + text.slice(end);
        expect([...outside].filter((character) => !removed.includes(character))).to.deep.equal([]);
      }
    }
  });

  it("is trained, and cuts, as the docstrings show", async () => {
    const trained = await trainSentencePiece("the teacher taught the student\n".repeat(9), { vocabularySize: 24 });
    expect(trained.decode(trained.encodeIds("the student"))).to.equal("the student");
    expect(buildCharsMap("identity").length).to.equal(0);
    const words = metaspace().split(alignText("the book"));
    expect(words.map(({ text }) => text)).to.deep.equal(["\u2581the", "\u2581book"]);
  });

  it("reads a half of a surrogate pair as U+FFFD", () => {
    const tokenizer = goldenSentencePiece("unigram-bytes");
    expect(tokenizer.decode(tokenizer.encodeIds("a\ud83db"))).to.equal("a\ufffdb");
  });

  it("takes <s> in a text for text, unless it is asked to recognise it", () => {
    const tokenizer = goldenSentencePiece("unigram-bytes");
    const begin = tokenizer.idOf("<s>") ?? -1;
    expect([...tokenizer.encode("a <s>").ids]).not.to.include(begin);
    expect([...tokenizer.encode("a <s>", { specialTokensInText: "recognise" }).ids]).to.include(begin);
    expect(tokenizer.decode([begin, ...tokenizer.encodeIds("book")])).to.equal("book");
  });

  it("gives the ids of the whole text in a stream", async () => {
    const tokenizer = goldenSentencePiece("unigram");
    const text = "the teachers are reading the books ".repeat(50);
    const ids: number[] = [];
    for await (const part of encodeStream(tokenizer, text.match(/[\s\S]{1,7}/g) ?? [])) ids.push(...part);
    expect(ids).to.deep.equal([...tokenizer.encodeIds(text)]);
  });

  it("encodes a run of one letter in time that grows with its length", () => {
    for (const name of ["unigram", "bpe"]) {
      const tokenizer = goldenSentencePiece(name);
      const start = performance.now();
      tokenizer.encodeIds("a".repeat(65_536));
      // Quadratic time would take minutes.
      expect(performance.now() - start).to.be.lessThan(5000);
    }
  });
});

describe("a .model file", () => {
  it("is saved and loaded", async () => {
    const folder = mkdtempSync(join(tmpdir(), "llmlab-sentencepiece-"));
    const path = join(folder, "small.model");
    const tokenizer = goldenSentencePiece("bpe");
    await saveSentencePiece(path, tokenizer);
    expect((await loadSentencePiece(path)).model).to.deep.equal(tokenizer.model);
    writeFileSync(path, bytesOf("bpe").slice(0, 1000));
    expect(await messageOf(() => loadSentencePiece(path))).to.contain(`Cannot read the SentencePiece model ${path}: `);
    rmSync(folder, { recursive: true });
  });

  it("is refused where it is cut short, or still says the same", async () => {
    const whole = bytesOf("unigram-rules");
    let refused = 0;
    for (let length = 0; length < whole.length; length += 13) {
      try {
        const { pieces } = parseSentencePieceModel(whole.subarray(0, length));
        // A cut between two fields leaves a model with fewer of them.
        expect(pieces.length).to.be.at.most(260);
      } catch (error) {
        refused++;
        expect(String(error)).to.match(/Error: Cannot (read|use) /);
      }
    }
    expect(refused).to.be.greaterThan((whole.length / 13) * 0.8);
  });

  it("is read or refused, never more, whatever a byte of it becomes", () => {
    const random = createRandom(99);
    for (let round = 0; round < 400; round++) {
      const bytes = Uint8Array.from(bytesOf("unigram-rules"));
      for (let change = 0; change < 3; change++) bytes[random.integer(bytes.length)] = random.integer(256);
      try {
        sentencePieceTokenizer(parseSentencePieceModel(bytes)).encodeIds("The ﬁne teacher");
      } catch (error) {
        expect(String(error)).to.match(/^(Range)?Error: Cannot /);
      }
    }
  });

  const faults: [string, number[], string][] = [
    ["a length beyond the end", [0x0a, 0x7f, 0x0a], "at byte 2 field 1 should have 127 bytes, but 1 are left"],
    ["a length of 2^63", [0x0a, ...Array(9).fill(0xff), 0x01], "but 0 are left"],
    ["a number that never ends", [0x08, ...Array(11).fill(0xff)], "at byte 1 a number has more than ten bytes"],
    ["a number cut short", [0x08, 0x80], "at byte 1 a number is cut short"],
    ["a field without a number", [0x00, 0x00], "at byte 0 a field has the number 0"],
    ["an old group", [0x0b], "field 1 has the wire type 3"],
    ["a piece that is a number", [0x08, 0x01], "Cannot read the piece 0 at byte 0: it is written as varint"],
    ["an empty piece", [0x0a, 0x02, 0x0a, 0x00], "Cannot read the piece 0 at byte 0: it is empty"],
    [
      "a piece that is not UTF-8",
      [0x0a, 0x03, 0x0a, 0x01, 0xff],
      "Cannot read the piece 0 at byte 2: it is not valid UTF-8",
    ],
    ["a score that is no number", [0x0a, 0x08, 0x0a, 0x01, 0x61, 0x15, 0, 0, 0xc0, 0x7f], "its score is NaN"],
    ["a kind that is none", [0x0a, 0x05, 0x0a, 0x01, 0x61, 0x18, 0x09], "its kind is 9; kinds run from 1 to 6"],
    ["no unknown token", [0x0a, 0x03, 0x0a, 0x01, 0x61], "0 of its 1 pieces are the unknown token, not one"],
    ["a piece twice", [0x0a, 0x03, 0x0a, 0x01, 0x61, 0x0a, 0x03, 0x0a, 0x01, 0x61], 'the pieces 0 and 1 are both "a"'],
    ["a model of words", [0x12, 0x02, 0x18, 0x03], "its kind is word; we know unigram and bpe"],
    ["nothing", [], "0 of its 0 pieces are the unknown token"],
  ];
  for (const [fault, bytes, message] of faults) {
    it(`names the fault: ${fault}`, async () => {
      expect(await messageOf(() => parseSentencePieceModel(Uint8Array.from(bytes)))).to.contain(message);
    });
  }

  it("names the fault of rules that are cut short", async () => {
    const { model } = goldenSentencePiece("unigram-rules");
    const charsMap = model.normaliser.charsMap.slice(0, 100);
    expect(
      await messageOf(() => sentencePieceTokenizer({ ...model, normaliser: { ...model.normaliser, charsMap } })),
    ).to.contain("Cannot read the character rules: of 100 bytes");
  });
});
