// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { expect } from "chai";
import { ModuleSession } from "../../support/module-session.ts";

/** Set to run these tests on another Node: LLMLAB_TEST_NODE=/path/to/node. */
const node = process.env.LLMLAB_TEST_NODE;

describe("The modules of a notebook", function () {
  this.timeout(30_000);
  let session: ModuleSession;
  beforeEach(() => {
    session = new ModuleSession(node ? { node } : {});
  });
  afterEach(() => session.close());

  describe("imports", () => {
    it("give TypeScript files, with or without their ending, in folders and as .js", async () => {
      session.write(
        "helpers.ts",
        "export enum E { A = 3 }\nexport const f = (x: number): string => `f${x}`;\nexport default 4;",
      );
      session.write("sub/index.ts", "import { f } from '../helpers';\nexport type T = number; export const g = f(2);");
      session.write("old.ts", "export const h = 5;");
      const code =
        "import d, { E, f as func } from './helpers.ts'; import * as all from './helpers'; import { g } from './sub'; import { h } from './old.js';";
      expect(await session.value(code, "[d, E.A, func(1), all.f === func, g, h]")).to.deep.equal([
        4,
        3,
        "f1",
        true,
        "f2",
        5,
      ]);
    });

    it("give a file's names to files that import types without saying so", async () => {
      session.write("types.ts", "export interface T { x: number } export const value = 1;");
      session.write("uses.ts", "import { T, value } from './types';\nexport const t: T = { x: value };");
      expect(await session.value("import { t } from './uses'; import { T } from './types'; t")).to.deep.equal({ x: 1 });
    });

    it("give JSON with and without attributes", async () => {
      session.write("data.json", '{ "a": [1] }');
      session.write("reads.ts", "import data from './data.json'; export const a = data.a;");
      const code =
        "import plain from './data.json'; import marked from './data.json' with { type: 'json' }; import { a } from './reads';";
      expect(await session.value(code, "[plain, marked, a]")).to.deep.equal([{ a: [1] }, { a: [1] }, [1]]);
    });

    it("perform what is only there for its effects, and not what is only there for types", async () => {
      session.write(
        "effect.ts",
        "(globalThis as any).count = ((globalThis as any).count ?? 0) + 1; export const x = 1; export type T = 1;",
      );
      const count = "(globalThis as any).count ?? 0";
      expect(
        await session.value("import type { T } from './effect'; import { type T as U } from './effect';", count),
      ).to.equal(0);
      expect(await session.value("import './effect';", count)).to.equal(1);
      expect(await session.value("import { x } from './effect';", count)).to.equal(1);
      expect(await session.value("import type { Q } from './not-there'; 1")).to.equal(1);
    });

    it("find packages from the notebook's folder first, then from llmlab's", async () => {
      session.write("node_modules/mine/package.json", '{ "name": "mine", "main": "index.cjs" }');
      session.write("node_modules/mine/index.cjs", "exports.who = 'mine'");
      session.write("node_modules/magic-string/package.json", '{ "name": "magic-string", "main": "index.cjs" }');
      session.write("node_modules/magic-string/index.cjs", "exports.who = 'nearer'");
      session.write("helper.ts", "import { expect } from 'chai'; export const is = typeof expect;");
      const code =
        "import { who } from 'mine'; import * as near from 'magic-string'; import { expect } from 'chai'; import { is } from './helper'; import { createRandom } from 'llmlab/random';";
      expect(await session.value(code, "[who, near.who, typeof expect, is, typeof createRandom]")).to.deep.equal([
        "mine",
        "nearer",
        "function",
        "function",
        "function",
      ]);
    });

    it("give every name of a CommonJS package, and its default as TypeScript sees it", async () => {
      session.write(
        "node_modules/hidden/index.js",
        "const all = {}; for (const n of ['a', 'b']) all[n] = n; module.exports = all;",
      );
      session.write(
        "node_modules/flagged/index.js",
        "exports.__esModule = true; exports.default = 'd'; exports.x = 'x';",
      );
      session.write(
        "node_modules/func/index.js",
        "module.exports = function f() { return 'f' }; module.exports.prop = 1;",
      );
      const code =
        "import { a } from 'hidden'; import * as hidden from 'hidden'; import whole from 'hidden'; import d, { x } from 'flagged'; import f, { prop } from 'func';";
      expect(await session.value(code, "[a, hidden.b, whole.a, d, x, f(), prop]")).to.deep.equal([
        "a",
        "b",
        "a",
        "d",
        "x",
        "f",
        1,
      ]);
      expect(await session.value("import * as again from 'hidden'; again === hidden")).to.equal(true);
    });

    it("give a CommonJS package the same to cells, helpers and require, and a package of two kinds its ESM", async () => {
      session.write("node_modules/plain/package.json", '{ "name": "plain", "main": "main.js" }');
      session.write(
        "node_modules/plain/main.js",
        "Object.defineProperty(exports, '__esModule', { value: true }); exports.state = {}; exports.default = 'd';",
      );
      session.write(
        "node_modules/both/package.json",
        '{ "name": "both", "exports": { "import": "./b.mjs", "require": "./b.js" } }',
      );
      session.write("node_modules/both/b.mjs", "export const kind = 'esm';");
      session.write("node_modules/both/b.js", "exports.kind = 'cjs';");
      session.write("same.ts", "import { state } from 'plain'; export const theirs: unknown = state;");
      const code =
        "import { theirs } from './same.ts'; import d, { state } from 'plain'; import * as plain from 'plain'; import { kind } from 'both';";
      expect(
        await session.value(code, "[d, state === theirs, plain.state === require('plain').state, kind]"),
      ).to.deep.equal(["d", true, true, "esm"]);
      expect(await session.value("(await import('plain')) === plain")).to.equal(true);
    });

    it("give built-in modules, dynamic imports, import.meta and require", async () => {
      session.write("h.ts", "export const x: number = 1;");
      session.write("c.cts", "const y: number = 2; export = { y };");
      session.write("j.json", "[3]");
      expect(
        await session.value(
          "import { join } from 'node:path'; import fs from 'fs'; [join('a', 'b'), typeof fs.readFileSync]",
        ),
      ).to.deep.equal(["a/b", "function"]);
      expect(await session.value("(await import('./h.ts')).x + (await import('./h')).x")).to.equal(2);
      expect(
        await session.value(
          "import h = require('./h.ts'); [h.x, require('./h').x, require('./c.cts').y, require('./j.json')[0], typeof require('chai').expect]",
        ),
      ).to.deep.equal([1, 1, 2, 3, "function"]);
      expect(await session.value("[import.meta.dirname, __dirname, import.meta.resolve('./h.ts')]")).to.deep.equal([
        session.folder,
        session.folder,
        `file://${session.folder}/h.ts`,
      ]);
    });

    it("load a module once", async () => {
      session.write("state.ts", "export const state = { n: 0 };");
      session.write("a.ts", "import { state } from './state'; state.n++; export const a = 1;");
      session.write("b.ts", "import { state } from './state.js'; state.n++; export const b = 1;");
      expect(
        await session.value(
          "import { a } from './a'; import { b } from './b'; import { state } from './state.ts'; state.n",
        ),
      ).to.equal(2);
    });
  });

  describe("after an edit", () => {
    it("are new in names of earlier cells, in functions and in dynamic imports", async () => {
      session.write("h.ts", "export const f = () => 'old'; export default 1;");
      await session.value("import d, { f as g } from './h'; import * as all from './h'; const call = () => g();");
      session.write("h.ts", "export const f = () => 'newer'; export default 22;");
      expect(await session.value("[d, g(), call(), all.f(), (await import('./h.ts')).f === g]")).to.deep.equal([
        22,
        "newer",
        "newer",
        "newer",
        true,
      ]);
    });

    it("are new where the edited file is imported by others, and nowhere else", async () => {
      session.write("deep.ts", "export const deep = 'old';");
      session.write("middle.ts", "import { deep } from './deep'; export const middle = () => deep;");
      session.write(
        "top.ts",
        "import { middle } from './middle'; import { state } from './state'; export const top = () => middle() + state.n++;",
      );
      session.write("state.ts", "export const state = { n: 0 };");
      await session.value("import { top } from './top'; import { state } from './state'; top(); top()");
      session.write("deep.ts", "export const deep = 'newer';");
      expect(await session.value("[top(), state.n]")).to.deep.equal(["newer2", 3]);
    });

    it("keep packages and files that were saved without a change", async () => {
      session.write("node_modules/counter/index.js", "let n = 0; exports.next = () => ++n;");
      session.write("h.ts", "import { next } from 'counter'; export const loaded = next();");
      expect(await session.value("import { loaded } from './h'; loaded")).to.equal(1);
      await new Promise((resolve) => setTimeout(resolve, 10));
      session.write("h.ts", "import { next } from 'counter'; export const loaded = next();");
      expect(await session.value("loaded")).to.equal(1);
      session.write("h.ts", "import { next } from 'counter'; export const loaded = next() * 10;");
      expect(await session.value("loaded")).to.equal(20);
    });

    it("leave a name alone that a cell has given another value", async () => {
      session.write("h.ts", "export const a = 1, b = 1;");
      await session.value("import { a, b } from './h';", "const a = 'mine'");
      session.write("h.ts", "export const a = 2, b = 22;");
      expect(await session.value("[a, b]")).to.deep.equal(["mine", 22]);
    });

    it("are new for JavaScript, JSON and require too", async () => {
      session.write("m.mjs", "export const x = 1;");
      session.write("d.json", "1");
      session.write("c.cjs", "exports.x = 1;");
      session.write("r.ts", "export const x: number = 1;");
      await session.value(
        "import { x } from './m.mjs'; import d from './d.json'; import { x as c } from './c.cjs'; const r = require('./r').x",
      );
      session.write("m.mjs", "export const x = 22;");
      session.write("d.json", "22");
      session.write("c.cjs", "exports.x = 22;");
      session.write("r.ts", "export const x: number = 22;");
      expect(await session.value("[x, d, c, require('./r').x, require('./c.cjs').x]")).to.deep.equal([
        22, 22, 22, 22, 22,
      ]);
    });

    it("stop the next cell while they are broken, and go on when they are mended", async () => {
      session.write("h.ts", "export const f = () => 1;");
      await session.value("import { f } from './h'; const kept = 5;");
      session.write("h.ts", "export const f = () => ;\n");
      for (let times = 0; times < 2; times++) {
        const { name, message } = await session.error("kept");
        expect(name).to.equal("SyntaxError");
        expect(message).to.contain("Unexpected token in h.ts, line 1, column 24\n\n> 1 | export const f = () => ;");
      }
      session.write("h.ts", "export const f = () => 333;");
      expect(await session.value("[f(), kept]")).to.deep.equal([333, 5]);
      session.write("h.ts", "export const g = () => 1;");
      expect((await session.error("f()")).message).to.equal('Cannot import { f } from "./h": it exports g');
      expect(await session.value("kept")).to.equal(5);
    });

    it("find a file that was not there before", async () => {
      session.write("h.ts", "import { late } from './late'; export const h = late;");
      expect((await session.error("import { h } from './h'")).message).to.contain('Cannot import "./late"');
      expect((await session.error("import { late } from './late'")).message).to.contain('Cannot import "./late"');
      session.write("late.ts", "export const late = 7;");
      expect(await session.value("import { h } from './h'; import { late } from './late'; [h, late]")).to.deep.equal([
        7, 7,
      ]);
    });

    it("load a module again that threw", async () => {
      session.write("h.ts", "throw new Error('not yet'); export const h = 1;");
      expect((await session.error("import { h } from './h'")).message).to.equal("not yet");
      session.write("h.ts", "export const h = 1;");
      expect(await session.value("import { h } from './h'; h")).to.equal(1);
    });
  });

  describe("that cannot be imported", () => {
    it("say what was looked for and what would work", async () => {
      session.write("helpers.ts", "export const f = 1;");
      const messages: Record<string, RegExp> = {
        "import './helper'":
          /^Cannot import "\.\/helper": there is no helper\.ts or helper\/index\.ts in .*; there is ".*helpers\.ts"$/,
        "import './nowhere/x.ts'": /^Cannot import "\.\/nowhere\/x\.ts": there is no folder .*nowhere$/,
        "import 'helpers'":
          /^Cannot import "helpers": no package has that name; write "\.\/helpers" for the file beside/,
        "import 'chia'":
          /^Cannot import "chia": no package of that name is in reach of .*"npm install chia" in that folder adds it$/,
        "import 'llmlab/tensors'":
          /^Cannot import "llmlab\/tensors": llmlab has no such part; it has "llmlab\/tensor"$/,
        "import { typo } from './helpers'; typo": /^Cannot import \{ typo \} from "\.\/helpers": it exports f$/,
        "await import('./gone.ts')": /^Cannot import "\.\/gone\.ts": there is no gone\.ts/,
        "require('gone')": /^Cannot import "gone": no package of that name/,
        "import 'chai/nope'": /chai/,
      };
      for (const [code, message] of Object.entries(messages))
        expect((await session.error(code)).message, code).to.match(message);
      expect((await session.error("let a = 1;\nimport './gone'")).stack).to.match(/cell-\d+/);
    });

    it("show where an error is in the TypeScript", async () => {
      const source =
        "interface Wide {\n  a: number;\n}\n\nexport function boom(w: Wide): never {\n  throw new Error(`at ${w.a}`);\n}\n";
      session.write("h.ts", source);
      const { stack = "", mapped } = await session.error("import { boom } from './h'; boom({ a: 1 })");
      expect(mapped?.source).to.equal(source);
      const [, line, column] = /h\.ts[^:]*:(\d+):(\d+)/.exec(stack) ?? [];
      const place = originalPositionFor(new TraceMap(mapped?.map ?? ""), {
        line: Number(line),
        column: Number(column) - 1,
      });
      expect(place).to.include({ line: 6, column: 8 });
    });
  });
});
