import { expect } from "chai";
import { repositoryRoot } from "../../../scripts/setup/context.mjs";
import { runTestPython } from "../../support/python.ts";

/** Values of Python, and what they are to be in TypeScript. */
const values: [python: string, typescript: unknown][] = [
  ["None", null],
  ["True", true],
  ["False", false],
  ["-5", -5],
  ["2**53 - 1", Number.MAX_SAFE_INTEGER],
  ["2**53 + 1", 2n ** 53n + 1n],
  ["-2**64", -(2n ** 64n)],
  ["1e20", 1e20],
  ["0.1", 0.1],
  ["5e-324", 5e-324],
  ["float('nan')", Number.NaN],
  ["float('-inf')", Number.NEGATIVE_INFINITY],
  [`"quotes \\" ' \` and \\\\ \\n \\t \\r \\0 \\x7f"`, "quotes \" ' ` and \\ \n \t \r \0 \x7f"],
  [
    `"\${x} // no comment </script> 😀 \\u2028 \\u2029 \\ufeff"`,
    `\${x} // no comment </script> 😀 \u2028 \u2029 \ufeff`,
  ],
  [`"a lone \\ud800"`, "a lone \ud800"],
  ["[1, 'a', [None, {'b': 2}], []]", [1, "a", [null, { b: 2 }], []]],
  [`{"a b": 1, "it's": {}, "1": 2, 3: "x"}`, { "a b": 1, "it's": {}, 1: 2, 3: "x" }],
  ["{'__proto__': 1}", JSON.parse('{ "__proto__": 1 }')],
  ["__import__('datetime').date(2020, 1, 2)", "2020-01-02"],
];

function translate(expression: string): string[] {
  const program = `
import json
from papermill.execute import papermill_engines  # what papermill itself imports; the translator comes with it
from papermill.translators import translate_parameters, papermill_translators
def codify(parameters, comment="Parameters", kernel="llmlab"):
    return translate_parameters(kernel, "typescript", parameters, comment)
def refusal(name):
    try:
        return codify({name: 1})
    except Exception as error:
        return str(error)
print(json.dumps(${expression}))`;
  const { status, stdout, stderr } = runTestPython(["-c", program], { cwd: repositoryRoot });
  expect(status, stderr).to.equal(0);
  return JSON.parse(stdout);
}

describe("papermill's parameters in TypeScript", () => {
  let cells: string[] = [];
  before(() => {
    cells = translate(`[
      *[codify({"value": value}) for value in [${values.map(([python]) => python).join(", ")}]],
      codify({"seed": 7, "größe": "x", "$a": True}, "Two\\nlines\\u2028of comment"),
      codify({"seed": 7}, kernel="deno"),
      *[refusal(name) for name in ["class", "a-b", "1a", ""]],
      "|".join("/".join(map(str, found)) for found in papermill_translators.find_translator("", "typescript").inspect(
        {"source": "// sizes\\nconst seed: number = 7; // the seed\\nlet url = \\"http://x\\";\\nvar n=3\\nf(1);"})),
    ]`);
  }).timeout(60_000);

  values.forEach(([python, expected], index) => {
    it(`are the same value as ${python}`, () => {
      const code = cells[index] ?? "";
      expect(code).to.match(/^\/\/ Parameters\nlet value = .*;\n$/);
      // In this realm, so that its objects are equal to those expected.
      expect(new Function(`${code}return value;`)()).to.deep.equal(expected);
    });
  });

  it("are variables, with every line of the comment commented", () => {
    expect(cells[values.length]).to.equal(
      '// Two\n// lines\n// of comment\nlet seed = 7;\nlet größe = "x";\nlet $a = true;\n',
    );
  });

  it("come by the language too, in another TypeScript kernel", () => {
    expect(cells[values.length + 1]).to.equal("// Parameters\nlet seed = 7;\n");
  });

  ["class", "a-b", "1a", ""].forEach((name, index) => {
    it(`are refused under the name "${name}"`, () => {
      expect(cells[values.length + 2 + index]).to.match(
        new RegExp(`^Cannot set the parameter "${name}": TypeScript cannot have a variable of that name; use letters`),
      );
    });
  });

  it("are listed with type, default and comment by papermill --help-notebook", () => {
    expect(cells.at(-1)).to.equal('seed/number/7/the seed|url/None/"http://x"/|n/None/3/');
  });
});
