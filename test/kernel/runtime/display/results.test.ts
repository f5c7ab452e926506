import { expect } from "chai";
import { CellRunner } from "../../support/cell-runner.ts";

/** Values that show as text, and the text. */
const texts: readonly (readonly [string, string | RegExp])[] = [
  ["1 + 1", "2"],
  ["-0", "-0"],
  ["0.1 + 0.2", "0.30000000000000004"],
  ["2n ** 64n", "18446744073709551616n"],
  ["NaN", "NaN"],
  ['"text"', "'text'"],
  ['""', "''"],
  ["null", "null"],
  ["true", "true"],
  ['Symbol("s")', "Symbol(s)"],
  ["[]", "[]"],
  ["({})", "{}"],
  ["[1, 2, 3]", "[ 1, 2, 3 ]"],
  ["({ a: { b: { c: { d: [1] } } } })", /^\{\s+a: \{\s+b: \{ c: \{ d: \[ 1 \] \} \}\s+\}\s+\}$/],
  ["new Map([[1, { a: 2 }]])", "Map(1) { 1 => { a: 2 } }"],
  ["new Set([1])", "Set(1) { 1 }"],
  ["(x: number) => x", "[Function (anonymous)]"],
  ["class Animal {}; Animal", "[class Animal]"],
  ["new Date(0)", "1970-01-01T00:00:00.000Z"],
  ["/a+/g", "/a+/g"],
  ["new Error('made, not thrown').message", "'made, not thrown'"],
  ["Promise.resolve(5)", "5"],
  ["Buffer.from('ab')", "<Buffer 61 62>"],
  ["Float32Array.of(1.5, 2)", "Float32Array(2) [ 1.5, 2 ]"],
  ["new Array(1e6).fill(0).length", "1000000"],
  ["Array.from({ length: 1000 }, (_, i) => i)", /^\[\s+0,[\s\S]*900 more items\s+\]$/],
  ["const cycle: Record<string, unknown> = {}; cycle.self = cycle; cycle", /^<ref \*1> \{ self: \[Circular \*1\] \}$/],
  ["new Proxy({ a: 1 }, {})", "{ a: 1 }"],
  ["const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); [proxy]", /Revoked Proxy|\[ \S/i],
  ["({ get bad() { throw new Error('no'); } })", "{ bad: [Getter] }"],
  ["[new Proxy({}, { get() { throw new Error('no'); }, ownKeys() { throw new Error('no'); } })]", /.+/],
  ["({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no'); } })", /.+/],
  ["({ [Symbol.for('nodejs.util.inspect.custom')]() { return ''; } })", "''"],
  ["Object.create(null)", "[Object: null prototype] {}"],
  ["'\\u001b[31mred\\u001b[0m'", "'\\x1B[31mred\\x1B[0m'"],
];

describe("the value of a cell", function () {
  this.timeout(30_000);
  let cells: CellRunner;
  before(() => {
    cells = new CellRunner();
  });
  after(() => cells.close());

  async function bundle(code: string): Promise<Record<string, unknown>> {
    const outcome = await cells.run(code);
    if (outcome.status === "error") throw new Error(outcome.error.traceback.join("\n"));
    return outcome.result?.data ?? {};
  }

  for (const [code, text] of texts) {
    it(`shows ${code.slice(0, 60)} as text`, async () => {
      const data = await bundle(code);
      expect(Object.keys(data)).to.deep.equal(["text/plain"]);
      if (typeof text === "string") expect(data["text/plain"]).to.equal(text);
      else expect(data["text/plain"]).to.match(text);
    });
  }

  it("is nothing where there is none", async () => {
    for (const code of ["undefined", "const a = 1;", "void 0", "if (a) 1;", "console.log(1)", "// nothing", ""]) {
      expect(await cells.run(code), code).not.to.have.property("result");
    }
  });

  it("is cut where it is too long, with a word", async () => {
    const { "text/plain": text } = await bundle('"x".repeat(5_000_000)');
    expect(String(text).length).to.be.lessThan(1_000_000);
    expect(text).to.match(/more characters/);
  });

  it("shows itself by its own method, which may take time", async () => {
    const data = await bundle(
      '({ async [Symbol.for("Jupyter.display")]() { await null; return { "text/html": "<b>own</b>", "text/plain": "own" }; } })',
    );
    expect(data).to.deep.equal({ "text/html": "<b>own</b>", "text/plain": "own" });
    expect(await bundle('({ a: 1, [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<i>" }) })')).to.deep.include(
      {
        "text/html": "<i>",
      },
    );
    expect(
      await bundle(
        '({ [Symbol.for("Jupyter.display")]: () => ({ "image/png": Uint8Array.of(1, 2) , "text/plain": "\\u001b[1mbold" }) })',
      ),
    ).to.deep.equal({ "image/png": "AQI=", "text/plain": "bold" });
  });

  it("falls back to text where its own method fails, with a word", async () => {
    for (const body of [
      "throw new Error('sorry')",
      "return 5",
      "return { 'application/json': 1n }",
      "return Promise.reject(new Error('sorry'))",
    ]) {
      const data = await bundle(`({ a: 1, [Symbol.for("Jupyter.display")]() { ${body} } })`);
      expect(Object.keys(data)).to.deep.equal(["text/plain"]);
      expect(data["text/plain"]).to.match(/a: 1[\s\S]*Jupyter\.display failed/);
    }
  });

  it("has the metadata of the library's outputs", async () => {
    const outcome = await cells.run(
      '({ [Symbol.for("Jupyter.display")]: () => ({}), bundle: async () => ({ data: { "image/png": "AAAA", "text/plain": "a picture" }, metadata: { "image/png": { width: 10 } } }) })',
    );
    expect(outcome)
      .to.have.nested.property("result.metadata")
      .that.deep.equals({ "image/png": { width: 10 } });
  });

  it("is an image where its bytes are one", async () => {
    const images: Readonly<Record<string, string>> = {
      "image/png":
        "Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 3, 0, 0, 0, 2])",
      "image/jpeg": "Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)",
      "image/gif": 'new TextEncoder().encode("GIF89a")',
      "image/svg+xml": 'Buffer.from(\'<?xml version="1.0"?>\\n<svg xmlns="http://www.w3.org/2000/svg"/>\')',
    };
    for (const [type, code] of Object.entries(images)) {
      const data = await bundle(code);
      expect(Object.keys(data), code).to.deep.equal([type, "text/plain"]);
      expect(data["text/plain"]).to.match(/image/);
    }
    expect((await bundle(images["image/png"] ?? ""))["text/plain"]).to.equal("PNG image, 3 x 2 pixels, 24 bytes");
  });

  it("is a table where it is a list of records", async () => {
    const data = await bundle('[{ token: "<the>", count: 3 }, { token: "a & b", extra: null }]');
    expect(data["text/html"]).to.equal(
      '<table><thead><tr><th scope="col">token</th><th scope="col">count</th><th scope="col">extra</th></tr></thead>' +
        '<tbody><tr><td>&lt;the&gt;</td><td style="text-align: right">3</td><td></td></tr>' +
        "<tr><td>a &amp; b</td><td></td><td>null</td></tr></tbody></table>",
    );
    expect(data["text/plain"]).to.match(/token: '<the>'/);
    const long = await bundle("Array.from({ length: 200_000 }, (_, i) => ({ i }))");
    expect(String(long["text/html"]).match(/<tr>/g)?.length).to.equal(51);
    expect(long["text/html"]).to.match(/the first 50 of 200000 rows/);
    expect(await bundle("[{ a: { b: 1 } }]")).not.to.have.property("text/html");
  });

  it("is a plotly figure where it has data and a layout", async () => {
    const data = await bundle(
      '({ data: [{ type: "bar", y: Float32Array.of(1, 2) }], layout: { title: { text: "Counts" } } })',
    );
    expect(data).to.deep.equal({
      "application/vnd.plotly.v1+json": { data: [{ type: "bar", y: [1, 2] }], layout: { title: { text: "Counts" } } },
      "text/plain": 'Figure "Counts": 1 trace (bar)',
    });
  });

  it("tells a tensor by its type, shape and first values, and leaves none behind", async () => {
    await cells.run('import * as tf from "@tensorflow/tfjs-core"; import "@tensorflow/tfjs-backend-cpu";');
    expect(await bundle("tf.tensor([[1, 2.5], [3, 4]])")).to.deep.equal({
      "text/plain": "Tensor float32 [2, 2] 1, 2.5, 3, 4",
    });
    const before = await cells.value("tf.memory().numTensors");
    expect((await bundle("const large = tf.zeros([100, 100]); large"))["text/plain"]).to.equal(
      "Tensor float32 [100, 100] 0, 0, 0, 0, 0, 0, 0, 0, ... (10000 values)",
    );
    expect((await bundle("large.dispose(); large"))["text/plain"]).to.match(/disposed/);
    expect(await cells.value("tf.memory().numTensors")).to.equal(before);
  });
});
