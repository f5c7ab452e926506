import { inspect } from "node:util";
import { expect } from "chai";
import { JSDOM } from "jsdom";
import { table } from "../../lib/display/index.ts";

const counts = {
  columns: ["token", "count", "share"],
  rows: [
    ["the", 3, 0.75],
    [" cat", -10, -0.00025],
  ],
  caption: "Counts",
};

async function dataOf(options: Parameters<typeof table>[0]) {
  const { data, metadata } = await table(options).bundle();
  expect(metadata).to.deep.equal({});
  return { html: String(data["text/html"]), markdown: String(data["text/markdown"]), text: String(data["text/plain"]) };
}

describe("table", () => {
  it("aligns its columns in text, numbers to the right", async () => {
    expect((await dataOf(counts)).text).to.equal(
      [
        "Counts",
        "token  count     share",
        "-----  -----  --------",
        "the        3     0.750",
        " cat     -10  -2.50e-4",
      ].join("\n"),
    );
  });

  it("marks headings of columns and rows in HTML, and has a caption", async () => {
    const { document } = new JSDOM((await dataOf(counts)).html).window;
    expect(document.querySelector("caption")?.textContent).to.equal("Counts");
    const texts = (selector: string) =>
      Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent);
    expect(texts('th[scope="col"]')).to.deep.equal(["token", "count", "share"]);
    expect(texts('th[scope="row"]')).to.deep.equal(["the", " cat"]);
    expect(texts("td")).to.deep.equal(["3", "0.750", "−10", "−2.50e−4"]);
  });

  it("is a Markdown table too", async () => {
    expect((await dataOf(counts)).markdown).to.contain("| :-- | --: | --: |\n| the | 3 | 0.750 |");
  });

  it("lets no cell, heading or caption become markup", async () => {
    const attack = '<script>alert("1")</script>';
    const { html, markdown } = await dataOf({ columns: [attack], rows: [[attack], ["a|b *c*"]], caption: attack });
    expect(new JSDOM(html).window.document.querySelector("script")).to.equal(null);
    expect(new JSDOM(html).window.document.querySelector("caption")?.textContent).to.equal(attack);
    expect(markdown).to.not.contain("<script");
    expect(markdown).to.contain("| a\\|b \\*c\\* |");
  });

  it("keeps a line break in its cell visible", async () => {
    const { html, text } = await dataOf({ columns: ["token"], rows: [["a\nb"]], caption: "Tokens" });
    expect(html).to.contain("a↵b");
    expect(text).to.contain("a↵b");
  });

  it("keeps whole numbers whole and rounds others as asked", async () => {
    const { text } = await dataOf({
      columns: ["n", "p"],
      rows: [
        [1, 0.12345],
        [20, 1],
      ],
      caption: "C",
      digits: 1,
    });
    expect(text).to.contain(" 1  0.1\n20  1.0");
  });

  it("shows a number that is none as what it is", async () => {
    expect((await dataOf({ columns: ["loss"], rows: [[Number.NaN], [1]], caption: "C" })).text).to.contain("NaN");
  });

  it("holds no rows if there are none", async () => {
    expect((await dataOf({ columns: ["a"], rows: [], caption: "Empty" })).text).to.equal("Empty\na\n-");
  });

  it("prints as text, so that it may be the last expression of a cell", () => {
    expect(inspect(table(counts))).to.match(/^Counts\ntoken/);
  });

  it("refuses rows that do not fit and digits that do not exist", () => {
    expect(() => table({ ...counts, rows: [["the", 3]] })).to.throw(
      "Cannot put row 0 into the table: it has 2 cells and there are 3 columns",
    );
    expect(() => table({ columns: [], rows: [], caption: "C" })).to.throw("Cannot make a table without columns");
    expect(() => table({ ...counts, digits: 1.5 })).to.throw("Cannot write numbers with 1.5 decimal places");
  });
});
