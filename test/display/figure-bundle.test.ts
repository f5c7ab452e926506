import { expect } from "chai";
import type { Figure, MimeBundle } from "../../lib/display/index.ts";
import { figure } from "../../lib/display/index.ts";
import { errorOf } from "../support/printed.ts";
import { figures } from "./figures.ts";
import { readPng } from "./read-png.ts";

// The first picture of a process loads jsdom and plotly.js, which takes seconds on a busy machine.
const timeout = 60_000;

/** Checks that a value is a string and gives it as one. */
function asString(value: unknown): string {
  expect(value).to.be.a("string");
  return String(value);
}

/** Reads the alternative text of a picture. */
function altOf(metadata: Record<string, unknown>): string {
  const image = metadata["image/png"];
  return typeof image === "object" && image !== null && "alt" in image ? asString(image.alt) : "";
}

const title = (text: string) => ({ title: { text } });
const axes = { xaxis: title("x"), yaxis: title("y") };

/** Draws a figure once for all tests that only look at it. */
const bundles = new Map<Figure, Promise<MimeBundle>>();
function bundleOf(item: Figure): Promise<MimeBundle> {
  const bundle = bundles.get(item) ?? item.bundle();
  bundles.set(item, bundle);
  return bundle;
}

async function pictureOf(item: Figure): Promise<Buffer> {
  return Buffer.from(asString((await bundleOf(item)).data["image/png"]), "base64");
}

describe("the bundle of a figure", () => {
  for (const [name, item] of Object.entries(figures)) {
    it(`holds plotly's type, a picture and words: ${name}`, async () => {
      const { data, metadata } = await bundleOf(item);
      expect(data).to.have.all.keys("application/vnd.plotly.v1+json", "image/png", "text/plain");
      expect(data["application/vnd.plotly.v1+json"]).to.deep.include({ data: item.data, layout: item.layout });
      expect(data["text/plain"]).to.equal(item.description);
      const { width, height } = item.layout;
      // The picture of a figure with steps shows one of them.
      const alt = item.frames === undefined ? item.description : altOf(metadata);
      expect(alt).to.match(item.frames === undefined ? /^\S/ : /Shown here: /);
      expect(metadata).to.deep.equal({ "image/png": { alt, width, height } });
    }).timeout(timeout);

    it(`has a picture that is not blank, as large as the figure, and small: ${name}`, async () => {
      const png = await pictureOf(item);
      const { width, height, counts } = readPng(png);
      expect({ width, height }).to.deep.equal({
        width: item.layout.width,
        height: item.layout.height,
      });
      const white = counts.get(0xffffff) ?? 0;
      // Even the emptiest chart inks a hundredth of its paper; none covers the margins.
      expect(white / (width * height)).to.be.within(0.1, 0.99);
      expect(png.length).to.be.below(80_000);
    }).timeout(timeout);

    it(`has the same bytes every time: ${name}`, async () => {
      expect((await item.bundle()).data["image/png"]).to.equal((await bundleOf(item)).data["image/png"]);
    }).timeout(timeout);
  }

  it("is the same where several are made at once", async () => {
    const items = Object.values(figures).slice(0, 3);
    const together = await Promise.all(items.map((item) => item.bundle()));
    const alone = await Promise.all(items.map(bundleOf));
    expect(together.map(({ data }) => data["image/png"])).to.deep.equal(alone.map(({ data }) => data["image/png"]));
  }).timeout(timeout);

  it("is refused if plotly does not know a property, with its name", async () => {
    const wrong = figure({
      data: [{ type: "scatter", x: [1], y: [1], colour: "red" }],
      layout: { ...title("T"), ...axes },
      description: "A point.",
    });
    const error = await errorOf(() => wrong.bundle());
    expect(error.message).to.match(/^Cannot draw the figure: .*colour/);
  }).timeout(timeout);

  it("is refused in one short message if plotly itself fails", async () => {
    const wrong = figure({
      data: [{ type: "scatter", x: [1], y: [1] }],
      layout: { ...title("T"), xaxis: title("x"), yaxis: { ...title("y"), autotickangles: [0, 45] } },
      description: "A point.",
    });
    const error = await errorOf(() => wrong.bundle());
    expect(error.message).to.match(/^Cannot draw the figure: plotly\.js failed with/);
    expect(error.message.length).to.be.below(300);
    expect(error.stack?.length).to.be.below(5000);
  }).timeout(timeout);
});
