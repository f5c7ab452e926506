// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
import vm from "node:vm";
import { expect } from "chai";
import { lineAndColumn } from "../../../lib/kernel/cell/code-frame.ts";
import { CellSession } from "../support/cell-session.ts";

/**
 * Cells whose last one throws where `@` stands. The cells before it run first; what throws may be in one of them.
 * A call is at fault at its name, `new` at the word, as in V8.
 */
const marked: readonly (readonly [title: string, cells: readonly string[]])[] = [
  ["on the first line", ["@throw_; function f() {}"]],
  ["after types", ["const a: Record<string, number> = {}, b: number = 1 as number; throw @new Error('x')"]],
  ["behind several statements", ["let a = 1;\nlet b = a;\n  if (b) {\n    throw @new Error('x');\n  }"]],
  ["in a hoisted function", ["const x = 1;\nf();\nfunction f(): never {\n\n  throw @new Error('x');\n}"]],
  ["in a function of another cell", ["const x = 1;\nfunction f(n: number) {\n  return n.y.@z;\n}", "f(x)"]],
  ["in a call of a name", ["let f: any = 1;", "const y = 2;   @f(y)"]],
  [
    "in a call behind a declaration",
    ["let f: any = 1; const { a, ...b }: { a: number; b?: number } = { a: 1 }; const z = @f(a, b)"],
  ],
  ["in a method call", ["const o: any = { p: {} };\no.p.@q(1, 2)"]],
  ["in an argument", ["const o: any = {}, f = (...all: any[]) => all;\nf(1, o, o.@missing(), 2)"]],
  ["after an emoji", ["const s = '\u{1F600}\u{1F600}'; throw @new Error(s)"]],
  ["after a template over lines", ["const s = `a\n${1 + 1}\n  b`; throw @new Error(s)"]],
  ["inside a template", ["const o: any = {};\nconst s = `one ${1}\n  two ${o.@nope()} three`"]],
  [
    "after an enum, a namespace and an interface",
    ["enum E { A, B = 3 }\nnamespace N { export const x = E.A }\ninterface I { y: number }\nthrow @new Error('x')"],
  ],
  ["inside a namespace", ["namespace N {\n  export const o: any = {};\n  o.@nope();\n}"]],
  ["in an enum", ["const f: any = undefined;\nenum E {\n  A = 1,\n  B = @f(),\n}"]],
  [
    "in a constructor",
    [
      "class A {\n  private x: number;\n  constructor(y: number) {\n    this.x = y;\n    throw @new Error('x');\n  }\n}",
      "new A(1)",
    ],
  ],
  ["in a field", ["class A {\n  a = 1;\n  b = (null as any).@c;\n}\nnew A()"]],
  ["in a static block", ["class A {\n  static { throw @new Error('x'); }\n}"]],
  ["in a getter across cells", ["class A { get x(): never { throw @new Error('x') } }", "const a = new A()", "a.x"]],
  [
    "in a decorated method",
    [
      "function d(v: any, c: any) {}\nclass A {\n  @d m() { throw @new Error('x') }\n}\nnew A().m()".replace(
        "@d",
        "\u0000d",
      ),
    ],
  ],
  ["in an arrow with an expression", ["const f = (o: any) => o.a.b.@c;", "f({ a: {} })"]],
  ["in a callback", ["const xs = [1, 2, 3];\nxs.map((x) => {\n  if (x > 1) throw @new RangeError('x');\n});"]],
  [
    "in a loop over names",
    ["let n = 0, o: any = null;\nfor (let i = 0; i < 10; i++) {\n  n += i;\n  if (n > 9) o.@x;\n}"],
  ],
  ["in a loop over var", ["let o: any = null;\nfor (var i = 0; i < 10; i++) if (i > 5) o.@x;"]],
  [
    "in a loop with a post-increment",
    ["let n = 0, o: any = null;\nwhile (true) { const m = n++ + n--; n++; if (m > 5) o.@x }"],
  ],
  ["after an await", ["await Promise.resolve(1);\nconst r = await Promise.resolve(2);\nthrow @new Error(String(r))"]],
  ["in an awaited function", ["async function f() {\n  await 0;\n  throw @new Error('x');\n}\nawait f()"]],
  ["in a generator", ["function* g() {\n  yield 1;\n  throw @new Error('x');\n}\n[...g()]"]],
  ["in a catch and a finally", ["try { throw 1 }\ncatch (e) { throw @new Error('x') }\nfinally { }"]],
  ["in the result", ["const o: any = { a: 1 };\no.a.b.@c"]],
  ["in a result over lines", ["const o: any = { f() { return null } };\no\n  .f()\n  @.g()"]],
  ["in an export", ["export const o: any = {};\nexport default o.x.@y"]],
  [
    "behind an import that is moved to the front",
    ["let a = 1;\nimport fs = require('fs');\nimport type { T } from 't';\nthrow @new Error('x')"],
  ],
  ["in a chain with an assertion", ["const o: any = { a: null };\n(o as any)!.a!.@b"]],
  ["in a switch", ["switch (1 as number) {\n  case 1:\n    throw @new Error('x');\n}"]],
  ["in a default of a parameter", ["function f(a: any, b = a.@c) {}\nf(null)".replace("a.@c", "a.@c")]],
  ["in a default of a pattern", ["const { a = (null as any).@b } = {} as any"]],
  ["in a spread", ["const xs: any = 1;\nconst f = (...a: any[]) => a;\nf(...[], ...@xs)"]],
  ["behind tabs and carriage returns", ["let a = 1;\r\n\tlet b = 2;\r\n\t\tthrow @new Error('x');\r\n"]],
  ["in a tagged template", ["let tag: any;\nconst s = tag@`x${1}`"]],
  ["in a new of a name", ["let C: any = 1;\nconst c = @new C(1)"]],
];

describe("The place of an error", () => {
  for (const [title, cells] of marked) {
    it(title, async () => {
      const session = new CellSession();
      const texts = cells.map((cell) => cell.replace(/@(?!d )/, "").replaceAll("\u0000", "@"));
      const cell = cells.findIndex((text) => text.includes("@"));
      const offset = cells[cell]?.indexOf("@") ?? 0;
      let error: unknown;
      let places: unknown;
      for (const text of texts) ({ error, places } = await session.run(text));
      expect(error, "an error").to.be.instanceOf(Error);
      const place = { cell: cell + 1, ...lineAndColumn(texts[cell] ?? "", offset) };
      expect(places, String((error as Error).stack)).to.deep.include(place);
      expect((places as unknown[])[0]).to.deep.equal(place);
    });
  }
});

describe("Every frame of a stack", () => {
  const programs: readonly string[] = [
    "function a(n) {\n  if (n === 0) throw new Error('deep');\n  return   a(n - 1);\n}\nconst o = { m() { return a(2) + 1; } };\nclass K { static s = () => o.m(); get g() { return  K.s(); } }\n[1].map((x) => new K().g);",
    "const f = (x) => x(  );\nfunction g() { f(() => h(1, 2)) }\nfunction h(p, q) { return undefined.r }\nfor (let i = 0; i < 1; i++) { if (i === 0) { g(); } }",
    "let o={f(){return null}};\no\n  .f()\n  .g()",
    "let o={f(){return null}};\no.f()[3]",
    "let o={f(){return null}};\no\n  .f().g",
    "let o={};\no.f.g.h",
    "let o={};\no.f(\n).g",
    "let o={f:1};\no.f\n()",
    "let o={f:1};\no\n[1]\n()",
    "let o={f:1};\n[...o]",
    "let o={f:1}; let {a:{b}} = o",
    "let o={f:1}; for (const x of o);",
    "let o={f:1}; o.f.g.h = 3",
    "null.x = 3",
    "let o=null; o.x++",
    "let o=null; o.x += 1; o[1]",
    "let o=null; o\n[1]",
    "nope = 1",
    "nope + 1",
    "1 + nope",
    "new (class { constructor() { this.a.b.c } })",
    "1n + 1",
    "({}) in 1",
    "Symbol() + ''",
    "throw new Error('x')",
    "throw\tError('x')",
    "JSON.parse('{')",
    "[].reduce((a) => a)",
    "let f = () => { throw new Error('a') };\n(() => f())()",
    "null[Symbol.iterator]",
    "(void 0)()",
    "let f; f(1,\n  2)",
    "let C; new C",
    "let a; a.b.c ??= 1",
    "const f = (x) => { if (x) { return x.y.z } };\nf(1)",
    "let p, q; [p, q] = null",
    "for (const { a } of [null]) ;",
    "let x = {}; x.a.b`t`",
    "async function f() { await null; null.x }\nawait f()",
    "let f = 3;\n  f\n    ()",
    "class A { #p; static g(o) { return o.#p } }\nA.g({})",
    "let i = 0; for (;;) { i += 1; if (i > 3) i.a.b }",
    "for (var k = 0; ; k++) if (k > 2) throw new Error(k)",
    "decodeURIComponent('%')",
  ];
  for (const [index, code] of programs.entries()) {
    it(`stands where it stands in plain code, program ${index + 1}: ${code.split("\n")[0]}`, async () => {
      const { places } = await new CellSession().run(code);
      let stack = "";
      try {
        await vm.runInThisContext(`(async function () { "use strict";\n${code}\n})`, { filename: "/notebook/plain" })();
      } catch (error) {
        stack = (error as Error).stack ?? "";
      }
      const plain = [...stack.matchAll(/\/plain:(\d+):(\d+)/g)].map(([, line, column]) => ({
        cell: 1,
        line: Number(line) - 1,
        column: Number(column),
      }));
      expect(plain).not.to.be.empty;
      expect(places).to.deep.equal(plain);
    });
  }
});
