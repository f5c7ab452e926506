// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
import { expect } from "chai";
import type { CellOutline } from "../../../lib/kernel/cell/cell.ts";
import { outlineCell } from "../../../lib/kernel/cell/outline-cell.ts";

function outline(code: string): CellOutline {
  const result = outlineCell(code);
  if ("fault" in result) throw new Error(`${result.fault.message} at ${result.fault.start}`);
  return result.outline;
}

function fault(code: string) {
  const result = outlineCell(code);
  if ("outline" in result) throw new Error(`no fault in ${code}`);
  return result.fault;
}

describe("The declarations of a cell", () => {
  const rows: readonly (readonly [code: string, declared: string])[] = [
    ["const a = 1, { b, c: [d] } = x; let e; var f", "const a, const b, const d, let e, var f"],
    [
      "function g() { var inner; } async function* h() {} class C {} abstract class D {}",
      "function g, function h, class C, class D",
    ],
    [
      "enum E { A } const enum F { B } namespace N {} namespace A.B {} module M {}",
      "enum E, enum F, namespace N, namespace A, namespace M",
    ],
    ["interface I {} type T<X> = X", "interface I, type T"],
    [
      "{ var a = 1; let b } for (var c of d) { if (c) var e = 1 } try { var f } catch { var g } switch (1) { case 1: var h } label: var i",
      "var a, var c, var e, var f, var g, var h, var i",
    ],
    [
      "export const a = 1; export default function f() {} export { a as z }; export type T = 1; export * from 'm'",
      "const a, function f, type T",
    ],
    ["export default class {}; export default 1", ""],
    [
      "declare const d: number; declare function f(): void; declare class K {} declare namespace Q {} declare module 'm' {} declare global {}",
      "const d, function f, class K, namespace Q",
    ],
    ["using u = x; await using v = y", "const u, const v"],
    ["function f(a: string): void; function f(a: number): void; function f(a: any) {}", "function f"],
    ["interface A {} class A {} namespace A { export const x = 1 }", "class A"],
    ["type T = 1; const T = 2", "const T"],
    ["import x = N.y", "const x"],
    ["for (let i = 0; ;) {} for (const { p } of q) {} { class R {} function s() {} enum T {} }", ""],
  ];
  for (const [code, declared] of rows) {
    it(JSON.stringify(code), () => {
      expect(
        outline(code)
          .declarations.map(({ kind, name }) => `${kind} ${name}`)
          .join(", "),
      ).to.equal(declared);
    });
  }

  it("tell where imported names come from", () => {
    const code =
      "import a, { b as c, type D, 'e f' as g } from 'm'; import * as h from './h.ts'; import type I from 'i';" +
      " import j from './j.json' with { type: 'json' }; import k = require('k'); import type { L } from 'l'; import 'side'";
    const origins = outline(code).declarations.map(({ name, kind, origin }) => {
      const { specifier, imported, typeOnly, attributes } = origin ?? {};
      return [name, kind, specifier, imported, typeOnly, ...Object.entries(attributes ?? {}).flat()].join(" ");
    });
    expect(origins).to.deep.equal([
      "a import m default false",
      "c import m b false",
      "D import m D true",
      "g import m e f false",
      "h import ./h.ts * false",
      "I import i default true",
      "j import ./j.json default false type json",
      "k import k * false",
      "L import l L true",
    ]);
  });
});

describe("The references of a cell", () => {
  const rows: readonly (readonly [code: string, references: string])[] = [
    ["const a = b + c.d[e]; f(a).g = h", "b c e f h"],
    ["({ i, j: k, [l]: m, n() {} })", "i k l m"],
    ["({ a: b.c, d = e } = f)", "b d e f"],
    ["function f(p = q, { r = s }) { return p + r + t + f + arguments }", "q s t"],
    ["const g = function own() { own }; class A extends B { x = y; #z = A; [w]() { this.v } }", "B w y"],
    ["try { a } catch ({ b, c = d }) { b + c }", "a d"],
    ["for (const i of is) { i } for (let j = k; ; ) j; for (l in m);", "is k l m"],
    ["label: for (;;) { break label } import.meta.x; new.target", ""],
    ["switch (a) { case b: let c = d; c }", "a b d"],
    ["enum E { A = x, B = A, C = E.A }", "x"],
    ["namespace N { const a = b; export type T = U; a; N }", "U b"],
    ["let x: T<U['v'], typeof w.z> & { [k: string]: Q; y(p: R): p is S }", "Q R S T U w"],
    ["type A<B> = B extends (infer C)[] ? C : D; interface E<F> extends G<F> { h: F }", "D G"],
    ["type M = { [K in keyof O as `x${K}`]?: O[K] }; type N = [label: P, ...Q[]]", "O P Q"],
    ["function f<T extends U>(x: T): asserts x is V {} let y: (a: W) => a", "U V W a"],
    ["class A<T> implements I<T>, J.K { constructor(private x: L) {} }", "I J L"],
    ["x as T; <U>y; z!; w satisfies V; f<W>()", "T U V W f w x y z"],
    ["@dec @d2(x) class A { @d3 m() {} }", "d2 d3 dec x"],
    ["tag`a ${b}`; `${c}`; import('d', e); await g; (void 0)?.[h]", "b c e g h tag"],
    ["import x = N.y; let z: import('m').T<U>", "N U"],
    ["interface Only {} Only", "Only"],
    ["declare global { interface Array<T> { mine: Mine<T> } }", "Mine"],
    ["export { a }; export default b", "b"],
    ["undefined; NaN; globalThis", "NaN globalThis undefined"],
  ];
  for (const [code, references] of rows) {
    it(JSON.stringify(code), () => {
      const found = [...outline(`async () => {};${code}`.replace(/new\.target/, "0")).references];
      expect(found.sort().join(" ")).to.equal(references);
    });
  }
});

describe("The outline of a cell", () => {
  it("knows a cell that opts out of checks by its first comment", () => {
    expect(outline("// @ts-nocheck\nx").unchecked).to.equal(true);
    expect(outline("/* @ts-nocheck */ x").unchecked).to.equal(true);
    expect(outline("// about this\n// @ts-nocheck because\nx").unchecked).to.equal(true);
    expect(outline("x // @ts-nocheck").unchecked).to.equal(false);
    expect(outline("'// @ts-nocheck'").unchecked).to.equal(false);
  });

  const faults: readonly (readonly [code: string, message: string, text: string])[] = [
    ["let x = ;", "Unexpected token", ";"],
    ["const a = 1; const a = 2", "Identifier `a` has already been declared", "a"],
    ["return 3", "A 'return' statement can only be used within a function body", "return"],
    ["delete x", "Delete of an unqualified identifier in strict mode", "x"],
    ["'abc", "Unterminated string", "'abc"],
    ["const \u{1F600} = 1", "Invalid Character `\u{1F600}`", "\u{1F600}"],
  ];
  for (const [code, message, text] of faults) {
    it(`finds the fault of ${JSON.stringify(code)}`, () => {
      const found = fault(code);
      expect(found.message).to.equal(message);
      expect(code.slice(found.start, found.end)).to.contain(text === "x" ? "" : text);
    });
  }

  it("counts faults in UTF-16 units", () => {
    const code = "const s = '\u{1F600}';\nlet x = ;";
    expect(fault(code).start).to.equal(code.lastIndexOf(";"));
  });
});
