import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { type Notebook, openNotebook, packageRoot } from "./notebook.ts";

/** Cells in order, and what the last of them is told: the beginning of each error. */
interface Case {
  readonly about: string;
  readonly cells: readonly string[];
  readonly errors?: readonly string[];
}

const cases: readonly Case[] = [
  { about: "finds an error in a cell", cells: ["const x: number = 'a';"], errors: ["TS2322 at \"x\": Type 'string'"] },
  { about: "says nothing about names that are never used", cells: ["const x = 1; import fs from 'node:fs';"] },
  { about: "tells a name that nobody declares", cells: ["nobody + 1"], errors: ['TS2304 at "nobody": Cannot find'] },
  { about: "keeps a constant's type", cells: ["const x = 1;", "const s: string = x;"], errors: ["TS2322"] },
  { about: "lets a constant widen in a later cell", cells: ["const rate = 1;", "let r = rate; r = 2;"] },
  {
    about: "forbids the assignment of a constant of an earlier cell",
    cells: ["const x = 1;", "x = 2;"],
    errors: ["TS2588 at \"x\": Cannot assign to 'x' because it is a constant."],
  },
  {
    about: "forbids the assignment of a function of an earlier cell",
    cells: ["function f() {}", "f = f;"],
    errors: ["TS2630 at \"f\": Cannot assign to 'f' because it is a function."],
  },
  { about: "allows the assignment of a variable of an earlier cell", cells: ["let x = 1;", "x = 2; x += 1; x++;"] },
  { about: "keeps a variable's type", cells: ["let x = 1;", "x = 'a';"], errors: ["TS2322"] },
  { about: "keeps the type of a var", cells: ["var x = [1];", "x = ['a'];"], errors: ["TS2322"] },
  {
    about: "knows destructured names",
    cells: ["const { a, b: [c] } = { a: 1, b: ['x'] };", "a - c"],
    errors: ["TS2363"],
  },
  {
    about: "lets a list that is empty yet be filled and used in later cells",
    cells: ["const list = []; let other = [];", "list.push(1); list", "other = list.map((x) => x + 1); other.length"],
  },
  { about: "knows a variable that has no type yet", cells: ["let x;", "x = 3; x"] },
  {
    about: "keeps overloads of a function",
    cells: [
      "function f(a: string): 1; function f(a: number): 2; function f(a: any) { return a; }",
      "const x: 1 = f(3);",
    ],
    errors: ["TS2322"],
  },
  {
    about: "keeps a class with its type",
    cells: ["class C<T> { t?: T }", "const c: C<1> = new C<2>();"],
    errors: ["TS2322"],
  },
  {
    about: "lets a later class extend one",
    cells: ["class A { a = 1 }", "class B extends A { b = this.a }", "new B().a.x"],
    errors: ["TS2339"],
  },
  { about: "keeps an enum", cells: ["enum E { A, B }", "const e: E = E.C;"], errors: ["TS2339"] },
  {
    about: "keeps a namespace",
    cells: ["namespace N { export const a = 1; export type T = 2 }", "const t: N.T = N.a;"],
    errors: ["TS2322"],
  },
  {
    about: "keeps a namespace of types",
    cells: ["namespace N { export type T = 2 }", "const t: N.T = 1;"],
    errors: ["TS2322"],
  },
  { about: "keeps an interface", cells: ["interface I { a: 1 }", "const i: I = { a: 2 };"], errors: ["TS2322"] },
  { about: "keeps a type", cells: ["type T<A> = A[];", "const t: T<string> = [1];"], errors: ["TS2322"] },
  {
    about: "keeps an interface and a constant of one name",
    cells: ["interface M { a: 1 }\nconst M: M = { a: 1 };", "const m: M = M; m.a = 2;"],
    errors: ["TS2322"],
  },
  {
    about: "keeps what is declared to exist",
    cells: ["declare const outside: string;", "outside - 1"],
    errors: ["TS2362"],
  },
  {
    about: "lets a name become another kind",
    cells: ["const x = 1;", "class x { a = 1 }", "function x() { return 's' }", "const n: number = x();"],
    errors: ["TS2322"],
  },
  {
    about: "reads a constant from itself as TypeScript does",
    cells: ["const x = 1;", "const x = x + 1;"],
    errors: ["TS7022", "TS2448 at \"x\": Block-scoped variable 'x' used before its declaration."],
  },
  {
    about: "keeps the old meaning for who used it",
    cells: ["type T = 1;", "let x: T = 1;", "type T = 2;", "x = 2;"],
    errors: ["TS2322"],
  },
  {
    about: "tells types of one name apart by their cells",
    cells: ["class C { a = 1 }", "let c = new C();", "class C { b = 1 }", "c = new C();"],
    errors: ["TS2741 at \"c\": Property 'a' is missing in type 'In["],
  },
  { about: "checks with strict", cells: ["function f(x) { return x; }"], errors: ["TS7006"] },
  { about: "does not ask for checked indices", cells: ["const a = [1]; a[0].toFixed();"] },
  { about: "knows top-level await", cells: ["const x = await Promise.resolve(1);", "x.length"], errors: ["TS2339"] },
  { about: "knows decorators", cells: ["@((_: unknown, context: ClassDecoratorContext) => void context) class C {}"] },
  { about: "knows what Node 20 has", cells: ["const a = [2, 1].toSorted(); const b: string = a;"], errors: ["TS2322"] },
  {
    about: "does not know what a browser has",
    cells: ["document.title"],
    errors: ["TS2584 at \"document\": Cannot find name 'document'."],
  },
  {
    about: "knows Node's modules and globals",
    cells: ["import { join } from 'node:path'; join(1); process.pid; require('fs');"],
    errors: ["TS2345"],
  },
  {
    about: "knows the questions to the person",
    cells: ["const s: string | null = prompt('?', ''); const b: boolean = confirm('?'); alert(); s.length"],
    errors: ["TS18047"],
  },
  {
    about: "finds local modules",
    cells: ["import { h } from './helpers.ts'; import { h as same } from './helpers'; h.x; same"],
    errors: ["TS2339"],
  },
  {
    about: "knows an imported name later",
    cells: ["import { h } from './helpers.ts';", "h.toFixed(); h.x"],
    errors: ["TS2339"],
  },
  {
    about: "forbids the assignment of an import",
    cells: ["import { h } from './helpers.ts';", "h = 1;"],
    errors: ["TS2632"],
  },
  {
    about: "knows the values of JSON",
    cells: ["import data from './data.json';", "data.a.toFixed(); data.b"],
    errors: ["TS2339"],
  },
  {
    about: "knows a JSON import with attributes",
    cells: ["import data from './data.json' with { type: 'json' }; data.b"],
    errors: ["TS2339"],
  },
  {
    about: "finds a module that is imported on the way",
    cells: ["const { h } = await import('./helpers.ts'); h.x"],
    errors: ["TS2339"],
  },
  {
    about: "knows type-only imports",
    cells: ["import type { Shape } from './helpers.ts';", "const s: Shape = { sides: 'a' };"],
    errors: ["TS2322"],
  },
  {
    about: "finds the library",
    cells: ["import { createRandom } from 'llmlab/random';", "createRandom('x')"],
    errors: ["TS2345"],
  },
  {
    about: "finds chai",
    cells: ["import { expect } from 'chai';", "expect(1).to.equal(1); expect(1).to.nothing"],
    errors: ["TS2339"],
  },
  {
    about: "finds tslab",
    cells: ["import * as tslab from 'tslab';", "tslab.display.html('<b>'); tslab.nothing"],
    errors: ["TS2339 at \"nothing\": Property 'nothing' does not exist on type 'typeof import(\"tslab/"],
  },
  {
    about: "finds a package that has only exports",
    cells: ["import { decode } from 'fast-png';", "decode(1)"],
    errors: ["TS2345"],
  },
  {
    about: "finds tfjs",
    cells: ["import * as tf from '@tensorflow/tfjs';", "const t = tf.tensor([1]);", "const s: string = t.add(1);"],
    errors: ["TS2322 at \"s\": Type 'Tensor<Rank>'"],
  },
  {
    about: "knows a type of tfjs",
    cells: [
      "import type { Tensor } from '@tensorflow/tfjs';",
      "import * as tf from '@tensorflow/tfjs';",
      "const t: Tensor = tf.scalar(1); t.x",
    ],
    errors: ["TS2339"],
  },
  {
    about: "takes a package in CommonJS as its default",
    cells: ["import MagicString from 'magic-string'; new MagicString('x').foo"],
    errors: ["TS2339"],
  },
  { about: "says nothing of an unchecked cell", cells: ["// @ts-nocheck\nconst x: number = 'a';"] },
  {
    about: "knows the names of an unchecked cell",
    cells: ["// @ts-nocheck\nconst x = 'a' - 1; const y = 's';", "x + 1; y - 1"],
    errors: ["TS2362"],
  },
  {
    about: "tells a name that a module does not have, where the cell imports it",
    cells: ["import { join } from 'node:path';", "const a = 1;\nimport { join, nothing } from 'node:path';"],
    errors: ["TS2305 at \"nothing\": Module '\"node:path\"' has no exported member 'nothing'."],
  },
  {
    about: "tells a module that cannot be found, where the cell imports it",
    cells: ["import { join } from 'node:path'; import x from 'not-there'; x;"],
    errors: ["TS2307 at \"'not-there'\": Cannot find module 'not-there'"],
  },
  {
    about: "tells a type that is used as a value",
    cells: ["import type { Stats } from 'node:fs'; new Stats();"],
    errors: ['TS1361 at "Stats"'],
  },
  {
    about: "tells a type of an earlier cell that is used as a value",
    cells: ["import { type Stats, statSync } from 'node:fs'; const s: Stats = statSync('.');", "new Stats(); s.x"],
    errors: ['TS1361 at "Stats"', "TS2339"],
  },
  {
    about: "does not join the lines around an import",
    cells: ["let f = 1\nimport { join } from 'node:path'\n(f + 1).toFixed()\njoin('a')"],
  },
  {
    about: "knows the default of a module of Node",
    cells: ["import fs from 'node:fs'; import * as all from 'node:fs';", "fs.x; all.y; all.readFileSync"],
    errors: ["TS2339", "TS2339"],
  },
  {
    about: "knows a name under another",
    cells: ["import { join as put, default as path } from 'node:path';", "put(1); path.x"],
    errors: ["TS2345", "TS2339"],
  },
  {
    about: "takes names that a cell exports itself",
    cells: ["export const x = 1; const y = 's'; export { y };", "x - y"],
    errors: ["TS2363"],
  },
  {
    about: "lets a cell change the globals",
    cells: ["declare global { interface Array<T> { total(): T } }", "[1].total().x"],
    errors: ["TS2339"],
  },
  {
    about: "lets a cell change the globals in another way",
    cells: ["declare global { var g: number }", "declare global { var g: string }", "g = 1;"],
    errors: ["TS2322"],
  },
];

describe("checking cells", function () {
  this.timeout(60_000);
  let notebook: Notebook;

  before(async () => {
    notebook = openNotebook();
    notebook.write("helpers.ts", "export const h = 1; export interface Shape { sides: number }\n");
    notebook.write("data.json", '{ "a": 1 }');
  });
  after(() => notebook.close());
  beforeEach(() => notebook.language.reset());

  for (const { about, cells, errors = [] } of cases) {
    it(about, async () => {
      for (const cell of cells.slice(0, -1)) {
        expect(await notebook.errors(cell), cell).to.deep.equal([]);
      }
      const found = await notebook.errors(cells.at(-1) ?? "");
      expect(found, found.join("\n")).to.have.length(errors.length);
      errors.forEach((start, index) => {
        expect(found[index]?.startsWith(start), `${found[index]} begins with ${start}`).to.equal(true);
      });
    });
  }

  it("takes JavaScript that has no declarations as it comes, in packages and beside the notebook", async () => {
    const other = openNotebook();
    mkdirSync(join(other.folder, "node_modules", "untyped"), { recursive: true });
    other.write("node_modules/untyped/package.json", '{ "name": "untyped", "main": "index.js" }');
    other.write("node_modules/untyped/index.js", "exports.f = (x) => x;");
    other.write("plain.mjs", "export const g = 1;");
    try {
      expect(await other.errors('import { f } from "untyped"; import { g } from "./plain.mjs"; f(g);')).to.deep.equal(
        [],
      );
      expect(await other.errors("f(g).anything;")).to.deep.equal([]);
      expect(await other.errors('import * as all from "untyped"; all.f("x");')).to.deep.equal([]);
    } finally {
      await other.close();
    }
  });

  it("tells of type errors in the learner's own files, to the cells that import or use them", async () => {
    const other = openNotebook();
    other.write("top.ts", "import { low } from './low';\nexport const top: number = low;\n");
    other.write("low.ts", "export const low = 1;\n");
    try {
      expect(await other.errors("import { top } from './top.ts';")).to.deep.equal([]);
      other.write("low.ts", "// 1\nexport const low: number = 'a';\n");
      const [fault, ...more] = await other.run("const twice = top * 2;");
      expect(more).to.deep.equal([]);
      expect(fault).to.deep.include({ code: 2322, message: "Type 'string' is not assignable to type 'number'." });
      expect(fault?.file?.name).to.equal("low.ts");
      expect(fault?.file?.code.slice(fault.start, fault.end)).to.equal("low");
      expect(await other.errors("const unrelated = 1;")).to.deep.equal([]);
      expect(await other.run("// @ts-nocheck\ntop;")).to.deep.equal([]);
      other.write("low.ts", "// @ts-nocheck\nexport const low: number = 'a';\n");
      expect(await other.errors("const twice = top * 2;")).to.deep.equal([]);
    } finally {
      await other.close();
    }
  });

  it("says the whole chain of reasons, and what is meant elsewhere", async () => {
    await notebook.run("interface Box { side: { length: number } }");
    const [chain] = await notebook.errors("const inner = { length: 's' }; const box: Box = { side: inner };");
    expect(chain).to.include("Type '{ length: string; }' is not assignable to type '{ length: number; }'.");
    expect(chain).to.include("Type 'string' is not assignable to type 'number'.");
    const [related] = await notebook.errors("const other: Box = { side: { length: 's' } };");
    expect(related).to.include("The expected type comes from property 'length'");
  });

  it("names the cell where two types share a name", async () => {
    await notebook.run("class Same { private a = 1 }");
    await notebook.run("const old = new Same();");
    await notebook.run("class Same { private a = 1 }");
    const [message] = await notebook.errors("const now: Same = old;");
    expect(message).to.match(/In\[\d+\]\.Same/);
    expect(message).not.to.include("llmlab-cell");
  });

  it("counts positions in UTF-16 units, over several lines and after an emoji", async () => {
    const code = "const a = '\u{1F600}\u{1F600}';\r\nconst b = 1;\n  const c: number = '\u{1F600}' + a;";
    expect(await notebook.errors(code)).to.deep.equal([
      "TS2322 at \"c\": Type 'string' is not assignable to type 'number'.",
    ]);
  });

  it("leaves no trace in the folder", async () => {
    await notebook.run("const x = 1;");
    expect(readdirSync(notebook.folder).sort()).to.deep.equal(["data.json", "helpers.ts"]);
  });

  it("keeps only the names that a failed cell has assigned, and its types", async () => {
    await notebook.run(
      "const a = 1; throw new Error(); const b = 2; type T = 3; interface I { i: 4 } import type { Shape } from './helpers.ts';",
      ["a"],
    );
    expect(
      await notebook.errors("a; const t: T = 3; const i: I = { i: 4 }; const s: Shape = { sides: 3 };"),
    ).to.deep.equal([]);
    expect(await notebook.errors("b")).to.deep.equal(["TS2304 at \"b\": Cannot find name 'b'."]);
  });

  it("keeps the old meaning of a name that a failed cell did not reach", async () => {
    await notebook.run("const x = 's';");
    await notebook.run("throw new Error(); const x = 1;", []);
    expect(await notebook.errors("x.length")).to.deep.equal([]);
  });

  it("forgets every name when it is reset", async () => {
    await notebook.run("const x = 1;");
    notebook.language.reset();
    expect(await notebook.errors("x")).to.have.length(1);
  });

  it("sees a local file as it is now, and one that it imports", async () => {
    notebook.write("outer.ts", "export { inner } from './inner.ts';\n");
    notebook.write("inner.ts", "export const inner = 1;\n");
    await notebook.run("import { inner } from './outer.ts';");
    expect(await notebook.errors("inner.toFixed()")).to.deep.equal([]);
    notebook.write("inner.ts", "export const inner = 'a string now';\n");
    expect(await notebook.errors("inner.toFixed()")).to.have.length(1);
    expect(await notebook.errors("inner.length")).to.deep.equal([]);
    rmSync(join(notebook.folder, "inner.ts"));
    rmSync(join(notebook.folder, "outer.ts"));
  });

  it("sees a local file that did not exist before", async () => {
    const code = "import { late } from './late'; late.toFixed();";
    expect((await notebook.errors(code))[0]).to.match(/^TS2307/);
    notebook.write("late.ts", "export const late = 1;\n");
    expect(await notebook.errors(code)).to.deep.equal([]);
    rmSync(join(notebook.folder, "late.ts"));
    expect((await notebook.errors(code))[0]).to.match(/^TS2307/);
  });

  it("works in a folder with an unusual name, reached by a link, and with a configuration of its own", async () => {
    const odd = join(notebook.folder, "a b@c #1 %20 caf\u00e9 \u{1F600}");
    mkdirSync(odd);
    notebook.write(join(basename(odd), "near.ts"), "export const near = 1;\n");
    notebook.write(join(basename(odd), "tsconfig.json"), '{ "compilerOptions": { "strict": false }, "files": [] }');
    const link = join(notebook.folder, "link");
    symlinkSync(odd, link);
    const other = openNotebook({ folder: link });
    try {
      expect(
        await other.errors("import { near } from './near.ts'; const f = (x: string | null) => x; f(null);"),
      ).to.deep.equal([]);
      expect(await other.errors("f(null).length; near.x")).to.have.length(2);
      expect((await other.language.inspect("f", 1, { withSource: true }))?.source).to.include("x: string | null");
      notebook.write(join(basename(odd), "near.ts"), "export const near = { x: 1 };\n");
      expect(await other.errors("near.x")).to.deep.equal([]);
    } finally {
      await other.close();
      rmSync(link);
      rmSync(odd, { recursive: true });
    }
  });

  it("prefers the packages of the notebook's own folder", async () => {
    const home = join(notebook.folder, "node_modules", "chai");
    mkdirSync(home, { recursive: true });
    notebook.write("node_modules/chai/package.json", '{ "name": "chai", "version": "1.0.0", "types": "own.d.ts" }');
    notebook.write("node_modules/chai/own.d.ts", "export declare const own: 1;\n");
    const other = openNotebook({ folder: notebook.folder });
    try {
      expect(await other.errors("import { own } from 'chai'; const s: 1 = own;")).to.deep.equal([]);
    } finally {
      await other.close();
      rmSync(join(notebook.folder, "node_modules"), { recursive: true });
    }
  });

  it("works in the checkout's own folder of notebooks, whatever configuration lies there", async () => {
    const course = openNotebook({ folder: join(packageRoot, "notebooks") });
    try {
      expect(
        await course.errors(
          "import { createRandom } from 'llmlab/random'; createRandom(1); const unused = [1][2] + 1;",
        ),
      ).to.deep.equal([]);
    } finally {
      await course.close();
    }
  });
});
