// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
import { expect } from "chai";
import { CellSession, plainly } from "../support/cell-session.ts";

/** A title, the cells, an expression that a last cell evaluates, and its value. */
type Row = readonly [title: string, cells: readonly string[], result: string, value: unknown];

/** What has to be the same whether it stands in cells or in one plain function. */
const likePlain: readonly Row[] = [
  ["a constant", ["const a: number = 1"], "a", 1],
  ["a variable without a value", ["let a: number | undefined", "a = 2"], "a", 2],
  ["several in one declaration", ["let a = 1, b = a + 1, c", "c = b"], "[a, b, c]", [1, 2, 2]],
  ["a definite assignment", ["let a!: string;", "a = 'x'"], "a", "x"],
  [
    "destructuring with defaults, renames, nesting and rest",
    ["const { a, b: { c = 3 }, d: [e, , f = 6, ...g], ...h }: any = { a: 1, b: {}, d: [4, 5, undefined, 7, 8], x: 9 }"],
    "[a, c, e, f, g, h]",
    [1, 3, 4, 6, [7, 8], { x: 9 }],
  ],
  [
    "computed keys in patterns",
    ["const key = 'k'", "const { [key]: v, [`${key}2`]: w = key } = { k: 1 } as any"],
    "[v, w]",
    [1, "k"],
  ],
  ["defaults that use names of the same pattern", ["const { a, b = a * 2 } = { a: 4 } as any"], "[a, b]", [4, 8]],
  ["swapping", ["let a = 1, b = 2", "[a, b] = [b, a]"], "[a, b]", [2, 1]],
  [
    "destructuring into names and members",
    ["let a, o: any = {}", "({ a, x: o.x, ...o.rest } = { a: 1, x: 2, y: 3 })"],
    "[a, o]",
    [1, { x: 2, rest: { y: 3 } }],
  ],
  ["shorthand defaults in an assignment", ["let a: any, b: any", "({ a = 5, b = a } = {} as any)"], "[a, b]", [5, 5]],
  ["shorthand properties", ["const a = 1, b = 2", "const o = { a, b, c: { a } }"], "o", { a: 1, b: 2, c: { a: 1 } }],
  [
    "object methods and accessors of the same name as a variable",
    ["let a = 1", "const o = { a() { return a }, get b() { return a + 1 } }"],
    "[o.a(), o.b]",
    [1, 2],
  ],
  [
    "update and compound assignment",
    ["let a = 1", "const b = [a++, ++a, a--, a -= 1, a **= 3, a <<= 2, a ||= 5, a &&= 6, a ??= 7]"],
    "[a, b]",
    [6, [1, 3, 3, 1, 1, 4, 4, 6, 6]],
  ],
  ["assignment as an expression", ["let a, b", "const c = (a = b = 3) + 1"], "[a, b, c]", [3, 3, 4]],
  ["big integers", ["let n = 1n", "n++; n *= 10n"], "String(n)", "20"],
  ["typeof of a name and of nothing", ["let a = 1"], "[typeof a, typeof nobody]", ["number", "undefined"]],
  ["delete of a member", ["const o: any = { a: 1 }, k = 'a'", "delete o[k]"], "o", {}],
  ["in and instanceof", ["class A {} const o = new A, k = 'z'"], "[o instanceof A, k in o]", [true, false]],
  [
    "functions before their place",
    ["const early = f(2); function f(x: number) { return x * g() } function g() { return 10 }"],
    "early",
    20,
  ],
  [
    "overloads",
    ["function f(a: string): string; function f(a: number): number; function f(a: any) { return a }"],
    "f(1) + f('x')",
    "1x",
  ],
  [
    "generators and async functions",
    [
      "function* g() { yield 1; yield* [2] } async function h() { return 3 } async function* i() { yield 4 }",
      "const all: any[] = [...g(), await h()]; for await (const x of i()) all.push(x)",
    ],
    "all",
    [1, 2, 3, 4],
  ],
  [
    "closures see later assignments",
    ["let n = 1; const get = () => n; function add() { n++ }", "n = 5", "add()"],
    "[n, get()]",
    [6, 6],
  ],
  [
    "closures of loops keep their own variable",
    ["const fs: any[] = []; for (let i = 0; i < 3; i++) fs.push(() => i)"],
    "fs.map((f) => f())",
    [0, 1, 2],
  ],
  [
    "calls without a this",
    ["function self(this: any) { return this === undefined }", "const o = { self }"],
    "[self(), (self)(), self!(), (self as any)(), self?.(), o.self()]",
    [true, true, true, true, true, false],
  ],
  [
    "calls of what parameters and blocks shadow",
    ["const f = () => 'outer'", "function g(f: any) { return f() }", "let r; { const f = () => 'block'; r = f() }"],
    "[f(), g(() => 'inner'), r]",
    ["outer", "inner", "block"],
  ],
  [
    "tagged templates",
    ["function tag(this: any, s: TemplateStringsArray, ...v: any[]) { return [this, s.raw[0], v] }", "const x = 7"],
    "tag`\\n${x}`",
    [undefined, "\\n", [7]],
  ],
  [
    "optional chains",
    ["const o: any = { f() { return this === o }, n: null }", "let u: any"],
    "[o?.f?.(), o.n?.x.y, u?.[u], u?.()]",
    [true, undefined, undefined, undefined],
  ],
  [
    "new with and without arguments",
    ["class P { constructor(public x = 3) {} }", "const make = () => P"],
    "[new P().x, new P(4).x, new (make())(5).x]",
    [3, 4, 5],
  ],
  ["for loops over var", ["for (var i = 0, s = 0; i < 4; i++) s += i"], "[i, s]", [4, 6]],
  ["for heads with a var without a value", ["for (var i, j = 0; j < 2; j++) i = j"], "[i, j]", [1, 2]],
  [
    "for-of and for-in over names",
    ["let x: any, k: any; const o: any = {}", "for (x of [1, 2]); for (k in { a: 1 }); for (o.y of [3]);"],
    "[x, k, o.y]",
    [2, "a", 3],
  ],
  [
    "for-of and for-in over var and patterns",
    ["for (var { a, b = a } of [{ a: 1 }] as any[]); for (var [c] of ['xy']); for (var d in { e: 1 });"],
    "[a, b, c, d]",
    [1, 1, "x", "e"],
  ],
  ["for-await", ["var last; for await (var x of [Promise.resolve(1), 2]) last = x"], "[last, x]", [2, 2]],
  [
    "while, do, continue and labels",
    [
      "let n = 0, m = 0; outer: while (true) { do { m++; if (m > 20) break outer; if (m % 3) continue outer } while (m < 9); n++ }",
    ],
    "[n, m]",
    [4, 21],
  ],
  [
    "var in blocks, branches, switches, try",
    [
      "if (true) var a = 1; else var a = 2; { var b = a } switch (b) { case 1: var c = 3 } try { throw 4 } catch (e) { var d = e } label: var e2 = 5",
    ],
    "[a, b, c, d, e2]",
    [1, 1, 3, 4, 5],
  ],
  ["var that is read before", ["const seen = typeof v; var v = 1; var v"], "[seen, v]", ["undefined", 1]],
  ["var without a value keeps what it has", ["for (let i = 0; i < 3; i++) { var v: any; v = (v ?? 0) + 1 }"], "v", 3],
  [
    "var in a function stays there",
    ["var v = 1; function f() { var v = 2; { var w = 3 } return v + w }"],
    "[v, f(), typeof w]",
    [1, 5, "undefined"],
  ],
  [
    "shadowing by parameters, also in their defaults",
    [
      "const a = 1",
      "function f(a: number, b = a, { c = a } = {}) { return [a, b, c] }",
      "const g = (x = a) => { const a = 9; return [x, a] }",
    ],
    "[f(5), g()]",
    [
      [5, 5, 5],
      [1, 9],
    ],
  ],
  [
    "shadowing by catch, with a pattern and without a name",
    [
      "let message = 'outer', seen; try { throw new Error('inner') } catch ({ message }) { seen = message } try { throw 1 } catch { seen += message }",
    ],
    "[message, seen]",
    ["outer", "innerouter"],
  ],
  [
    "shadowing by classes and named function expressions",
    [
      "let f = 1, A = 2",
      "const g = function f(n: number): any { return n ? f(n - 1) : typeof f }",
      "const B = class A { static me = A }",
    ],
    "[f, g(2), A, B.me === B]",
    [1, "function", 2, true],
  ],
  ["shadowing by arguments", ["let x = 1", "function f() { return arguments.length }"], "f.call(null, ...[1, 2])", 2],
  [
    "shadowing by let in a switch and by a for head",
    [
      "let i = 'outer', x = 'outer'; for (let i = 0; i < 1; i++) x += i; switch (1) { case 1: let i = 2; x += i } x += i",
    ],
    "x",
    "outer02outer",
  ],
  ["labels named as variables", ["let a = 0; a: for (;;) { a++; break a }"], "a", 1],
  [
    "members, keys and methods named as variables",
    [
      "let x = 1; const o: any = { x: 2, 'y': x, [x]: 3, z: { x } }; class C { x = x; static x() { return x } [x]() { return 4 } }",
    ],
    "[o.x, o.y, o[1], o.z.x, new C().x, C.x(), (new C() as any)[1]()]",
    [2, 1, 3, 1, 1, 1, 4],
  ],
  [
    "class fields, statics, privates, static blocks, getters",
    [
      "let log: any[] = []; class A { #p = 1; static s = A.name; static { log.push(this.s) } get p() { return this.#p } static #q() { return 5 } static q() { return A.#q() } has(o: any) { return #p in o } }",
    ],
    "[log, new A().p, A.q(), new A().has(new A())]",
    [["A"], 1, 5, true],
  ],
  [
    "inheritance across cells",
    [
      "class A { constructor(readonly n: number) {} twice() { return this.n * 2 } }",
      "class B extends A { constructor() { super(4) } override twice() { return super.twice() + 1 } }",
    ],
    "[new B().twice(), B.name]",
    [9, "B"],
  ],
  [
    "mixins",
    [
      "const mixin = (Base: any) => class extends Base { m() { return 'm' } }",
      "class A { a() { return 'a' } } class B extends mixin(A) {}",
    ],
    "[(new B() as any).m(), (new B() as any).a()]",
    ["m", "a"],
  ],
  [
    "abstract classes and implements",
    [
      "interface I { n: number } abstract class A implements I { abstract n: number; get m() { return this.n } } class B extends A { n = 3 }",
    ],
    "new B().m",
    3,
  ],
  ["accessors", ["class A { accessor x = 1; static accessor y = 2 }"], "[new A().x, A.y]", [1, 2]],
  ["enums", ["enum E { A, B = 5, C, D = B << 1, S = 's' }"], "[E.A, E[5], E.C, E.D, E.S]", [0, "B", 6, 10, "s"]],
  ["constant enums", ["const enum E { A = 1, B }"], "[E.B, (E as any)[1]]", [2, "A"]],
  [
    "enum members that use the enum and other names",
    ["const base = 3", "enum E { A = base, B = E.A + 1, C = A }"],
    "[E.A, E.B, E.C]",
    [3, 4, 3],
  ],
  ["merged enums", ["enum E { A } enum E { B = 1 }"], "[E.A, E.B]", [0, 1]],
  [
    "namespaces",
    [
      "namespace N { export const x = 1; let y = 2; export function f() { return x + y } export namespace M { export class C { z = x } } }",
    ],
    "[N.x, N.f(), new N.M.C().z, (N as any).y]",
    [1, 3, 1, undefined],
  ],
  [
    "namespaces with dots, merged and with functions",
    [
      "namespace A.B { export const x = 1 } namespace A.B { export const y = 2 } function f() { return f.extra } namespace f { export const extra = 3 }",
    ],
    "[A.B.x, A.B.y, f()]",
    [1, 2, 3],
  ],
  ["numbers as names of properties stay", ["let e = 1"], "[1e3, 0x1e, { e }.e]", [1000, 30, 1]],
  [
    "names with unicode and escapes",
    ["const \u03b1 = 1, \\u0062 = 2; let caf\u00e9 = b", "const o = { \u03b1, b }"],
    "[\u03b1, b, caf\u00e9, o]",
    [1, 2, 2, { "\u03b1": 1, b: 2 }],
  ],
  [
    "names of the script's own",
    ["let $ = 1, $cell = 2, $result = 3; const f = ($: number) => $ + $cell", "class $old { static v = $ }"],
    "[$, $cell, $result, f(5), $old.v]",
    [1, 2, 3, 7, 1],
  ],
  [
    "names of Object's prototype",
    ["let toString = 1, constructor = 2, hasOwnProperty = 3"],
    "[toString, constructor, hasOwnProperty]",
    [1, 2, 3],
  ],
  [
    "names of functions and classes",
    [
      "const a = () => {}, b = function () {}, c = class {}, d = (() => {}) as any; let e; e = async () => {}; let { f = () => {} } = {} as any; const [g = class {}] = [] as any[]; let h; h ??= () => {}; const i = function own() {}; class J {} function k() {}",
    ],
    "[a, b, c, d, e, f, g, h, i, J, k].map((x: any) => x.name)",
    ["a", "b", "c", "d", "e", "f", "g", "h", "own", "J", "k"],
  ],
  [
    "comma, void, conditional and template expressions",
    ["let a = 1, b = 2", "const c = (a, b), d = a ? b : c, e = `${a}${`${b}`}`, f = void a"],
    "[c, d, e, f]",
    [2, 2, "12", undefined],
  ],
  [
    "spread",
    ["const xs = [1, 2], o = { p: 1 }; const f = (...all: number[]) => all.length"],
    "[[...xs, 3], { ...o, q: 2 }, f(...xs, ...xs)]",
    [[1, 2, 3], { p: 1, q: 2 }, 4],
  ],
  ["regular expressions and division", ["let a = 8, g = 2"], "[/a/g.test('a'), a / g / 2]", [true, 2]],
  [
    "type assertions of every form",
    ["let a: any = 1; const b = <number>a, c = a as number, d = a!, e = a satisfies number, f = <T,>(x: T) => x"],
    "[b, c, d, e, f<number>(a), f!<number>(a)]",
    [1, 1, 1, 1, 1, 1],
  ],
  [
    "generics, this parameters and predicates",
    [
      "function is<T>(this: void, x: unknown, t: T): x is T { return x === t } const id = <K extends keyof any>(k: K) => k",
    ],
    "[is(1, 1), id('k')]",
    [true, "k"],
  ],
  [
    "awaits anywhere",
    [
      "const p = Promise.resolve(2); const a = (await p) + (await p); if (await p) { var b = [await p, { c: await p }] }",
    ],
    "[a, b]",
    [4, [2, { c: 2 }]],
  ],
  [
    "throwing and finally",
    [
      "const log: any[] = []; function f() { try { return 'try' } finally { log.push('finally') } } try { log.push(f()); throw 1 } catch (e) { log.push(e) } finally { log.push('end') }",
    ],
    "log",
    ["finally", "try", 1, "end"],
  ],
  [
    "lines without semicolons",
    [
      "let a = 1\nlet b\n(function () { b = 2 })()\nconst f = () => a\nf()\n;[a] = [3]\nlet t = a\n++b\nfunction g() { return f\n}\ng\n`x`",
    ],
    "[a, b, t]",
    [3, 3, 3],
  ],
  [
    "statements that start with a call after one without a semicolon",
    [
      "const log: any[] = []; const f = (x: any) => log.push(x)\nlet a = 1\nf(a)\nif (a) f(2)\nelse f(3)\ndo f(4)\nwhile (false)\nf(5)",
    ],
    "log",
    [1, 2, 4, 5],
  ],
  [
    "functions returning without semicolons",
    ["const f = () => 1\nfunction g(b: boolean) {\n  if (b) return\n  f()\n  throw f\n  f()\n}"],
    "[g(true), f()]",
    [undefined, 1],
  ],
];

/** What a plain function cannot do: names declared again, what a failing cell leaves, imports, the value of a cell. */
const cellsOnly: readonly Row[] = [
  [
    "a name declared again as every kind",
    [
      "const a = 1",
      "let a = 2",
      "function a() { return 3 }",
      "class a { static v = 4 }",
      "enum a { v = 5 }",
      "namespace a { export const v = 6 }",
      "var a = 7 as any",
      "const { a } = { a: 8 }",
    ],
    "a",
    8,
  ],
  [
    "a function of an earlier cell sees the new one",
    ["let rate = 1; const get = () => rate", "const rate = 2"],
    "get()",
    2,
  ],
  [
    "a class of an earlier cell keeps to itself",
    ["class A { make() { return new A() } }", "const old = new A()", "class A { fresh = true }"],
    "[old.make() instanceof A, 'fresh' in old.make()]",
    [false, false],
  ],
  ["a value that uses its own old one", ["let n = 1", "let n = globalThis.Number(1) + 1"], "n", 2],
  ["a var declared again without a value", ["var v: any = 1", "var v: any"], "v", undefined],
  [
    "exports",
    [
      "export const a = 1; export function f() { return a } export class C {} export enum E { X } export type T = number; export interface I {} export { a as b }; export type { T as U }",
    ],
    "[a, f(), C.name, E.X]",
    [1, 1, "C", 0],
  ],
  [
    "default exports",
    ["export default function f() { return 1 }", "export default class G { static v = 2 }"],
    "[f(), G.v]",
    [1, 2],
  ],
  ["export default of an expression", ["let a = 1; export default a + 1"], "a", 1],
  [
    "anonymous default exports",
    ["export default function () { return 1 }", "export default class {}", "export default interface T {}"],
    "1",
    1,
  ],
  ["export assignments", ["let a = 1; export = a"], "a", 1],
  [
    "using",
    [
      "const log: any[] = [], key = ((Symbol as any).dispose ??= Symbol.for('dispose')) as any; using a = { [key]() { log.push('a') } } as any, b = { [key]() { log.push('b') } } as any; log.push('in')",
      "",
    ],
    "[log, typeof a, typeof b]",
    [["in", "b", "a"], "object", "object"],
  ],
  [
    "await using",
    [
      "const log: any[] = [], key = ((Symbol as any).asyncDispose ??= Symbol.for('asyncDispose')) as any; { await using a = { async [key]() { await 0; log.push('closed') } } as any; log.push('in') } log.push('out')",
    ],
    "log",
    ["in", "closed", "out"],
  ],
  [
    "decorators",
    [
      "const seen: any[] = []; function dec(v: any, c: any) { seen.push(c.kind + ' ' + String(c.name)) } const make = (n: number) => (v: any, c: any) => { seen.push(n) }; const ns = { dec }",
      "@dec @make(1) @ns.dec class A { @dec m() {} @dec f = 1; @(make(2)) static get g() { return 3 } @ns.dec accessor x = 4 }",
      "@dec export class B {}",
      "export @dec class C {}",
    ],
    "[seen.length, seen.includes('method m'), seen.includes('class C'), new A().f, A.g, new A().x, B.name]",
    [9, true, true, 1, 3, 4, "B"],
  ],
  [
    "decorators that replace a class",
    ["const swap = (v: any) => class extends v { swapped = true } as any", "@swap class A { static me = () => A }"],
    "['swapped' in new A(), A.me() === A]",
    [true, true],
  ],
  [
    "types leave nothing",
    [
      "interface I { x: number } type T = I | string; declare const d: number; declare function f(): void; declare class K {} declare namespace Q { const z: number } declare global { var zzz: number } namespace Types { export interface X {} }",
    ],
    "[typeof I, typeof T, typeof d, typeof f, typeof K, typeof Q, typeof Types]",
    Array(7).fill("undefined"),
  ],
  ["ambient names are globals", ["declare const answer: number"], "answer", 42],
  [
    "import.meta",
    [""],
    "[import.meta.url, import.meta.filename, __dirname, typeof __filename]",
    ["file:///notebook/cell", "/notebook/cell", "/notebook", "string"],
  ],
  [
    "require",
    ["import fs = require('x'); import type t = require('y'); const { z = require } = {} as any"],
    "[fs, require('w'), z('v'), typeof require, { require }.require('u')]",
    ["required x", "required w", "required v", "function", "required u"],
  ],
  ["a name of Node's that a cell declares", ["const require = () => 'mine'"], "require()", "mine"],
  ["import aliases", ["namespace N { export namespace M { export const x = 1 } }", "import M = N.M"], "M.x", 1],
  ["hashbang", ["#!/usr/bin/env node\nconst a = 1"], "a", 1],
];

describe("A compiled cell", () => {
  before(() => Object.assign(globalThis, { answer: 42 }));
  after(() => Reflect.deleteProperty(globalThis, "answer"));

  for (const [title, cells, result, value] of likePlain) {
    it(`runs like plain code: ${title}`, async () => {
      expect(await new CellSession().value(...cells, result), "in cells").to.deep.equal(value);
      expect(await new CellSession().value([...cells, ""].join("\n;"), result), "in one cell").to.deep.equal(value);
      expect(await plainly(cells.join("\n;"), result), "in a function").to.deep.equal(value);
    });
  }

  for (const [title, cells, result, value] of cellsOnly) {
    it(`allows ${title}`, async () => {
      expect(await new CellSession().value(...cells, result)).to.deep.equal(value);
    });
  }
});

describe("The value of a cell", () => {
  const rows: readonly (readonly [code: string, value: unknown])[] = [
    ["1 + 1", 2],
    ["1 + 1;", 2],
    ["1; ; ;", 1],
    ["1 // a comment", 1],
    ["const a = 1", undefined],
    ["let a; a = 3", 3],
    ["'use strict'", "use strict"],
    ["await Promise.resolve(4)", 4],
    ["Promise.resolve(5)", 5],
    ["if (true) 6", undefined],
    ["7; function f() {}", undefined],
    ["8; type T = 1", undefined],
    ["export default 9", 9],
    ["1, 2", 2],
    ["(() => 3)()", 3],
    ["", undefined],
    ["// only a comment", undefined],
    ["void 0", undefined],
    ["{ a: 1 }", undefined],
    ["({ a: 1 }).a", 1],
    ["f(); function f() { return 1 }", undefined],
    ["function f() { return 1 }\nf()", 1],
    ["let n = 1\nn++", 1],
    ["`a${1}`", "a1"],
    ["3 as number", 3],
    ["import.meta.dirname", "/notebook"],
  ];
  for (const [code, value] of rows) {
    it(JSON.stringify(code), async () => expect(await new CellSession().value(code)).to.deep.equal(value));
  }

  it("waits for a promise, whose failure is the cell's", async () => {
    const session = new CellSession();
    const run = await session.run("Promise.reject(new Error('late'))");
    expect(run.error).to.have.property("message", "late");
  });
});

describe("What a failing cell leaves", () => {
  it("is everything that ran before, and word of it", async () => {
    const session = new CellSession();
    const { error, assigned } = await session.run(
      "let a = 1, b = 2; a = 5; function f() { return a }\nlet c = a, d = nothing(), e = 3; class K {}",
    );
    expect(error).to.be.instanceOf(ReferenceError);
    expect(assigned).to.have.members(["f", "a", "b", "c"]);
    expect(await session.value("[a, b, c, f(), typeof d, typeof K]")).to.deep.equal([
      5,
      2,
      5,
      5,
      "undefined",
      "undefined",
    ]);
  });

  it("includes an older value of what it did not come to", async () => {
    const session = new CellSession();
    await session.run("let data = [1]; var old = 2");
    const { error, assigned } = await session.run("throw new Error('stop'); const data = 0; var old = 3");
    expect(error).to.have.property("message", "stop");
    expect(assigned).to.deep.equal([]);
    expect(await session.value("[data, old]")).to.deep.equal([[1], 2]);
  });

  it("includes the assignments of a loop that throws", async () => {
    const session = new CellSession();
    await session.run("let n = 0, m = 0; for (let i = 0; ; i++) { n += i; if (n > 20) null!.x; m = n }");
    expect(await session.value("[n, m]")).to.deep.equal([21, 15]);
  });

  it("may be seen while it waits", async () => {
    const session = new CellSession();
    const running = session.run("let step = 1; await new Promise((r) => setTimeout(r, 5)); step = 2");
    expect(session.names).to.have.property("step", 1);
    await running;
    expect(session.names).to.have.property("step", 2);
  });
});

describe("What a cell tells of its assignments", () => {
  const rows: readonly (readonly [code: string, assigned: readonly string[]])[] = [
    ["const a = 1, { b, c: [d] } = { b: 1, c: [2] }; let e", ["a", "b", "d", "e"]],
    ["{ var x = 1; let y = 2 } for (var i = 0; i < 1; i++); function f() {}", ["x", "i", "f"]],
    [
      "class A {} enum E { X } namespace N { export const x = 1 } namespace T { export type U = 1 } export default class B {}",
      ["A", "E", "N", "B"],
    ],
    ["interface I {} type T = 1; declare const d: number; import type { X } from 'x'", []],
    ["const enum F { X } import r = require('r'); import alias = F", ["F", "r", "alias"]],
  ];
  for (const [code, names] of rows) {
    it(JSON.stringify(code), async () => {
      const { assigned, compiled } = await new CellSession().run(code);
      expect(new Set(assigned)).to.deep.equal(new Set(names));
      expect(new Set(compiled.assigns)).to.deep.equal(new Set(names));
    });
  }
});

describe("A cell that was interrupted while it waited", () => {
  const rows: readonly (readonly [title: string, code: string])[] = [
    ["after an await", "log.push('before'); await wait(); log.push('after')"],
    ["in a function", "const f = async () => { log.push('before'); const x = await wait(); log.push('after') }; f()"],
    ["in a for-await", "async function* g() { yield 1; yield wait(); } for await (const x of g()) log.push('before')"],
    [
      "in a loop that catches everything",
      "while (true) { try { log.push('before'); await wait(); log.push('after') } catch {} finally { log.push('finally') } }",
    ],
  ];
  for (const [title, code] of rows) {
    it(`does not go on ${title}`, async () => {
      const log: unknown[] = [];
      let release = () => {};
      const wait = () => new Promise<void>((resolve) => (release = resolve));
      const session = new CellSession({ globals: { log, wait } });
      void session.run(code);
      await new Promise((resolve) => setImmediate(resolve));
      session.stopped = true;
      release();
      await new Promise((resolve) => setImmediate(resolve));
      expect(log).to.deep.equal(["before"]);
    });
  }

  it("leaves the order of what waits as it is", async () => {
    const code =
      "const order: string[] = []; const go = async (name: string) => { for (let i = 0; i < 3; i++) { await null; order.push(name + i) } }; await Promise.all([go('a'), go('b'), (async () => { order.push('c'); await go('d') })()])";
    expect(await new CellSession().value(code, "order")).to.deep.equal(await plainly(code, "order"));
  });
});
