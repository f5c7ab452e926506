import { expect } from "chai";
import {
  englishIds,
  englishVocabulary,
  spanishIds,
  spanishVocabulary,
  type Translation,
  type TranslationSide,
  translationMarks,
  translationShapes,
  translations,
} from "../../lib/datasets/index.ts";

const english = (pair: Translation) => pair.english.join(" ");
const spanish = (pair: Translation) => pair.spanish.join(" ");
const sides: TranslationSide[] = ["training", "validation", "test", "pairings"];

/** A sample of the language large enough to hold every rule many times. */
const many = translations({ count: 12_000, seed: 1 });
const spanishOf = new Map(many.map((pair) => [english(pair), spanish(pair)]));

/** The Spanish sentences of the sample in which the pattern occurs. */
const withPattern = (pattern: RegExp) => [...spanishOf].filter(([, text]) => pattern.test(` ${text} `));

describe("the English and Spanish sentences", () => {
  it("are the same for the same seed and others for another", () => {
    const first = translations({ count: 20, seed: 1 });
    expect(translations({ count: 20, seed: 1 })).to.deep.equal(first);
    expect(translations({ count: 20, seed: 2 }).map(english)).not.to.deep.equal(first.map(english));
  });

  it("are as the example says", () => {
    const [pair] = translations({ count: 1, seed: 1, shapes: ["state"] });
    expect(pair?.english.join(" ")).to.equal("our brother 's blue pencil is small .");
    expect(pair?.spanish.join(" ")).to.equal("el lápiz azul de nuestro hermano es pequeño .");
  });

  it("never repeat, and have one translation each", () => {
    expect(spanishOf.size).to.equal(many.length);
    const seen = new Map<string, string>();
    for (const pair of [1, 2].flatMap((seed) => sides.flatMap((side) => translations({ count: 2000, seed, side })))) {
      expect(seen.get(english(pair)) ?? spanish(pair)).to.equal(spanish(pair));
      seen.set(english(pair), spanish(pair));
    }
  });

  it("have words of both vocabularies only, and use every word", () => {
    for (const [vocabulary, language] of [
      [englishVocabulary, "english"],
      [spanishVocabulary, "spanish"],
    ] as const) {
      expect(new Set(vocabulary).size).to.equal(vocabulary.length);
      const used = new Set(many.flatMap((pair) => pair[language]));
      expect([...used, ...translationMarks].sort()).to.deep.equal([...vocabulary].sort());
    }
  });

  it("have every shape, from four words to more than twenty", () => {
    expect(new Set(many.map(({ shape }) => shape))).to.deep.equal(new Set(translationShapes));
    const lengths = many.map((pair) => pair.english.length);
    expect(Math.min(...lengths)).to.equal(4);
    expect(Math.max(...lengths)).to.be.greaterThan(20);
  });

  it("keep to the lengths that are asked for, in both languages", () => {
    const lengths = translations({ count: 300, seed: 1, shortest: 7, longest: 9 }).flatMap((pair) => [
      pair.english.length,
      pair.spanish.length,
    ]);
    expect([Math.min(...lengths), Math.max(...lengths)]).to.deep.equal([7, 9]);
  });
});

describe("the Spanish translation", () => {
  it("puts adjectives behind their noun, the last first, but good, first and last before it", () => {
    expect(withPattern(/ mesa roja pequeña /).every(([text]) => /small red table/.test(text))).to.equal(true);
    expect(withPattern(/ mesa roja pequeña /)).not.to.have.length(0);
    expect(withPattern(/ (libro|amigo|hombre) (buen|primer) /)).to.have.length(0);
    expect(withPattern(/ buen (libro|amigo|hombre) /)).not.to.have.length(0);
  });

  it("lets articles and adjectives agree with the gender and the number of their noun", () => {
    const wrong = [
      / (el|los|un|unos) (\w+a )?(mesas?|cartas?|niñas?|flor(es)?|mujer(es)?|lámparas?) /,
      / (la|las|una|unas) (libros?|mapas?|jard(ín|ines)|hombres?|ex[aá]men(es)?) /,
      / (libros|mesas|cartas|niñas|hombres) (roj[oa]|azul|verde|viej[oa]|joven|cansad[oa]) /,
      / (libro|mesa|carta|niña|hombre) (roj[oa]s|azules|verdes|viej[oa]s|jóvenes|cansad[oa]s) /,
      / (mesa|carta|niña|lámpara|caja)s? (roj|viej|nuev|pequeñ|cansad|enferm)os? /,
      / (libro|mapa|hombre|niño|cuaderno)s? (roj|viej|nuev|pequeñ|cansad|enferm)as? /,
    ];
    // In a question about a state the adjective may follow another noun: "¿ está el niño de esta niña cansado ?"
    expect(wrong.flatMap(withPattern).filter(([text]) => !/^(is|are) /.test(text))).to.deep.equal([]);
    expect(withPattern(/ el mapa rojo /)).not.to.have.length(0);
  });

  it("lets the verb and the adjective agree with the subject across what stands between", () => {
    expect(
      withPattern(/^ \S+ niñas que (\S+ )+están (muy )?(cansadas|enfermas|contentas|tristes) /),
    ).not.to.have.length(0);
    expect(withPattern(/^ \S+ niñas que (\S+ )+(es|está|son (\S+os|\S+o)) /)).to.deep.equal([]);
    expect(withPattern(/^ \S+ niña que (\S+ )+(son|están) /)).to.deep.equal([]);
    const joined = withPattern(/^ la niña y la \S+ (no )?(son|están) /);
    expect(joined.every(([, text]) => / (\S+as|tristes|jóvenes) /.test(`${text} `))).to.equal(true);
  });

  it("takes the gender of somebody with a name", () => {
    expect(withPattern(/^ (ana|marta) (no )?es (una )?(profesor|amigo|bibliotecario) /)).to.deep.equal([]);
    expect(withPattern(/^ ana (no )?es profesora /)).not.to.have.length(0);
    expect(withPattern(/^ luis (no )?es un buen profesor /)).not.to.have.length(0);
  });

  it("knows both verbs for to be", () => {
    expect(withPattern(/ (es|son) (muy )?(cansad|trist|enferm|content|cerrad|rot)\S+ /)).to.deep.equal([]);
    expect(withPattern(/ est(á|án) (muy )?(rojo|alto|lista|difícil|azules) /)).to.deep.equal([]);
  });

  it("says a before people, and joins it and de with el", () => {
    expect(withPattern(/ (a|de) el /)).to.deep.equal([]);
    expect(withPattern(/ ayud\S+ al (\S+ )?(profesor|niño) /)).not.to.have.length(0);
    expect(withPattern(/ (cerca|libro) del /)).not.to.have.length(0);
    expect(
      withPattern(/ (ayuda|saludan|enseñó) (el|la|los|las|ana|luis) /).filter(([text]) => !/\?/.test(text)),
    ).to.deep.equal([]);
  });

  it("opens a question and puts the verb first", () => {
    const questions = many.filter(({ shape }) => shape === "question");
    expect(questions.every((pair) => pair.spanish[0] === "¿" && pair.spanish.at(-1) === "?")).to.equal(true);
    const text = questions.find((pair) => pair.english[0] === "does");
    const linked = text?.links.filter((link) => link.spanish === 1).map((link) => text.english[link.english]);
    expect(linked?.[0]).to.equal("does");
    expect(linked).to.have.length(2);
  });
});

describe("the links between the words", () => {
  it("lead from every Spanish word to an English one and back", () => {
    for (const { english, spanish, links } of many.slice(0, 2000)) {
      expect(new Set(links.map((link) => link.spanish)).size).to.equal(spanish.length);
      // Only the article of "a teacher" has nothing in "es profesora".
      const unlinked = english.filter((_, place) => !links.some((link) => link.english === place));
      expect(unlinked.filter((word) => word !== "a" && word !== "an")).to.deep.equal([]);
    }
  });

  it("follow the words where their order changes", () => {
    const pair = many.find((each) => / red (book|map|box) /.test(english(each)));
    const red = pair?.english.indexOf("red") ?? -1;
    const to = pair?.links.find((link) => link.english === red)?.spanish ?? -1;
    expect(pair?.spanish[to]).to.match(/^roj/);
    expect(pair?.spanish[to - 1]).to.match(/libro|mapa|caja/);
  });
});

describe("the sides of the English and Spanish sentences", () => {
  it("share no sentence, whatever the seed", () => {
    const held = new Set(
      (["validation", "test", "pairings"] as const).flatMap((side) =>
        [5, 6].flatMap((seed) => translations({ count: 300, seed, side, longest: 8 }).map(english)),
      ),
    );
    const training = [1, 5].flatMap((seed) => translations({ count: 3000, seed, longest: 8 }).map(english));
    expect(training.filter((text) => held.has(text))).to.deep.equal([]);
  });

  it("have about a tenth each for validation and for the test", () => {
    const size = (side: TranslationSide) => {
      try {
        translations({ count: 100_000, seed: 3, side, shapes: ["role"] });
      } catch (error) {
        return Number(/(\d+) were found/.exec(String(error))?.[1]);
      }
      throw new Error("there are no 100,000 sentences about names");
    };
    const [training = 0, validation = 0, test = 0] = sides.slice(0, 3).map(size);
    const all = training + validation + test;
    // About 300 sentences: three standard deviations are five hundredths.
    expect(validation / all).to.be.within(0.05, 0.15);
    expect(test / all).to.be.within(0.05, 0.15);
  });

  it("keep the pairings of adjective and noun that training never has", () => {
    const pairs = (side: TranslationSide, count: number) =>
      new Set(
        translations({ count, seed: 4, side, shapes: ["place", "action"] }).flatMap(
          (pair) =>
            english(pair)
              .match(/(red|blue|old|new|tall|sad) (book|letter|door|table|girl|boy|chair|lamp)s?\b/g)
              ?.map((text) => text.replace(/s$/, "")) ?? [],
        ),
      );
    const [training, test, held] = [pairs("training", 8000), pairs("test", 500), pairs("pairings", 500)];
    expect([...test].filter((pair) => !training.has(pair))).to.deep.equal([]);
    expect([...held].filter((pair) => !training.has(pair))).not.to.have.length(0);
  });
});

describe("the words of the translations as numbers", () => {
  it("go there and back, with the marks first", () => {
    const [pair] = many;
    expect(englishIds(pair?.english ?? []).map((id) => englishVocabulary[id])).to.deep.equal(pair?.english);
    expect(spanishIds(pair?.spanish ?? []).map((id) => spanishVocabulary[id])).to.deep.equal(pair?.spanish);
    expect(englishIds(translationMarks)).to.deep.equal([0, 1, 2]);
  });

  it("are refused for a word of the other language", () => {
    expect(() => englishIds(["libro"])).to.throw('Cannot find "libro" in the English vocabulary');
    expect(() => spanishIds(["book"])).to.throw('Cannot find "book" in the Spanish vocabulary');
  });
});

describe("what cannot be drawn of the translations", () => {
  it("is refused with the reason", () => {
    expect(() => translations({ count: 1.5, seed: 1 })).to.throw("Cannot draw 1.5 translations");
    expect(() => translations({ count: 1, seed: 1, shapes: [] })).to.throw("choose from state, place");
    expect(() => translations({ count: 1000, seed: 1, shapes: ["role"] })).to.throw(
      /Cannot draw 1000 different translations: \d+ were found for "training" with the shapes role/,
    );
    expect(() => translations({ count: 1, seed: 1, longest: 3 })).to.throw("0 were found");
  });
});
