import { expect } from "chai";
import { bars } from "../../lib/display/index.ts";

const titles = { title: "Counts", xTitle: "token", yTitle: "count" };
const words = { ...titles, categories: ["the", "cat", "the"], series: [{ name: "count", values: [3, 1, -2] }] };

describe("bars", () => {
  it("keeps categories with the same label apart", () => {
    const { data, layout } = bars(words);
    expect(data[0]?.x).to.deep.equal([0, 1, 2]);
    expect(layout.xaxis).to.deep.include({ ticktext: ["the", "cat", "the"] });
  });

  it("tells each series from the others by colour and pattern", () => {
    const series = ["a", "b", "c"].map((name) => ({ name, values: [1, 2, 3] }));
    const looks = bars({ ...words, series }).data.map(({ marker }) => JSON.stringify(marker));
    expect(new Set(looks).size).to.equal(3);
    expect(looks[1]).to.contain('"shape":"/"');
  });

  it("writes the numbers on few bars, and not on many", () => {
    expect(bars(words).data[0]?.text).to.deep.equal(["3", "1", "−2"]);
    const categories = Array.from({ length: 13 }, (_, index) => `c${index}`);
    const many = { ...titles, categories, series: [{ name: "count", values: categories.map(() => 1) }] };
    expect(bars(many).data[0]).to.not.have.property("text");
    expect(bars({ ...many, annotate: true }).data[0]).to.have.property("text");
  });

  it("describes few bars one by one, and many by the highest and the lowest", () => {
    expect(bars(words).description).to.equal(
      'Bar chart "Counts". Across: token (the, cat, the). Up: count. count: the 3, cat 1, the −2.',
    );
    const categories = Array.from({ length: 20 }, (_, index) => `c${index}`);
    const { description } = bars({
      ...titles,
      categories,
      series: [{ name: "count", values: categories.map((_, index) => (index - 5) ** 2) }],
    });
    expect(description).to.contain("(20 of them, from c0 to c19)").and.contain("highest c19 196, lowest c5 0");
  });

  it("names what is wrong with the values", () => {
    expect(() => bars({ ...words, series: [] })).to.throw("Cannot draw bars of nothing");
    expect(() => bars({ ...words, categories: [], series: [{ name: "a", values: [] }] })).to.throw("of nothing");
    expect(() => bars({ ...words, series: [{ name: "a", values: [1] }] })).to.throw(
      'Cannot draw the bars "a": there are 1 values and 3 categories',
    );
    expect(() => bars({ ...words, series: [{ name: "a", values: [1, Number.NaN, 2] }] })).to.throw(
      'Cannot draw NaN at "cat" of the bars "a"',
    );
  });
});
