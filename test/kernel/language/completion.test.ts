import { expect } from "chai";
import type { Completions } from "../../../lib/kernel/language/language.ts";
import { type Notebook, openNotebook } from "./notebook.ts";

/** The cursor in a piece of code is written as `|`. */
interface Case {
  readonly about: string;
  readonly code: string;
  /** Completions that are there, each with its kind: `name: kind`. */
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
  /** What the code is when the first of them is taken. */
  readonly taken: string;
}

const cases: readonly Case[] = [
  { about: "a name of an earlier cell", code: "coun|", has: ["counter: variable"], hasNot: ["tf"], taken: "counter|" },
  {
    about: "a function of an earlier cell",
    code: "const z = shou|",
    has: ["shout: function"],
    taken: "const z = shout|",
  },
  { about: "a class of an earlier cell", code: "new Ani|", has: ["Animal: class"], taken: "new Animal|" },
  { about: "a type of an earlier cell", code: "let x: Siz|", has: ["Size: type"], taken: "let x: Size|" },
  {
    about: "a name of the same cell",
    code: "const localName = 1;\nlocalN|",
    has: ["localName: variable"],
    taken: "const localName = 1;\nlocalName|",
  },
  { about: "a name while upper and lower case differ", code: "COUN|", has: ["counter: variable"], taken: "counter|" },
  {
    about: "members after a dot",
    code: "pet.|",
    has: ["sound: field", "speak: method"],
    hasNot: ["counter", "const"],
    taken: "pet.sound|",
  },
  {
    about: "members after the beginning of one",
    code: "pet.sp|",
    has: ["speak: method"],
    hasNot: ["sound"],
    taken: "pet.speak|",
  },
  { about: "members in the middle of a word", code: "pet.so|und + 1", has: ["sound: field"], taken: "pet.sound| + 1" },
  { about: "members after an optional dot", code: "pet?.sp|", has: ["speak: method"], taken: "pet?.speak|" },
  {
    about: "members of a call's result",
    code: "shout('a').toUpper|",
    has: ["toUpperCase: method"],
    taken: "shout('a').toUpperCase|",
  },
  { about: "members across lines", code: "pet\n  .sp|\n", has: ["speak: method"], taken: "pet\n  .speak|\n" },
  {
    about: "members in an unfinished block",
    code: "for (const p of [pet]) {\n  if (p.sp|",
    has: ["speak: method"],
    taken: "for (const p of [pet]) {\n  if (p.speak|",
  },
  {
    about: "members in an unfinished template",
    code: "const s = `${pet.sp|",
    has: ["speak: method"],
    taken: "const s = `${pet.speak|",
  },
  {
    about: "members after an emoji",
    code: "'\u{1F600}'; pet.sp|",
    has: ["speak: method"],
    taken: "'\u{1F600}'; pet.speak|",
  },
  { about: "keys of an options object", code: "paint({ col|", has: ["color: field"], taken: "paint({ color|" },
  {
    about: "words that a parameter may be",
    code: "paint({ color: '|' })",
    has: ["green: constant", "red: constant"],
    taken: "paint({ color: 'green|' })",
  },
  {
    about: "keys of a type",
    code: "const s: Size = '|'",
    has: ["large: constant", "small: constant"],
    taken: "const s: Size = 'large|'",
  },
  { about: "globals of Node", code: "proce|", has: ["process: variable"], taken: "process|" },
  { about: "keywords", code: "cons|", has: ["console: variable", "const: keyword"], taken: "console|" },
  { about: "what the kernel adds", code: "promp|", has: ["prompt: function"], taken: "prompt|" },
  {
    about: "names of a module in an import",
    code: "import { readFileS| } from 'node:fs'",
    has: ["readFileSync: function"],
    taken: "import { readFileSync| } from 'node:fs'",
  },
  {
    about: "names of a local module in an import",
    code: "import { hel| } from './helpers.ts'",
    has: ["helper: variable"],
    taken: "import { helper| } from './helpers.ts'",
  },
  {
    about: "Node's modules",
    code: "import fs from 'node:f|'",
    has: ["node:fs: module"],
    taken: "import fs from 'node:fs|'",
  },
  {
    about: "local modules",
    code: "import { x } from './h|'",
    has: ["helpers.ts: file"],
    hasNot: [".llmlab-cells.ts"],
    taken: "import { x } from './helpers.ts|'",
  },
  {
    about: "modules of a folder",
    code: "import { x } from './deep/|'",
    has: ["well.ts: file"],
    taken: "import { x } from './deep/well.ts|'",
  },
  {
    about: "the library's modules",
    code: "import { x } from 'llmlab/ra|'",
    has: ["random: file"],
    taken: "import { x } from 'llmlab/random|'",
  },
  {
    about: "members of tfjs",
    code: "tf.tensor1|",
    has: ["tensor1d: variable"],
    hasNot: ["pet"],
    taken: "tf.tensor1d|",
  },
  {
    about: "members of a tensor",
    code: "tf.tensor([1]).dataS|",
    has: ["dataSync: method"],
    taken: "tf.tensor([1]).dataSync|",
  },
];

describe("completing cells", function () {
  this.timeout(60_000);
  let notebook: Notebook;

  async function complete(marked: string): Promise<Completions & { readonly code: string }> {
    const offset = marked.indexOf("|");
    const code = marked.slice(0, offset) + marked.slice(offset + 1);
    return { ...(await notebook.language.complete(code, offset)), code };
  }

  before(async () => {
    notebook = openNotebook();
    notebook.write("helpers.ts", "export const helper = 1;\n");
    const { mkdirSync } = await import("node:fs");
    mkdirSync(`${notebook.folder}/deep`);
    notebook.write("deep/well.ts", "export const water = 1;\n");
    for (const code of [
      "import * as tf from '@tensorflow/tfjs';",
      "let counter = 1; type Size = 'small' | 'large';",
      "function shout(text: string) { return text.toUpperCase(); }",
      "class Animal { sound = 'moo'; speak() { return this.sound; } }",
      "const pet = new Animal(); function paint(options: { color: 'red' | 'green' }) {}",
    ]) {
      expect(await notebook.errors(code)).to.deep.equal([]);
    }
  });
  after(() => notebook.close());

  for (const { about, code: marked, has, hasNot = [], taken } of cases) {
    it(`offers ${about}`, async () => {
      const { code, start, end, items } = await complete(marked);
      const offered = items.map(({ text, kind }) => `${text}: ${kind}`);
      for (const one of has) {
        expect(offered).to.include(one);
      }
      for (const one of hasNot) {
        expect(items.map(({ text }) => text)).not.to.include(one);
      }
      const text = has[0]?.replace(/: \w+$/, "") ?? "";
      expect(`${code.slice(0, start)}${text}|${code.slice(end)}`).to.equal(taken);
    });
  }

  it("offers a name of an earlier cell that the code declares below", async () => {
    const { items } = await complete("coun|\nconst counter = 's';");
    expect(items.filter(({ text }) => text === "counter")).to.have.length(1);
  });

  it("offers names before keywords, in order, each once", async () => {
    const { items } = await complete("|");
    const kinds = items.map(({ kind }) => kind);
    expect(kinds.lastIndexOf("variable")).to.be.below(kinds.indexOf("keyword"));
    expect(new Set(items.map(({ text }) => text)).size).to.equal(items.length);
    expect(items.length).to.be.within(50, 1000);
    expect(items.slice(0, 30).map(({ text }) => text)).to.include.members(["counter", "pet", "shout", "tf"]);
    expect(items.map(({ text }) => text).join()).not.to.include("llmlab");
  });

  it("offers nothing that could be imported but is not", async () => {
    const { items } = await complete("readFileS|");
    expect(items).to.deep.equal([]);
  });

  it("knows the type of a name whose cell was long ago", async () => {
    await notebook.run("const oldest = { nugget: 1 };");
    for (let i = 0; i < 50; i++) {
      await notebook.run(`const filler${i} = ${i};`);
    }
    expect((await complete("oldest.nug|")).items.map(({ text }) => text)).to.deep.equal(["nugget"]);
    expect((await complete("olde|")).items.map(({ text }) => text)).to.deep.equal(["oldest"]);
  });

  it("answers within 100 ms", async () => {
    const times: number[] = [];
    for (let i = 0; i < 10; i++) {
      const start = performance.now();
      await complete(`const a${i} = 1; tf.tensor([1]).da|`);
      times.push(performance.now() - start);
    }
    expect(times.sort((one, other) => one - other)[5]).to.be.below(100);
  });
});
