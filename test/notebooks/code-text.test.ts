import { expect } from "chai";
import { codeOnly, codeTokens } from "../../scripts/notebooks/code-text.ts";

describe("codeOnly", () => {
  const cases: [string, string, string][] = [
    ["the example of its documentation", 'f("a.b"); // g()', 'f("   ");       '],
    ["a quote within the other quotes", `f("it's", 'a "b"');`, `f("    ", '     ');`],
    ["an escaped quote", String.raw`f("a\"b");`, 'f("    ");'],
    ["a comment sign in a string", 'f("http://a");', 'f("        ");'],
    ["a quote in a comment", "/* don't */ f();", "            f();"],
    ["lines of a block comment", "/* a\nb */f();", "    \n    f();"],
    ["the code in a template", `\`a \${b} c\``, `\`  \${b}  \``],
    ["a template in a template", `\`a \${f(\`b\`)}\` + c`, `\`  \${f(\`b\`)}\` + c`],
    ["a quote in a regular expression", `x = /["']/.test(y) + "z";`, `x = /    /.test(y) + " ";`],
    ["a division", "a / b / 'c'", "a / b / ' '"],
  ];
  for (const [what, source, expected] of cases) {
    it(`understands ${what}`, () => expect(codeOnly(source)).to.equal(expected));
  }
});

describe("codeTokens", () => {
  it("says what each token is and where it starts", () => {
    expect(codeTokens('f("a"); // b')).to.deep.equal([
      { kind: "string", text: '"a"', index: 2 },
      { kind: "comment", text: "// b", index: 8 },
    ]);
  });
});
