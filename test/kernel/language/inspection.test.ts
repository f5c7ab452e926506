import { expect } from "chai";
import type { Inspection } from "../../../lib/kernel/language/language.ts";
import { type Notebook, openNotebook } from "./notebook.ts";

/** The cursor in a piece of code is written as `|`. */
interface Case {
  readonly about: string;
  readonly code: string;
  readonly signature: string | RegExp;
  readonly documentation?: readonly string[];
  readonly source?: string | RegExp;
}

const add = `/**
 * Adds two numbers.
 *
 * @param left the first
 * @returns their sum
 * @example
 * add(1, 2)
 */
function add(left: number, right = 0): number {
  return left + right;
}`;

const cases: readonly Case[] = [
  { about: "a constant of an earlier cell", code: "li|mit", signature: "const limit: 10", source: "const limit = 10;" },
  { about: "a variable of an earlier cell", code: "ro|om + 1", signature: "let room: string", source: /room/ },
  {
    about: "a function with its documentation",
    code: "ad|d(1)",
    signature: "function add(left: number, right?: number): number",
    documentation: [
      "Adds two numbers.",
      "*@param* `left`",
      "the first",
      "*@returns*",
      "their sum",
      "*@example*",
      "add(1, 2)",
    ],
    source: /^function add\(left[\s\S]*right;\n\}$/,
  },
  { about: "a name at whose end the cursor stands", code: "add|", signature: /^function add\(/ },
  {
    about: "a method",
    code: "new Box().op|en()",
    signature: "(method) Box.open(): boolean",
    source: "open() { return true; }",
  },
  { about: "a class", code: "new Bo|x()", signature: /Box/, source: /^class Box \{/ },
  { about: "a type", code: "let x: Siz|e", signature: "type Size = 1 | 2", source: "type Size = 1 | 2;" },
  {
    about: "a name of the same cell",
    code: "const here = 's';\nhe|re",
    signature: 'const here: "s"',
    source: "const here = 's';",
  },
  { about: "a name in a cell that does not parse", code: "if (ad|d(", signature: /^function add\(/ },
  {
    about: "a call, inside its parentheses",
    code: "add(1, |",
    signature: "add(left: number, right?: number): number",
    documentation: ["Adds two numbers."],
  },
  { about: "a call right after the opening parenthesis", code: "add(|)", signature: /add\(left: number/ },
  {
    about: "a name of a local module",
    code: "help|er",
    signature: "const helper: 1",
    documentation: ["Helps."],
    source: "export const helper = 1;",
  },
  { about: "a name of Node", code: "proc|ess.pid", signature: /process/, source: /process/ },
  {
    about: "a global",
    code: "[1].ma|p",
    signature: /map<U>/,
    documentation: ["Calls a defined callback"],
    source: /^map<U>\(/,
  },
  {
    about: "a type whose name stands alone",
    code: "Siz|e",
    signature: "type Size = 1 | 2",
    source: "type Size = 1 | 2;",
  },
  { about: "an interface of a file", code: "Tool|", signature: "interface Tool", documentation: ["Is of use."] },
  {
    about: "a function of tfjs",
    code: "tf.tenso|r([1])",
    signature: /function tensor/,
    documentation: ["Creates a `tf.Tensor`"],
    source: /^declare function tensor|^export declare function tensor|function tensor/,
  },
];

describe("inspecting cells", function () {
  this.timeout(60_000);
  let notebook: Notebook;

  function inspect(marked: string, withSource: boolean): Promise<Inspection | undefined> {
    const offset = marked.indexOf("|");
    return notebook.language.inspect(marked.slice(0, offset) + marked.slice(offset + 1), offset, { withSource });
  }

  before(async () => {
    notebook = openNotebook();
    notebook.write(
      "helpers.ts",
      "/** Helps. */\nexport const helper = 1;\n/** Is of use. */\nexport interface Tool { a: 1 }\n",
    );
    for (const code of [
      "import * as tf from '@tensorflow/tfjs';",
      "const limit = 10; let room = 's';",
      add,
      "class Box { open() { return true; } }",
      "type Size = 1 | 2;",
      "import { helper, type Tool } from './helpers.ts';",
    ]) {
      expect(await notebook.errors(code)).to.deep.equal([]);
    }
  });
  after(() => notebook.close());

  for (const { about, code, signature, documentation = [], source } of cases) {
    it(`tells of ${about}`, async () => {
      const plain = await inspect(code, false);
      expect(plain?.signature ?? "").to.match(exactly(signature));
      expect(plain).not.to.have.property("source");
      for (const part of documentation) {
        expect(plain?.documentation).to.include(part);
      }
      if (source !== undefined) {
        expect((await inspect(code, true))?.source ?? "").to.match(exactly(source));
      }
    });
  }

  for (const code of ["|", "1 + |1", "// not| a name", "nobod|y.knows", "nobody|", "limit.Siz|e"]) {
    it(`has nothing to tell of "${code}"`, async () => {
      const found = await inspect(code, true);
      expect(found).to.equal(undefined);
    });
  }

  it("shows the source of a function whose cell was long ago and stands on others", async () => {
    await notebook.run("/** The first. */ function step0(x: number) { return x; }");
    for (let i = 0; i < 50; i++) {
      await notebook.run(
        `/** Number ${i + 1}. */\nfunction step${i + 1}(x: number) {\n  return step${i}(x) + ${i};\n}`,
      );
    }
    const found = await inspect("step5|0(1)", true);
    expect(found?.signature).to.equal("function step50(x: number): number");
    expect(found?.documentation).to.include("Number 50.");
    expect(found?.source).to.match(/^function step50\(x: number\) \{\n {2}return step49\(x\) \+ 49;\n\}$/);
    for (let i = 1; i <= 50; i++) {
      expect((await inspect(`step${i}|(1)`, true))?.source).to.include(`return step${i - 1}(x) + ${i - 1};`);
    }
    expect(await notebook.errors("const s: string = step50(1);")).to.have.length(1);
  });
});

function exactly(expected: string | RegExp): RegExp {
  return typeof expected === "string" ? new RegExp(`^${expected.replaceAll(/[()|?.*+{}[\]]/g, "\\$&")}$`) : expected;
}
