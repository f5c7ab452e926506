import { inspect } from "node:util";
import { expect } from "chai";
import { JSDOM } from "jsdom";
import { tokenPieces } from "../../lib/display/index.ts";

const rows = [
  { name: "words", pieces: ["The", "teacher"] },
  { name: "GPT-2", pieces: [{ text: "The", id: 464 }, { text: " teacher", id: 4701, note: "p 0.3" }, " taught"] },
];

async function shown(...args: Parameters<typeof tokenPieces>) {
  const { data, metadata } = await tokenPieces(...args).bundle();
  expect(data).to.have.all.keys("text/html", "text/plain");
  expect(metadata).to.deep.equal({});
  const html = String(data["text/html"]);
  const { document } = new JSDOM(html).window;
  const boxes = Array.from(
    document.querySelectorAll("bdi"),
    (piece) => piece.parentElement?.getAttribute("style") ?? "",
  );
  const texts = Array.from(document.querySelectorAll("bdi"), ({ textContent }) => textContent);
  return { html, document, boxes, texts, text: String(data["text/plain"]) };
}

/** Reads a property of a style attribute. */
function property(style: string, name: string): string {
  return style.match(new RegExp(`(?:^|; )${name}: ([^;]+)`))?.[1] ?? "";
}

/** The contrast of two colours, from 1 to 21: Web Content Accessibility Guidelines 2.2. */
function contrast(one: string, other: string): number {
  const [light = 1, dark = 1] = [one, other].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const hex = color.length === 4 ? color.replace(/[^#]/g, "$&$&") : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("tokenPieces", () => {
  it("writes a line per tokenizer, and its ids and notes below", async () => {
    expect((await shown(rows, { title: "One text", description: "Cut twice." })).text).to.equal(
      [
        "One text",
        "Cut twice.",
        "words (2): The|teacher",
        "GPT-2 (3): The|␣teacher|␣taught",
        "  ids: 464|4701|-",
        "  notes: -|p 0.3|-",
      ].join("\n"),
    );
  });

  it("puts every piece into a box, with its id and its note", async () => {
    const { texts, document } = await shown(rows, { title: "One text" });
    expect(texts).to.deep.equal(["The", "teacher", "The", "␣teacher", "␣taught"]);
    expect(Array.from(document.querySelectorAll("small"), ({ textContent }) => textContent)).to.deep.equal([
      "464",
      "4701",
      "p 0.3",
    ]);
    expect(document.querySelector("figcaption")?.textContent).to.equal("One text");
  });

  it("gives neighbours different colours, and each a border that shows on a light and on a dark page", async () => {
    const { boxes } = await shown([{ name: "a", pieces: Array.from({ length: 9 }, () => "x") }]);
    expect(boxes).to.have.length(9);
    for (const [index, box] of boxes.entries()) {
      const edge = property(box, "border").replace("1px solid ", "");
      expect(contrast(edge, "#ffffff"), edge).to.be.at.least(3);
      expect(contrast(edge, "#111111"), edge).to.be.at.least(3);
      expect(box).not.to.equal(boxes[index + 1]);
    }
  });

  it("writes dark letters on light boxes of its own, whatever the theme", async () => {
    const { boxes, document } = await shown([{ name: "a", pieces: ["1", "2", "3", "4"] }]);
    const row = document.querySelector("bdi")?.parentElement?.parentElement?.getAttribute("style") ?? "";
    for (const box of boxes) {
      expect(
        contrast(property(row, "color").replace("#111", "#111111"), property(box, "background-color")),
      ).to.be.above(7);
    }
  });

  it("uses only what JupyterLab's sanitiser keeps", async () => {
    const { document, html } = await shown(rows, { title: "T" });
    const elements = Array.from(document.body.querySelectorAll("*"));
    const tags = new Set(elements.map(({ tagName }) => tagName.toLowerCase()));
    expect([...tags]).to.have.members("figure figcaption b div span bdi br small details summary pre".split(" "));
    const attributes = new Set(elements.flatMap((element) => element.getAttributeNames()));
    expect([...attributes]).to.have.members(["style", "dir"]);
    expect(html).not.to.match(/url\(|<style|class=/);
  });

  it("lets no piece, name, note or title become markup", async () => {
    const attack = '<img src=x onerror="alert(1)">';
    const { document, texts } = await shown([{ name: attack, pieces: [{ text: attack, note: attack }] }], {
      title: attack,
      description: attack,
    });
    expect(document.querySelector("img")).to.equal(null);
    expect(texts).to.deep.equal([attack.replaceAll(" ", "␣")]);
  });

  it("keeps the order of pieces that run from right to left, in HTML and as text", async () => {
    const { document, text } = await shown([{ name: "a", pieces: ["שלום", " عالم", "!"] }]);
    expect(text).to.equal("a (3): \u2068שלום\u2069|\u2068␣عالم\u2069|!");
    expect(document.querySelector("bdi")?.closest("[dir]")?.getAttribute("dir")).to.equal("ltr");
  });

  it("tells a bar in a piece from the bars between pieces", async () => {
    expect((await shown([{ name: "a", pieces: ["a|b", "c"] }])).text).to.equal("a (2): a\\|b|c");
  });

  it("has its text alternative inside, for whoever cannot see boxes", async () => {
    const { document, text } = await shown(rows, { title: "T" });
    expect(document.querySelector("details > summary")?.textContent).to.equal("As text");
    expect(document.querySelector("details pre")?.textContent).to.equal(text);
  });

  it("cuts thousands of pieces, and says how many there are", async () => {
    const pieces = Array.from({ length: 5000 }, (_, index) => `w${index}`);
    const { texts, text, html } = await shown([{ name: "many", pieces }]);
    expect(texts).to.have.length(200);
    expect(text).to.match(/^many \(5000\): w0\|.*w199\|… 4800 more$/);
    expect(html).to.contain("… and 4800 more pieces");
    expect(html.length).to.be.below(60_000);
  });

  it("stays small with many tokenizers", async () => {
    const pieces = Array.from({ length: 5000 }, () => ({ text: "word", id: 12345 }));
    const { html, texts } = await shown(Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, pieces })));
    expect(texts).to.have.length(1000);
    expect(html.length).to.be.below(350_000);
  });

  it("shows as many as asked", async () => {
    const { text } = await shown([{ name: "a", pieces: ["1", "2", "3"] }], { most: 2 });
    expect(text).to.equal("a (3): 1|2|… 1 more");
  });

  it("cuts a long run, without splitting a character", async () => {
    const { texts } = await shown([{ name: "a", pieces: ["😀".repeat(1000), "y".repeat(200)] }]);
    expect(texts).to.deep.equal([`${"😀".repeat(200)}… (2000 letters)`, "y".repeat(200)]);
  });

  it("shows a text without pieces as what it is", async () => {
    expect((await shown([{ name: "a", pieces: [] }])).text).to.equal("a (0): ");
  });

  it("prints as text, so that it may be the last expression of a cell", () => {
    expect(inspect(tokenPieces(rows))).to.match(/^words \(2\): The\|teacher\nGPT-2/);
  });

  it("refuses what it cannot show", () => {
    expect(() => tokenPieces([])).to.throw("Cannot show the pieces of nothing");
    expect(() => tokenPieces(rows, { most: 0 })).to.throw("Cannot show 0 pieces of a row");
    expect(() => tokenPieces([{ name: "a", pieces: [{ text: "x", id: 1.5 }] }])).to.throw(
      'Cannot show the id 1.5 of piece 0 of "a"',
    );
  });
});
