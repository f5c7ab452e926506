import { gzipSync } from "node:zlib";
import { expect } from "chai";
import {
  createNearestSearch,
  nearDuplicateGroups,
  sampleStories,
  splitDocuments,
  storyAt,
  streamStories,
} from "../../lib/datasets/index.ts";
import { readSlot } from "../../lib/datasets/stories/cast.ts";
import { phrases } from "../../lib/datasets/stories/phrases.ts";
import type { Beat } from "../../lib/datasets/stories/plot.ts";
import { plots } from "../../lib/datasets/stories/plots/index.ts";
import { withPronouns } from "../../lib/datasets/stories/pronouns.ts";
import { fillTemplate, phrasesIn } from "../../lib/datasets/stories/template.ts";
import { createRandom } from "../../lib/random/index.ts";

const count = 1200;
const stories = sampleStories({ count, seed: 1 });
const text = stories.join("\n\n");
const wordsOf = (words: string) => words.toLowerCase().match(/[a-z']+/g) ?? [];

describe("the stories", () => {
  it("are all different, and hardly any two are nearly the same", () => {
    expect(new Set(stories).size).to.equal(count);
    const groups = nearDuplicateGroups(stories, 0.5);
    expect(count - new Set(groups).size).to.be.below(count / 100);
  }).timeout(30_000);

  it("use well over a thousand words, and tell every plot about as often", () => {
    expect(new Set(wordsOf(text)).size).to.be.above(1250);
    const counts = new Map<string, number>();
    for (let index = 0; index < count; index++) {
      const { plot } = storyAt(1, index);
      counts.set(plot, (counts.get(plot) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).to.deep.equal(plots.map(({ name }) => name).sort());
    // The deviation of a count is below its square root; 6 of them are a false alarm once in 10 million seeds.
    const expected = count / plots.length;
    for (const [plot, told] of counts) {
      expect(told, plot).to.be.closeTo(expected, 6 * Math.sqrt(expected));
    }
  });

  it("pack by less than a factor of 6, where one story over and over packs by over 50", () => {
    expect(text.length / gzipSync(text).length).to.be.below(6);
    const repeated = new Array(100).fill(stories[0]).join("\n\n");
    expect(repeated.length / gzipSync(repeated).length).to.be.above(50);
  });

  it("are short: one to four paragraphs, most of 60 to 250 words", () => {
    const lengths = stories.map((story) => wordsOf(story).length).sort((first, second) => first - second);
    expect(lengths[0]).to.be.above(50);
    expect(lengths.at(-1)).to.be.below(300);
    for (const story of stories) {
      expect(story.split("\n").length).to.be.within(1, 5);
    }
  });

  it("bring new sentences and new runs of words with more of them", () => {
    const half = createNearestSearch(stories.slice(0, 1000));
    const fresh = stories.slice(1000, 1040).map(half);
    const median = (values: number[]) => values.sort((first, second) => first - second)[values.length / 2] ?? 0;
    // Known runs of five words: the wordings repeat. No story is mostly one that was told before.
    expect(median(fresh.map(({ known }) => known))).to.be.below(0.95);
    expect(median(fresh.map(({ shared }) => shared))).to.be.below(0.5);
    expect(Math.max(...fresh.map(({ shared }) => shared))).to.be.below(0.85);
  }).timeout(30_000);

  it("can be split so that no test story is nearly one to train on", () => {
    const { training, test } = splitDocuments(stories, { seed: 1 });
    expect(test.length).to.be.within(count * 0.06, count * 0.14);
    const trained = new Set(training);
    expect(test.filter((story) => trained.has(story))).to.deep.equal([]);
    const search = createNearestSearch(training);
    for (const story of test.slice(0, 30)) {
      expect(search(story).shared).to.be.below(0.85);
    }
  }).timeout(30_000);

  it("depend on the seed and the number alone", () => {
    expect(storyAt(1, 1111).text).to.equal(stories[1111]);
    const stream = streamStories(1);
    expect([stream.next().value, stream.next().value]).to.deep.equal(stories.slice(0, 2));
    expect(sampleStories({ count: 20, seed: 2 }).filter((story) => stories.includes(story))).to.deep.equal([]);
    expect(() => storyAt(1, -1)).to.throw("Cannot tell story -1");
    expect(() => sampleStories({ count: 0.5, seed: 1 })).to.throw("Cannot tell 0.5 stories");
  });
});

describe("the English of the stories", () => {
  it("consists of sentences: a capital first, a full stop last, quotations closed, nothing left to fill", () => {
    for (const story of stories) {
      for (const paragraph of story.split("\n")) {
        expect(paragraph, story).to.match(/^["A-Z]/);
        expect(paragraph, story).to.match(/[.!?]"?$/);
        expect((paragraph.match(/"/g)?.length ?? 0) % 2, paragraph).to.equal(0);
      }
      expect(story).not.to.match(/[[\]{}<>|]| {2}| [,.!?]|[,.!?]{2}|undefined|[.!?] [a-z]/);
    }
  });

  it("has the right articles", () => {
    expect(text).not.to.match(/\ba [aeiou](?!ne)/i);
    expect(text).not.to.match(/\ban [^aeiou](?!our)/i);
  });

  it("has no word twice in a row but those that may stand so", () => {
    const twice = text
      .match(/\b(\w+) \1\b/gi)
      ?.filter((pair) => !/^(had had|that that|her her|more more)$/i.test(pair));
    expect([...new Set(twice)]).to.deep.equal([]);
  });

  it("has things agree with their verbs and pronouns", () => {
    for (const noun of ["gloves", "boots", "crayons", "marbles", "keys", "socks"]) {
      expect(text, noun).not.to.match(new RegExp(`the ${noun} was `));
      expect(text, noun).not.to.match(new RegExp(`\\b(a|an) \\w+ ${noun}\\b`));
    }
    for (const noun of ["scarf", "notebook", "kite", "watch", "ball", "umbrella"]) {
      expect(text, noun).not.to.match(new RegExp(`the ${noun} were `));
      expect(text, noun).not.to.match(new RegExp(`some \\w+ ${noun}\\b`));
    }
    expect(text).to.match(/the (gloves|boots|crayons|marbles|keys|socks) were /);
  });

  it("names no slot or phrase that does not exist, on whichever branch", () => {
    const templates = (beat: Beat): string[] =>
      typeof beat === "string" ? [beat] : beat.oneOf.flatMap((branch) => branch.flatMap(templates));
    const all = [...plots.flatMap(({ beats }) => beats.flatMap(templates)), ...Object.values(phrases).flat()];
    expect(all.flatMap(phrasesIn).filter((name) => !(name in phrases))).to.deep.equal([]);
    const used = new Set(all.flatMap(phrasesIn));
    expect(Object.keys(phrases).filter((name) => !used.has(name))).to.deep.equal([]);
  });

  it("puts a pronoun only where it is plain who is meant", () => {
    const mia = { name: "Mia", he: "she", his: "her" };
    const eva = { name: "Eva", he: "she", his: "her" };
    const tom = { name: "Tom", he: "he", his: "his" };
    // Never more than this can change, whatever is drawn.
    const ways = (told: string) =>
      new Set(Array.from({ length: 40 }, (_, seed) => withPronouns(told, [mia, eva, tom], createRandom(seed))));
    expect([...ways("Mia ran. Mia fell.")].sort()).to.deep.equal(["Mia ran. Mia fell.", "Mia ran. She fell."]);
    expect([...ways("Mia ran. Mia's bag fell.")]).to.include("Mia ran. Her bag fell.");
    expect([...ways("Mia saw Tom. Mia fell.")]).to.include("Mia saw Tom. She fell.");
    expect([...ways("Mia saw Eva. Mia fell.")]).to.deep.equal(["Mia saw Eva. Mia fell."]);
    expect([...ways("Tom met a man. Tom fell.")]).to.deep.equal(["Tom met a man. Tom fell."]);
    expect([...ways("Eva ran.\nEva fell.")]).to.deep.equal(["Eva ran.\nEva fell."]);
    expect([...ways('Tom ran. "Stop. Tom, wait," he said.')]).to.deep.equal(['Tom ran. "Stop. Tom, wait," he said.']);
  });
});

describe("a template", () => {
  const fill = (template: string, seed = 1) =>
    fillTemplate(template, { phrases: { end: ["z[1|2]"] }, slot: (name) => `(${name})`, random: createRandom(seed) });

  it("takes every wording, also nested and empty ones", () => {
    const filled = new Set(Array.from({ length: 200 }, (_, seed) => fill("a[b|c[d|e]|] <end> {hero}", seed)));
    expect([...filled].sort()).to.deep.equal(
      ["a", "ab", "acd", "ace"].flatMap((start) => [`${start} z1 (hero)`, `${start} z2 (hero)`]),
    );
  });

  it("refuses what is not there", () => {
    expect(() => fill("<none>")).to.throw("Cannot fill <none>");
    expect(() => fill("a[b|c")).to.throw('a "[" is not closed');
    expect(() => readSlot({ hero: { name: "Mia" } }, "hero.his")).to.throw("Cannot fill {hero.his}");
    expect(readSlot({ hero: { name: "Mia", he: "she" } }, "hero.He")).to.equal("She");
  });
});
