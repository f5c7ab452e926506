import { expect } from "chai";
import { CellRunner } from "../../support/cell-runner.ts";

/** What a cell may throw, with the name and the message that it gets. */
const thrown: readonly (readonly [string, string, string | RegExp])[] = [
  ['"text"', "Thrown", "'text'"],
  ["undefined", "Thrown", "undefined"],
  ["null", "Thrown", "null"],
  ["5", "Thrown", "5"],
  ["{ a: 1 }", "Thrown", "{ a: 1 }"],
  ["Symbol('s')", "Thrown", "Symbol(s)"],
  ["() => 1", "Thrown", /Function/],
  ["Object.create(null)", "Thrown", /null prototype/],
  ["Object.freeze(new RangeError('frozen'))", "RangeError", "frozen"],
  ["Object.assign(new Error('a'), { name: 'Named' })", "Named", "a"],
  ["new (class Own extends TypeError {})('mine')", "Own", "mine"],
  ["new Error()", "Error", ""],
  ["new Error('multi\\nline')", "Error", "multi\nline"],
  ["new Error('\\u001b[31mred\\u001b[0m')", "Error", "red"],
  ["new Error('x'.repeat(1_000_000))", "Error", /^x{20000} \.\.\. \(980000 more characters\)$/],
  ["new Proxy(new Error('x'), { get() { throw 1; } })", "Error", /.*/],
  ["{ get stack() { throw 1; }, get message() { throw 1; } }", "Thrown", /Getter/],
  ["Object.defineProperty(new Error('x'), 'message', { get() { throw 1; } })", "Error", ""],
  ["Object.defineProperty(new Error('x'), 'stack', { get() { throw 1; } })", "Error", "x"],
  ["Object.assign(new Error('x'), { stack: 5 })", "Error", "x"],
  ["new DOMException('gone', 'AbortError')", "AbortError", "gone"],
];

describe("what a cell throws", function () {
  this.timeout(20_000);
  let cells: CellRunner;
  before(() => {
    cells = new CellRunner();
  });
  after(() => cells.close());

  for (const [code, ename, evalue] of thrown) {
    it(`is told where it is ${code.slice(0, 60)}`, async () => {
      const error = await cells.error(`throw ${code};`);
      expect(error.ename).to.equal(ename);
      if (typeof evalue === "string") expect(error.evalue).to.equal(evalue);
      else expect(error.evalue).to.match(evalue);
      const text = error.traceback.join("\n");
      expect(text).to.include(`${ename}${error.evalue === "" ? "" : ": "}`);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
      expect(text).not.to.match(/\u001b/);
    });
  }

  it("is told with its causes, once each, and the errors that it gathers", async () => {
    const { traceback } = await cells.error(
      "const inner = new TypeError('inner'); const outer = new Error('outer', { cause: inner }); Object.assign(inner, { cause: outer }); throw new AggregateError([outer, new RangeError('other')], 'many');",
    );
    const text = traceback.join("\n");
    expect(text).to.match(
      /AggregateError: many[\s\S]*- Error: outer[\s\S]*Caused by TypeError: inner[\s\S]*- RangeError: other/,
    );
    expect(text.match(/Error: outer/g)?.length).to.be.lessThan(4);
  });
});
