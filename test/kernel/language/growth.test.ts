import { expect } from "chai";
import { type Notebook, openNotebook, outlineOf } from "./notebook.ts";

/** Notebooks in which each cell builds on the one before: how, and what a cell is that shows the last type to be right. */
const chains = [
  {
    about: "numbers",
    first: "const x0 = 1; let label0 = 'a';",
    next: (i: number) => `const x${i + 1} = x${i} + 1; let label${i + 1} = label${i} + x${i};`,
    wrong: (i: number) => `const s: string = x${i}; label${i} = 's'; const n: number = label${i};`,
    errors: 2,
  },
  {
    about: "arrays, tuples, maps and objects",
    first: "const v0 = { a: [1, 2], m: new Map([['k', 1]]), t: [1, 'a'] as [number, string?] };",
    next: (i: number) =>
      `const v${i + 1} = { ...v${i}, a: v${i}.a.map((n) => n + 1), 'a key': i${i} }; const i${i + 1} = v${i + 1}.a.length;`,
    wrong: (i: number) => `v${i}.a.x; v${i}.m.get('k')?.x; const [n] = v${i}.t; n.x; v${i}["a key"].x;`,
    errors: 4,
    before: "const i0 = 0;",
  },
  {
    about: "functions, generic ones among them",
    first: "/** Wraps. */ function f0<T>(value: T, ...rest: string[]): { value: T } { return { value }; }",
    next: (i: number) =>
      `/** Wraps. */ function f${i + 1}<T>(value: T, ...rest: string[]) { return f${i}(value, ...rest); }`,
    wrong: (i: number) => `f${i}(1).value.x; f${i}('a', 2); const ok: number = f${i}(3).value;`,
    errors: 2,
  },
  {
    about: "constants that widen",
    first: "const c0 = 'a';",
    next: (i: number) => `const c${i + 1} = c${i};`,
    wrong: (i: number) => `let word = c${i}; word = 'b'; const exact: 'a' = c${i}; const other: 'c' = c${i};`,
    errors: 1,
  },
  {
    about: "values of imported types",
    first: "import { join, type ParsedPath, parse } from 'node:path'; const p0: ParsedPath = parse(join('a', 'b'));",
    next: (i: number) => `const p${i + 1} = [p${i}][0] ?? p${i};`,
    wrong: (i: number) => `p${i}.name.x; join(p${i}.dir);`,
    errors: 1,
  },
  {
    about: "objects of many members",
    first: `const w0 = { ${Array.from({ length: 60 }, (_, index) => `member${index}: { value: ${index}, name: "m" }`).join(", ")} };`,
    next: (i: number) =>
      `const w${i + 1} = { ...w${i}, member${i}: i${i} }; const i${i + 1} = i${i} + w${i}.member59.value;`,
    wrong: (i: number) => `w${i}.member59.value.x; w${i}.member1.x; w${i}.member60;`,
    errors: 3,
    before: "const i0 = 0;",
  },
  {
    about: "tensors, by their methods",
    first: "import * as tf from '@tensorflow/tfjs'; const t0 = tf.tensor([1]);",
    next: (i: number) => `const t${i + 1} = t${i}.add(1);`,
    wrong: (i: number) => `t${i}.x; const s: string = t${i}.dataSync();`,
    errors: 2,
  },
];

describe("a long notebook", function () {
  this.timeout(120_000);
  let notebook: Notebook;

  before(() => {
    notebook = openNotebook();
  });
  after(() => notebook.close());
  beforeEach(() => notebook.language.reset());

  for (const { about, before: earlier, first, next, wrong, errors } of chains) {
    it(`does not reach further back with each cell: ${about}`, async () => {
      for (const cell of earlier === undefined ? [first] : [earlier, first]) {
        expect(await notebook.errors(cell)).to.deep.equal([]);
      }
      const reaches: number[] = [];
      for (let i = 0; i < 60; i++) {
        expect(await notebook.errors(next(i)), next(i)).to.deep.equal([]);
        // A check that comes after is sure to come after the cell's types were written out.
        await notebook.language.check({ number: 0, code: "" }, outlineOf(""));
        reaches.push(notebook.language.reach(outlineOf(next(i + 1))));
      }
      expect(Math.max(...reaches.slice(30))).to.be.at.most(Math.max(...reaches.slice(0, 30)));
      expect(Math.max(...reaches)).to.be.at.most(14);
      expect(await notebook.errors(wrong(60))).to.have.length(errors);
    });
  }

  it("checks the 300th cell as fast as the 10th", async () => {
    const times: number[] = [];
    for (let i = 0; i < 300; i++) {
      const code = `const value${i} = ${i}; let text${i} = String(value${Math.max(0, i - 7)}); console.log(text${i}.length);`;
      const start = performance.now();
      expect(await notebook.errors(code)).to.deep.equal([]);
      times.push(performance.now() - start);
    }
    // The fastest quarter tells what the check takes when the machine does nothing else. A check that grew with the
    // cells would take ten times as long in the end.
    const early = quarter(times.slice(5, 65));
    const late = quarter(times.slice(240));
    expect(late, `${late} ms late, ${early} ms early`).to.be.below(2 * early + 5);
  });

  it("keeps the classes of a long chain, whose types cannot be written out", async () => {
    await notebook.run("class C0 { m0() { return 0; } }");
    for (let i = 0; i < 40; i++) {
      expect(await notebook.errors(`class C${i + 1} extends C${i} { m${i + 1}() { return ${i}; } }`)).to.deep.equal([]);
    }
    expect(await notebook.errors("new C40().m0().x; new C40().m40(); new C40().m41();")).to.have.length(2);
  });

  it("knows names of a hundred cells in one", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `n${index}`);
    for (const name of names) {
      await notebook.run(`const ${name} = 1;`);
    }
    expect(await notebook.errors(`const total = ${names.join(" + ")}; total.x`)).to.have.length(1);
  });

  it("knows a name whose cell was long ago, and one that stands on it", async () => {
    await notebook.run("class Early { early = 1 }");
    await notebook.run("const early = new Early();");
    for (let i = 0; i < 80; i++) {
      await notebook.run(`const filler${i} = ${i};`);
    }
    expect(await notebook.errors("early.early.toFixed(); early.x; filler3.x; new Early().x")).to.have.length(3);
  });
});

/** The time that a quarter of the checks stay below. */
function quarter(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length / 4)] ?? Number.NaN;
}
