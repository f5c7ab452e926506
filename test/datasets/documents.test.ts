import { expect } from "chai";
import { createNearestSearch, nearDuplicateGroups, nearestStory, splitDocuments } from "../../lib/datasets/index.ts";
import { createRandom } from "../../lib/random/index.ts";

const random = createRandom(21);
const lexicon = Array.from({ length: 300 }, (_, word) => `w${word}`);
const randomText = (length: number) => Array.from({ length }, () => random.choice(lexicon)).join(" ");
/** Texts that have nothing in common but words. */
const texts = Array.from({ length: 200 }, () => randomText(80));
/** The text with one word changed: 5 of its 76 runs of five words are others. */
const edited = (text: string) => text.split(" ").with(40, "changed").join(" ");

describe("near duplicates", () => {
  it("are found among texts that have nothing to do with each other", () => {
    const documents = [...texts, edited(texts[3] ?? ""), texts[9] ?? "", edited(texts[150] ?? "")];
    const groups = nearDuplicateGroups(documents, 0.5);
    expect(groups.slice(200)).to.deep.equal([3, 9, 150]);
    expect(groups.slice(0, 200)).to.deep.equal(texts.map((_, index) => index));
  });

  it("are measured by the share of common runs", () => {
    // 71 runs are in both, 5 in each alone: 71 of 81.
    const pair = [texts[0] ?? "", edited(texts[0] ?? "")];
    expect(nearDuplicateGroups(pair, 71 / 81)).to.deep.equal([0, 0]);
    expect(nearDuplicateGroups(pair, 71 / 81 + 0.001)).to.deep.equal([0, 1]);
  });

  it("leave alone what is different", () => {
    expect(nearDuplicateGroups(["a b c d e f g", "x", "a b c d e f h"], 0.5)).to.deep.equal([0, 1, 0]);
  });

  it("are found in 99 of 100 cases where half of the runs are common, as the theory of min-hashing says", () => {
    // Seven words in 140 changed, far from each other: 101 of 171 runs are common, 0.59. 200 pairs at 0.999 each.
    const pairs = Array.from({ length: 200 }, () => {
      const words = randomText(140).split(" ");
      return [words.join(" "), words.map((word, at) => (at % 20 === 10 ? "changed" : word)).join(" ")];
    });
    const found = pairs.filter((pair) => nearDuplicateGroups(pair, 0.5)[1] === 0);
    expect(found.length).to.be.above(195);
  });

  it("do not depend on case and punctuation, and form chains", () => {
    expect(nearDuplicateGroups(["One two, three four five.", "one TWO three four five"], 1)).to.deep.equal([0, 0]);
    const chain = [randomText(80)];
    for (const at of [10, 30, 50, 70]) {
      chain.push((chain.at(-1) ?? "").split(" ").with(at, "changed").join(" "));
    }
    expect(nearDuplicateGroups(chain, 0.8)).to.deep.equal([0, 0, 0, 0, 0]);
  });

  it("refuse a similarity that means nothing", () => {
    expect(() => nearDuplicateGroups([], 0)).to.throw("similarity of 0");
  });
});

describe("the split of documents", () => {
  const documents = random.shuffle([...texts, ...texts.slice(0, 50).map(edited), ...texts.slice(50, 80)]);
  const { training, test } = splitDocuments(documents, { testShare: 0.3, seed: 4 });

  it("loses nothing and doubles nothing", () => {
    expect([...training, ...test].sort()).to.deep.equal([...documents].sort());
    // 200 groups at 0.3: 60 groups with a deviation of 6.5.
    expect(test.length).to.be.within(documents.length * 0.15, documents.length * 0.45);
  });

  it("has no test document in training, nor one that is nearly the same", () => {
    const groups = nearDuplicateGroups([...training, ...test], 0.5);
    const trained = new Set(groups.slice(0, training.length));
    expect(groups.slice(training.length).filter((group) => trained.has(group))).to.deep.equal([]);
    expect(trained.size).to.be.below(training.length);
  });

  it("depends on the seed, not on the order of the documents", () => {
    const again = splitDocuments([...documents].reverse(), { testShare: 0.3, seed: 4 });
    expect([...again.test].sort()).to.deep.equal([...test].sort());
    expect(splitDocuments(documents, { testShare: 0.3, seed: 5 }).test).not.to.deep.equal(test);
  });

  it("keeps every document where it is when others come", () => {
    const more = splitDocuments([...documents, ...Array.from({ length: 50 }, () => randomText(80))], {
      testShare: 0.3,
      seed: 4,
    });
    expect(test.filter((document) => !more.test.includes(document))).to.deep.equal([]);
    expect(training.filter((document) => !more.training.includes(document))).to.deep.equal([]);
  });

  it("refuses a share that leaves one side empty", () => {
    expect(() => splitDocuments(texts, { testShare: 1, seed: 1 })).to.throw("a share of 1");
  });
});

describe("the nearest document", () => {
  const search = createNearestSearch(texts);

  it("of a copy is the original, whole", () => {
    expect(search(texts[17] ?? "")).to.deep.equal({ index: 17, shared: 1, known: 1, longestCommon: texts[17] });
  });

  it("of a text with one word changed is still the original", () => {
    const nearest = search(edited(texts[17] ?? ""));
    expect(nearest.index).to.equal(17);
    expect(nearest.shared).to.be.closeTo(71 / 76, 1e-12);
    expect((texts[17] ?? "").includes(nearest.longestCommon)).to.equal(true);
    expect(nearest.longestCommon.split(" ").length).to.be.within(39, 42);
  });

  it("of a patchwork is what gave the largest patch, and all of it is known but the seam", () => {
    const words = (index: number, from: number, to: number) => texts[index]?.split(" ").slice(from, to) ?? [];
    const nearest = search([...words(5, 0, 60), ...words(6, 0, 20)].join(" "));
    expect(nearest.index).to.equal(5);
    expect(nearest.shared).to.be.closeTo(56 / 76, 1e-12);
    expect(nearest.known).to.be.closeTo(72 / 76, 1e-12);
  });

  it("of something new is none", () => {
    expect(search(randomText(80))).to.deep.equal({ index: -1, shared: 0, known: 0, longestCommon: "" });
    expect(search("")).to.deep.equal({ index: -1, shared: 0, known: 0, longestCommon: "" });
  });

  it("is found without an index kept, too", () => {
    expect(nearestStory("the cat sat on the mat", ["a dog", "So the cat sat on the mat."])).to.deep.equal({
      index: 1,
      shared: 1,
      known: 1,
      longestCommon: "the cat sat on the mat",
    });
  });
});
