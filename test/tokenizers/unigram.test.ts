import { expect } from "chai";
import { createRandom, type Random } from "../../lib/random/index.ts";
import {
  bestSegmentations,
  createUnigram,
  latticePieces,
  type ScoredPiece,
  sampleSegmentation,
  type TrainingProgress,
  textLogProbability,
  trainSentencePiece,
  trainUnigram,
  type UnigramRound,
} from "../../lib/tokenizers/index.ts";
import { createExpectation } from "../../lib/tokenizers/unigram/expectation.ts";
import { commonPrefixes, repeats, sortSuffixes } from "../../lib/tokenizers/unigram/suffix-array.ts";
import { childOf, createTrie, root } from "../../lib/tokenizers/unigram/trie.ts";
import { errorOf } from "../support/printed.ts";
import { goldenSentencePiece, lines, models } from "./sentencepiece-cases.ts";

const messageOf = async (work: () => unknown) => (await errorOf(work)).message;

function randomText(random: Random, length: number, letters = "ab學😀"): string {
  return Array.from({ length }, () => random.choice([...letters])).join("");
}

/** A model over a few letters, all of which are pieces. */
function randomUnigram(random: Random) {
  const pieces = new Map<string, number>([..."ab學😀"].map((letter) => [letter, -1 - 5 * random.uniform()]));
  for (let more = random.integer(12); more > 0; more--) {
    pieces.set(randomText(random, 2 + random.integer(3)), -1 - 5 * random.uniform());
  }
  return createUnigram({ pieces: [...pieces] });
}

/** Every way to cut a text, the plain way. */
function enumerate(pieces: readonly ScoredPiece[], text: string): { pieces: string[]; score: number }[] {
  if (text === "") return [{ pieces: [], score: 0 }];
  return pieces
    .filter(([piece]) => text.startsWith(piece))
    .flatMap(([piece, score]) =>
      enumerate(pieces, text.slice(piece.length)).map((rest) => ({
        pieces: [piece, ...rest.pieces],
        score: score + rest.score,
      })),
    );
}

describe("the tree of pieces", () => {
  it("finds every piece, and nothing else", () => {
    const random = createRandom(7);
    for (let round = 0; round < 40; round++) {
      const pieces = [
        ...new Set(Array.from({ length: random.integer(60) }, () => randomText(random, random.integer(6)))),
      ];
      const trie = createTrie(pieces);
      for (const text of [
        ...pieces,
        ...Array.from({ length: 60 }, () => randomText(random, 1 + random.integer(7), "ab學😀z")),
      ]) {
        let node = root;
        for (let at = 0; at < text.length && node !== -1; at++) node = childOf(trie, node, text.charCodeAt(at));
        expect(node === -1 || text === "" ? -1 : trie.values[node]).to.equal(text === "" ? -1 : pieces.indexOf(text));
      }
    }
  });
});

describe("the suffix array", () => {
  it("sorts as comparing suffixes does, and finds what repeats", () => {
    const random = createRandom(8);
    for (let round = 0; round < 60; round++) {
      const text = randomText(random, 1 + random.integer(40), round % 2 === 0 ? "ab" : "abcd");
      const symbols = Int32Array.from(text, (letter) => letter.charCodeAt(0));
      const order = sortSuffixes(symbols);
      const plain = [...text].map((_, at) => at).sort((one, other) => (text.slice(one) < text.slice(other) ? -1 : 1));
      expect([...order]).to.deep.equal(plain);
      for (const { first, last, length } of repeats(commonPrefixes(symbols, order))) {
        const part = text.slice(order[first], (order[first] ?? 0) + length);
        const places = plain.filter((at) => text.startsWith(part, at));
        expect(last - first + 1, part).to.equal(places.length);
      }
    }
  });

  it("shows its example", () => {
    expect([...sortSuffixes(Int32Array.of(2, 1, 3, 1, 3, 1))]).to.deep.equal([5, 3, 1, 0, 4, 2]);
  });
});

describe("a Unigram model", () => {
  it("cuts as its example says", () => {
    const unigram = createUnigram({
      pieces: [
        ["t", -3],
        ["he", -2],
        ["the", -1.5],
        ["h", -4],
        ["e", -2],
      ],
    });
    expect([...Array.from(unigram.segment("thet").ids)]).to.deep.equal([2, 0]);
  });

  it("finds what trying all ways finds: the best, the next best, their sum and each piece's share", () => {
    const random = createRandom(11);
    for (let round = 0; round < 80; round++) {
      const unigram = randomUnigram(random);
      const text = randomText(random, 1 + random.integer(7));
      const all = enumerate(unigram.options.pieces, text).sort((first, second) => second.score - first.score);
      const best = unigram.segment(text);
      const score = Array.from(best.ids).reduce((sum, id) => sum + (unigram.options.pieces[id]?.[1] ?? 0), 0);
      expect(score).to.be.closeTo(all[0]?.score ?? 0, 1e-9);
      const found = bestSegmentations(unigram, text, 5);
      // The same pieces in another order are as probable.
      const nameOf = ({ pieces }: { pieces: readonly string[] }) => pieces.join(" ");
      expect(found.length).to.equal(Math.min(5, all.length));
      expect(new Set(found.map(nameOf)).size).to.equal(found.length);
      found.forEach((each, at) => {
        expect(each.score).to.be.closeTo(all[at]?.score ?? 0, 1e-9);
        expect(all.find((one) => nameOf(one) === nameOf(each))?.score).to.be.closeTo(each.score, 1e-9);
      });
      const total = Math.log(all.reduce((sum, { score }) => sum + Math.exp(score), 0));
      expect(textLogProbability(unigram, text)).to.be.closeTo(total, 1e-9);
      for (const { start, end, piece, probability } of latticePieces(unigram, text)) {
        const through = all.filter(({ pieces }) => {
          const at = pieces.findIndex((_, index) => pieces.slice(0, index).join("").length === start);
          return pieces[at] === piece && end === start + piece.length;
        });
        const share = through.reduce((sum, { score }) => sum + Math.exp(score - total), 0);
        expect(probability).to.be.closeTo(share, 1e-9);
      }
    }
  });

  it("expects pieces as often with probabilities as with their logarithms", () => {
    const random = createRandom(12);
    const { tables, options } = randomUnigram(random);
    const expectation = createExpectation(tables);
    // A text too long for the product of its probabilities.
    for (const length of [6, 40, 900]) {
      const text = randomText(random, length);
      const expected = new Float64Array(options.pieces.length);
      const logarithm = expectation.add(text, 2, expected);
      const letters = options.pieces.reduce((sum, [piece], id) => sum + (expected[id] ?? 0) * [...piece].length, 0);
      expect(letters).to.be.closeTo(2 * length, 1e-6);
      expect(logarithm).to.be.closeTo(textLogProbability(createUnigram(options), text), 1e-6);
    }
  });

  it("draws each segmentation as often as its probability says, at every temperature", () => {
    const unigram = createUnigram({
      pieces: [
        ["a", Math.log(0.3)],
        ["b", Math.log(0.2)],
        ["ab", Math.log(0.1)],
        ["ba", Math.log(0.15)],
        ["aba", Math.log(0.25)],
      ],
    });
    const all = enumerate(unigram.options.pieces, "aba");
    expect(all.length).to.equal(4);
    const random = createRandom(13);
    for (const temperature of [0.5, 1, 3]) {
      const weights = all.map(({ score }) => Math.exp(score / temperature));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const draws = 4000;
      const counts = new Map<string, number>();
      for (let draw = 0; draw < draws; draw++) {
        const name = sampleSegmentation(unigram, "aba", { random, temperature }).pieces.join(" ");
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      all.forEach(({ pieces }, at) => {
        const share = (weights[at] ?? 0) / total;
        // Five deviations: a right sampler fails one of the 12 comparisons once in 140,000 seeds; the seed is fixed.
        const bound = 5 * Math.sqrt((share * (1 - share)) / draws);
        expect((counts.get(pieces.join(" ")) ?? 0) / draws).to.be.closeTo(share, bound + 1e-3);
      });
    }
  });

  it("joins unknown characters into one token, or spells them in bytes", () => {
    const pieces: ScoredPiece[] = [
      ["<unk>", 0],
      ["a", -1],
    ];
    const plain = createUnigram({ pieces, unknownId: 0 }).segment("a學生a");
    expect([Array.from(plain.ids), Array.from(plain.starts), Array.from(plain.ends)]).to.deep.equal([
      [1, 0, 1],
      [0, 1, 3],
      [1, 3, 4],
    ]);
    const bytes = Array.from({ length: 256 }, (_, byte): ScoredPiece => {
      return [`<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`, -5];
    });
    const spelled = createUnigram({ pieces: [...pieces, ...bytes], unknownId: 0, byteFallback: true }).segment("é");
    expect(Array.from(spelled.ids)).to.deep.equal([2 + 0xc3, 2 + 0xa9]);
  });

  it("gives what the docstrings of the segmentations show", () => {
    const unigram = createUnigram({
      pieces: [
        ["the", -1],
        ["t", -2],
        ["he", -2],
      ],
    });
    expect(bestSegmentations(unigram, "the", 2).map(({ pieces }) => pieces)).to.deep.equal([["the"], ["t", "he"]]);
    const random = createRandom(1);
    const drawn = Array.from({ length: 60 }, () => sampleSegmentation(unigram, "the", { random }).pieces.length);
    // At 0.047 each, 60 draws without the rarer one have the odds 1 to 18 for a seed; this one is fixed.
    expect(drawn).to.include(2);
  });

  it("says what it cannot do", async () => {
    const one = createUnigram({ pieces: [["a", -1]] });
    expect(await messageOf(() => one.segment("ab"))).to.equal(
      'Cannot encode "b" in "ab": the vocabulary holds neither it nor an unknown token',
    );
    expect(await messageOf(() => createUnigram({ pieces: [["a", Number.NaN]] }))).to.contain("the score NaN");
    expect(await messageOf(() => createUnigram({ pieces: [["a", 0]], unknownId: 3 }))).to.contain("the unknown id 3");
    expect(await messageOf(() => bestSegmentations(one, "a", 0))).to.contain("Cannot find the best 0 segmentations");
    expect(await messageOf(() => sampleSegmentation(one, "a", { random: createRandom(1), temperature: 0 }))).to.contain(
      "Cannot draw at the temperature 0",
    );
  });
});

describe("training Unigram", () => {
  const counts = new Map<string, number>();
  for (const word of lines.join(" ").split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);

  it("raises the likelihood in every round of EM", async () => {
    const rounds: UnigramRound[] = [];
    // Rounds of one set of pieces are compared; the first drops what is expected less than half a time.
    await trainUnigram(counts, { vocabularySize: 250, rounds: 5, onRound: (round) => rounds.push(round) });
    // What is raised is the likelihood with the prior, of which the bare one may lose a thousandth.
    let compared = 0;
    rounds.forEach(({ pieces, logLikelihood }, at) => {
      const before = rounds[at - 1];
      if (before?.pieces !== pieces) return;
      compared++;
      expect(logLikelihood).to.be.at.least(before.logLikelihood - 1e-3);
    });
    expect(compared).to.be.greaterThan(4);
  });

  it("keeps all characters, no more pieces than asked for, and what its rules allow", async () => {
    const pieces = await trainUnigram(counts, {
      vocabularySize: 200,
      longestPiece: 5,
      isPiece: (piece) => !piece.includes("th"),
    });
    const names = new Set(pieces.map(([piece]) => piece));
    expect(pieces.length).to.equal(200);
    expect(names.size).to.equal(200);
    for (const character of new Set([...counts.keys()].join("")))
      expect(names.has(character), character).to.equal(true);
    expect([...names].some((name) => name.includes("th") || [...name].length > 5)).to.equal(false);
    const scores = pieces.map(([, score]) => score);
    expect(scores).to.deep.equal([...scores].sort((first, second) => second - first));
  });

  it("finds the words of a small text", async () => {
    const small = new Map([
      ["the", 90],
      ["then", 50],
      ["hen", 40],
    ]);
    const pieces = await trainUnigram(small, { vocabularySize: 7 });
    expect(pieces[0]?.[0]).to.equal("the");
  });

  it("trains on nothing", async () => {
    expect(await trainUnigram(new Map(), { vocabularySize: 5 })).to.deep.equal([]);
    expect(await trainUnigram(new Map([["", 3]]), { vocabularySize: 5 })).to.deep.equal([]);
    expect((await trainSentencePiece("", { vocabularySize: 10, rules: "identity" })).vocabularySize).to.equal(3);
  });

  it("refuses what cannot be", async () => {
    const letters = new Map([["abc", 1]]);
    expect(await messageOf(() => trainUnigram(letters, { vocabularySize: 2 }))).to.equal(
      "Cannot train with a vocabulary of 2 pieces: the texts have 3 characters, each of which needs a piece",
    );
    expect(await messageOf(() => trainUnigram(letters, { vocabularySize: 9, shrinkingFactor: 1 }))).to.contain(
      "Cannot prune to 1 of the pieces",
    );
    const sentence = (options: object) =>
      trainSentencePiece("abc", { vocabularySize: 5, rules: "identity", ...options });
    expect(await messageOf(() => sentence({}))).to.contain("3 are special or bytes and 4 are characters");
    expect(await messageOf(() => sentence({ characterCoverage: 0 }))).to.contain("Cannot cover 0 of the characters");
  });

  it("tells how far it is, and stops when it is told to", async () => {
    const heard: TrainingProgress[] = [];
    await trainUnigram(counts, { vocabularySize: 300 }, { onProgress: (progress) => heard.push(progress) });
    expect(heard.at(-1)?.done).to.equal(heard.at(-1)?.total);
    const control = new AbortController();
    setTimeout(() => control.abort(new Error("stopped")), 20);
    async function* forever() {
      while (true) yield "the teacher taught the student\n".repeat(1000);
    }
    const { message } = await errorOf(() =>
      trainSentencePiece(forever(), { vocabularySize: 100, rules: "identity", signal: control.signal }),
    );
    expect(message).to.equal("stopped");
  });

  it("stops in the middle of EM", async () => {
    const random = createRandom(21);
    const many = new Map(Array.from({ length: 20_000 }, () => [randomText(random, 8, "abcdefghijkl"), 2]));
    const control = new AbortController();
    const onProgress = ({ stage }: TrainingProgress) => {
      if (stage === "prune") control.abort(new Error("stopped in EM"));
    };
    const training = trainUnigram(many, { vocabularySize: 300 }, { signal: control.signal, onProgress });
    expect((await errorOf(() => training)).message).to.equal("stopped in EM");
  });
});

describe("training as sentencepiece does", () => {
  const corpus = lines.join("\n");

  for (const { name, training } of models.filter(({ training }) => training !== null)) {
    const options = { ...(training ?? { vocabularySize: 0 }), rules: "identity" as const };

    if (training?.kind === "bpe") {
      it(`finds the same pieces in the same order: ${name}`, async () => {
        const { model } = await trainSentencePiece(corpus, options);
        expect(model.pieces.map(({ piece }) => piece)).to.deep.equal(
          goldenSentencePiece(name).model.pieces.map(({ piece }) => piece),
        );
      });
      continue;
    }

    // The package chooses the substrings to begin with in a way of its own, so that the last few pieces differ: measured
    // are 281 of 300 and 384 of 420 in common, and our mean logarithms -81.2 and -99.6 against its -82.2 and -127.4.
    it(`finds nine tenths of the pieces, and makes the text as probable: ${name}`, async () => {
      const ours = await trainSentencePiece(corpus, options);
      const theirs = goldenSentencePiece(name);
      const known = new Set(theirs.model.pieces.map(({ piece }) => piece));
      const common = ours.model.pieces.filter(({ piece }) => known.has(piece)).length;
      expect(ours.model.pieces.length).to.equal(theirs.model.pieces.length);
      expect(common / known.size).to.be.at.least(0.9);
      const meanOf = ({ unigram, normalise }: typeof ours) => {
        if (unigram === undefined) throw new Error("Expected a Unigram model");
        const sum = lines.reduce((total, line) => total + textLogProbability(unigram, normalise(line)), 0);
        return sum / lines.length;
      };
      // The text may be less probable by one part in fifty of the logarithm, more probable by any.
      const [ourMean, theirMean] = [meanOf(ours), meanOf(theirs)];
      expect(ourMean / theirMean, `${ourMean} against ${theirMean}`).to.be.at.most(1.02);
    });
  }
});
