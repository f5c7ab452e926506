import { expect } from "chai";
import { outlineCell } from "../../../lib/kernel/cell/outline-cell.ts";
import { CellSession } from "../support/cell-session.ts";

/** Ways to nest, each so many levels deep. */
const nests: Readonly<Record<string, (depth: number) => string>> = {
  parentheses: (depth) => `${"(".repeat(depth)}1${")".repeat(depth)}`,
  arrays: (depth) => "[".repeat(depth) + "]".repeat(depth),
  blocks: (depth) => "{".repeat(depth) + "}".repeat(depth),
  functions: (depth) => "function f() {".repeat(depth) + "}".repeat(depth),
  arrows: (depth) => `${"a => ".repeat(depth)}1`,
  assignments: (depth) => `${"globalThis.a = ".repeat(depth)}1`,
  templates: (depth) => `${"`${".repeat(depth)}1${"}`".repeat(depth)}`,
  types: (depth) => `let x: ${"A<".repeat(depth)}B${">".repeat(depth)}`,
  negations: (depth) => `${"!".repeat(depth)}1`,
  conditions: (depth) => `${"0 ? 1 : ".repeat(depth)}2`,
  "else if": (depth) => `${"if (0) {} else ".repeat(depth)}{}`,
};

describe("A cell that nests deep", () => {
  for (const [kind, nest] of Object.entries(nests)) {
    it(`runs or is refused, and never ends the process: ${kind}`, async () => {
      expect(outlineCell(nest(50)), "a little").to.have.property("outline");
      for (const depth of [1_000, 20_000, 100_000]) {
        const result = outlineCell(nest(depth));
        if ("fault" in result) expect(result.fault.message).to.match(/nests too deep/);
        else await new CellSession().run(nest(depth));
      }
    }).timeout(60_000);
  }

  it("may have long chains", async () => {
    expect(await new CellSession().value(`1${" + 1".repeat(3_000)}`)).to.equal(3_001);
    expect(await new CellSession().value(`"ab"${".concat('c')".repeat(1_000)}.length`)).to.equal(1_002);
    expect(await new CellSession().value(`${"if (0) 1; else ".repeat(800)}var x = 2\nx`)).to.equal(2);
  });

  it("may be a hundred thousand characters of data", async () => {
    const rows = Array.from({ length: 4_000 }, (_, n) => `{ id: ${n}, name: "((((((" }`);
    const code = `const rows = [${rows.join(",\n")}]\nrows.length`;
    expect(code.length).to.be.greaterThan(100_000);
    expect(await new CellSession().value(code)).to.equal(4_000);
  });

  it("may recurse as deep as any function", async () => {
    const session = new CellSession();
    await session.run("function depth(n: number): number { return n === 0 ? 0 : 1 + depth(n - 1) }");
    expect(await session.value("depth(5_000)")).to.equal(5_000);
    expect((await session.run("depth(1e9)")).error).to.be.instanceOf(RangeError);
    expect(await session.value("depth(10)")).to.equal(10);
  });
});
