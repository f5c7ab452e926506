import { expect } from "chai";
import {
  allClassroomSentences,
  belongings,
  classroomAnswers,
  classroomIds,
  classroomLength,
  classroomSentence,
  classroomVocabulary,
  people,
  splitClassroom,
  tools,
} from "../../lib/datasets/index.ts";
import { createRandom } from "../../lib/random/index.ts";

const text = ({ words }: { words: readonly string[] }) => words.join(" ");

/** The links of a sentence, as words. */
const linked = (sentence: ReturnType<typeof classroomSentence>) =>
  sentence.links.map(({ from, to }) => `${sentence.words[from]} -> ${sentence.words[to]}`);

describe("the classroom language", () => {
  it("gives the tool to the one who teaches", () => {
    const sentence = classroomSentence("teacher", "student", "book");
    expect(text(sentence)).to.equal("the teacher taught the student with the book");
    expect(linked(sentence)).to.deep.equal(["taught -> student", "with -> book", "book -> teacher"]);
  });

  it("gives the belonging to the one who is taught", () => {
    expect(linked(classroomSentence("teacher", "student", "coat"))).to.include("coat -> student");
  });

  it("has 448 different sentences of equal length", () => {
    const sentences = allClassroomSentences();
    expect(new Set(sentences.map(text)).size).to.equal(448);
    expect(new Set(sentences.map(({ words }) => words.length))).to.deep.equal(new Set([classroomLength]));
  });

  it("has every word once in its vocabulary", () => {
    expect(new Set(classroomVocabulary).size).to.equal(classroomVocabulary.length);
    const used = new Set(allClassroomSentences().flatMap(({ words }) => words));
    expect([...used].sort()).to.deep.equal([...classroomVocabulary].sort());
    expect(tools.filter((tool) => belongings.some((belonging) => belonging === (tool as string)))).to.deep.equal([]);
  });

  it("asks at three positions, and answers with a word of the sentence", () => {
    const sentence = classroomSentence("coach", "child", "scarf");
    const answers = classroomAnswers(sentence).map((id) => (id === -1 ? "" : classroomVocabulary[id]));
    expect(answers).to.deep.equal(["", "", "child", "", "", "scarf", "", "child"]);
  });

  it("turns words into ids and back", () => {
    const words = ["the", "friend", "taught"];
    expect(classroomIds(words).map((id) => classroomVocabulary[id])).to.deep.equal(words);
  });

  it("says which words it knows when one is not of its kind", () => {
    expect(() => classroomSentence("teacher", "book", "book")).to.throw(/"book" here: choose from teacher/);
    expect(() => classroomSentence("teacher", "student", "the")).to.throw(/"the" here: choose from book/);
    expect(() => classroomSentence("coach", "coach", "map")).to.throw(/the coach teaches the coach: choose two/);
    expect(() => classroomIds(["dragon"])).to.throw(/"dragon"/);
  });
});

describe("the split of the classroom language", () => {
  it("puts every sentence on exactly one side", () => {
    const { training, test } = splitClassroom(createRandom(1));
    expect([training.length, test.length]).to.deep.equal([336, 112]);
    expect(new Set([...training, ...test].map(text)).size).to.equal(448);
  });

  it("is the same for the same seed and another for another", () => {
    const first = splitClassroom(createRandom(1)).test.map(text);
    expect(splitClassroom(createRandom(1)).test.map(text)).to.deep.equal(first);
    expect(splitClassroom(createRandom(2)).test.map(text)).not.to.deep.equal(first);
  });

  it("shows every word in training", () => {
    const { training } = splitClassroom(createRandom(1));
    expect(new Set(training.flatMap(({ words }) => words)).size).to.equal(classroomVocabulary.length);
    expect(people.length).to.equal(8);
  });

  it("refuses a share that leaves one side empty", () => {
    for (const share of [0, 1, -1, Number.NaN]) {
      expect(() => splitClassroom(createRandom(1), share)).to.throw(`share of ${share}`);
    }
  });
});
