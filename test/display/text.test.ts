import { expect } from "chai";
import { sentences } from "../../lib/display/describe.ts";
import { escapeHtml } from "../../lib/display/escape-html.ts";
import { fixed, short } from "../../lib/display/format-number.ts";
import { inkOn } from "../../lib/display/palette.ts";
import { plainNumbers } from "../../lib/display/plain-data.ts";
import { literalText, titleText, withoutMarkup } from "../../lib/display/plotly-text.ts";

describe("numbers for people", () => {
  it("have three significant digits and a real minus", () => {
    expect([1 / 3, 1250, -0.5, 0, 0.00001234, -4.2e-7, 12345678, 1234.5].map(short)).to.deep.equal([
      "0.333",
      "1250",
      "−0.5",
      "0",
      "1.23e−5",
      "−4.2e−7",
      "1.23e+7",
      "1230",
    ]);
  });

  it("have no sign where they round to zero", () => {
    expect([fixed(-0.001, 2), fixed(-0.006, 2), fixed(-1, 0), fixed(-0.4, 0)]).to.deep.equal([
      "0.00",
      "−0.01",
      "−1",
      "0",
    ]);
  });
});

describe("numbers for plotly", () => {
  it("keep what a float32 holds, and whole numbers as they are", () => {
    expect(plainNumbers(new Float32Array([0.1, -0.25, 1e-30]))).to.deep.equal([0.1, -0.25, 1e-30]);
    expect(plainNumbers([123456789012, 1 / 3])).to.deep.equal([123456789012, 0.3333333]);
  });

  it("are the same float32 numbers as before, within half a unit in the seventh digit", () => {
    const values = Float32Array.from({ length: 1000 }, (_, index) => Math.sin(index) * 10 ** ((index % 13) - 6));
    plainNumbers(values).forEach((value, index) => {
      expect(value).to.be.closeTo(values[index] ?? 0, 5e-7 * Math.abs(values[index] ?? 0));
    });
  });
});

describe("text", () => {
  it("is escaped for HTML, in elements and in attributes", () => {
    expect(escapeHtml(`<a href="x" id='y'>&</a>`)).to.equal(
      "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/a&gt;",
    );
  });

  it("keeps only the markup that titles may have", () => {
    expect(titleText("n<sup>2</sup><br>a<sub>i</sub> <b>b</b> <i>c</i>")).to.equal(
      "n<sup>2</sup><br>a<sub>i</sub> <b>b</b> <i>c</i>",
    );
    expect(titleText('<pad> & <a href="x"> 1 < 2')).to.equal('&lt;pad&gt; &amp; &lt;a href="x"&gt; 1 &lt; 2');
    expect(literalText("n<sup>2</sup>")).to.equal("n&lt;sup&gt;2&lt;/sup&gt;");
  });

  it("loses its markup in descriptions, but not its meaning", () => {
    expect(withoutMarkup("n<sup>2</sup>, d<sub>k</sub><br><b>bold</b>")).to.equal("n^2, d_k bold");
  });

  it("becomes sentences", () => {
    expect(sentences("Mine", "one.", "two", "")).to.equal("Mine. one. two.");
    expect(sentences(undefined, "one?")).to.equal("one?");
  });
});

describe("ink on a heatmap", () => {
  it("is white on the dark end and black on the light end, and beyond", () => {
    expect([-1, 0, 0.3, 0.7, 1, 2].map(inkOn)).to.deep.equal(["#fff", "#fff", "#fff", "#000", "#000", "#000"]);
  });
});
