// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
import { expect } from "chai";
import { completeness } from "../../../lib/kernel/cell/completeness.ts";

describe("Completeness", () => {
  const complete = [
    "",
    "  ",
    "// a comment",
    "/* a comment */",
    "1 + 1",
    "x",
    "function f() {}",
    "if (x) y",
    "const a = `t ${1}\n`",
    "for (const a of b) {\n  c(a);\n}",
    "a = /[/(]/",
    "async",
    "await f()",
    "({ a: 1 })",
    "class A { m() {} }",
    "let s = '(' // {",
    "type A = {\n  b: string;\n}",
  ];
  for (const code of complete) {
    it(`has what it needs: ${JSON.stringify(code)}`, () => {
      expect(completeness(code)).to.deep.equal({ status: "complete" });
    });
  }

  const invalid = [
    "x y",
    "}",
    ")",
    "let x = ;",
    "'abc",
    "'abc\nx",
    "foo(1 2",
    "const a = 1; const a = 2",
    "return 1",
    "1 +* 2",
    "a => {}}",
    "/[/",
    "let x = 08n;",
    "class { }",
  ];
  for (const code of invalid) {
    it(`is wrong whatever follows: ${JSON.stringify(code)}`, () => {
      expect(completeness(code)).to.deep.equal({ status: "invalid" });
    });
  }

  const incomplete: readonly (readonly [code: string, indent: string])[] = [
    ["function f() {", "  "],
    ["function f(", "  "],
    ["f(", "  "],
    ["f(1,", "  "],
    ["[", "  "],
    ["({", "  "],
    ["({ a:", "  "],
    ["[1,\n  2,", "  "],
    ["x = [\n  [1, 2],\n  [3, 4],", "  "],
    ["function f() {\n  return 1;", "  "],
    ["function f() {\n  if (x) {", "    "],
    ["function f() {\n  if (x) {\n    y();\n  }", "  "],
    ["function f() {\n    if (x) {", "        "],
    ["function f() {\n\tif (x) {", "\t\t"],
    ["class A {", "  "],
    ["class A {\n  m() {\n  }\n", "  "],
    ["if (x)", "  "],
    ["if (x) // why", "  "],
    ["if (x) { } else", "  "],
    ["while (x)", "  "],
    ["for (const a of b)", "  "],
    ["do", "  "],
    ["do {} while", ""],
    ["try {}", ""],
    ["switch (x) {\n  case 1:", "    "],
    ["1 +", "  "],
    ["1 + // one", "  "],
    ["a &&", "  "],
    ["a =\n  b +", "  "],
    ["a ? b :", "  "],
    ["const x =", "  "],
    ["const f = () =>", "  "],
    ["x.", "  "],
    ["xs.map((x) => {", "  "],
    ["xs\n  .map((x) => {", "    "],
    ["import {", "  "],
    ["import { a } from", "  "],
    ["interface A {", "  "],
    ["type A =", "  "],
    ["let x:", "  "],
    ["enum E {", "  "],
    ["@dec", ""],
    ["`text", ""],
    ["  `text ${1} more", ""],
    ["f(`a\n  b", ""],
    ["`${f(", "  "],
    ["/* a", " "],
    ["/**\n * a", " "],
    ["f(/* a", ""],
    ["'abc\\", ""],
    ["new", "  "],
    ["x = y /", "  "],
    ["f('}', /[}]/,", "  "],
  ];
  for (const [code, indent] of incomplete) {
    it(`wants more: ${JSON.stringify(code)}`, () => {
      expect(completeness(code)).to.deep.equal({ status: "incomplete", indent });
    });
  }

  it("wants more at every line of a program but its last", () => {
    const program = [
      "function greet(names: string[]) {",
      "  const words = names.map((name) => {",
      "    const text = `Hello ${",
      "      name.trim()",
      "    }!`;",
      "    return text;",
      "  });",
      "  /* join",
      "     them */",
      "  return words.join(",
      "    ', ',",
      "  );",
      "}",
    ];
    for (let lines = 1; lines < program.length; lines++) {
      expect(completeness(program.slice(0, lines).join("\n")).status, `${lines} lines`).to.equal("incomplete");
    }
    expect(completeness(program.join("\n")).status).to.equal("complete");
  });
});
