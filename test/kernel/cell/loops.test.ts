// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
import { expect } from "chai";
import { CellSession, compile, plainly } from "../support/cell-session.ts";

/** Whether the loop of a cell reads this name from a local variable. */
function isLocal(code: string, name: string, known: readonly string[] = []): boolean {
  return compile(code, new Set(known)).script.includes(`$local_${name}`);
}

describe("A loop over top-level names", () => {
  const fast: readonly (readonly [title: string, code: string, name: string])[] = [
    ["a sum", "let s = 0; for (let i = 0; i < 9; i++) { s += i }", "s"],
    ["a counter of its own", "let i = 0; while (i < 9) { i++ }", "i"],
    ["a var in its head", "for (var i = 0; i < 9; i++);", "i"],
    ["a call of Math", "let s = 0; for (let i = 0; i < 9; i++) s += Math.sqrt(i)", "s"],
    [
      "a call of anything, as long as no function uses the name",
      "let s = 0; function f(x) { return x } do { s += f(s) } while (s < 0)",
      "s",
    ],
    ["an array", "const a = [1]; let s = 0; for (const x of a) s += x", "s"],
  ];
  for (const [title, code, name] of fast) {
    it(`reads locals with ${title}`, () => expect(isLocal(code, name)).to.equal(true));
  }

  it("reads locals of earlier cells that no function uses, or where it runs no code but its own", () => {
    expect(isLocal("for (let i = 0; i < 9; i++) s += i", "s", ["s"])).to.equal(true);
    expect(isLocal("for (let i = 0; i < 9; i++) s += o.x", "s", ["s"])).to.equal(false);
    expect(isLocal("for (const x of xs) s += x", "s", ["s"])).to.equal(false);
    expect(isLocal("for (let i = 0; i < 9; i++) s += `${o}`.length", "s", ["s"])).to.equal(false);
  });

  it("takes what functions use, and every name where it waits, from where all can see it", () => {
    expect(isLocal("let s = 0; const f = () => s; for (let i = 0; i < 9; i++) s += i", "s")).to.equal(false);
    expect(isLocal("let s = 0; for (let i = 0; i < 9; i++) s += await i", "s")).to.equal(false);
    expect(isLocal("let s = 0; for await (const x of []) s += x", "s")).to.equal(false);
  });

  /** Programs whose loops would come to something else if a local were not kept in step. */
  const programs: readonly (readonly [title: string, code: string, result: string])[] = [
    [
      "prefix and postfix",
      "let a = 0, b = 0; for (let i = 0; i < 5; i++) { b += a++ + ++a - a-- * --a; a++ }",
      "[a, b]",
    ],
    [
      "chained assignments",
      "let a = 1, b = 2, c; for (let i = 0; i < 3; i++) { a = b = c = a + b; a += b *= 2 }",
      "[a, b, c]",
    ],
    [
      "logical assignments",
      "let a = null, b = 1, c = 0; for (let i = 0; i < 3; i++) { a ??= i + 5; b &&= b + 1; c ||= i }",
      "[a, b, c]",
    ],
    [
      "labels and continue",
      "let n = 0; outer: for (var i = 0; i < 4; i++) { for (var j = 0; j < 4; j++) { if (j === 2) continue outer; n += j; if (i === 3) break outer } }",
      "[n, i, j]",
    ],
    ["shorthand", "let n = 0, last; for (let i = 0; i < 3; i++) { n++; last = { n } }", "[n, last]"],
    ["patterns", "let a = 0, b = 1; for (let i = 0; i < 5; i++) { [a, b] = [b, a + b] }", "[a, b]"],
    ["big integers", "let n = 1n; for (let i = 0; i < 5; i++) { n *= 3n; n++ }", "String(n)"],
    [
      "nested loops over the same name",
      "let n = 0; while (n < 5) { do { n++ } while (n % 3); for (; n % 2; n++); }",
      "n",
    ],
    [
      "a try around a throw",
      "let n = 0; for (;;) { try { n++; if (n > 3) throw n } catch (e) { n += e; break } finally { n *= 2 } }",
      "n",
    ],
    [
      "functions made in the loop",
      "let n = 0; const fs = []; for (let i = 0; i < 3; i++) { n += i; fs.push(() => n) }",
      "fs.map((f) => f())",
    ],
    ["functions named by the loop", "let f; for (let i = 0; i < 1; i++) { f = () => {}; }", "f.name"],
    [
      "updates whose value is used",
      "let n = 0; const xs = []; for (; n < 3; ) { xs[n++] = n; } for (let i = 0; i < 3; i++, n--) xs.push(n)",
      "[n, xs]",
    ],
    [
      "branches without braces",
      "let n = 0, m = 0; if (true) for (let i = 0; i < 3; i++) n++; else for (let i = 0; i < 3; i++) m++",
      "[n, m]",
    ],
    ["a loop as another's only statement", "let n = 0; for (const a of [1, 2]) for (const b of [3]) n += a * b", "n"],
    ["a var of the loop", "for (let i = 0; i < 3; i++) { var seen = (seen ?? 0) + i }", "seen"],
    [
      "switches and conditions",
      "let n = 0; for (let i = 0; i < 4; i++) { switch (n % 3) { case 0: n += 2; default: n++ } n = n > 5 ? n - 1 : n }",
      "n",
    ],
  ];
  for (const [title, code, result] of programs) {
    it(`comes to the same as in a function: ${title}`, async () => {
      const value = await plainly(code, result);
      expect(await new CellSession().value(code, result)).to.deep.equal(value);
      // Again, now that the names are those of an earlier cell.
      expect(await new CellSession().value(code, code, result)).to.deep.equal(value);
    });
  }

  it("sees what a getter, an iterator and a conversion of an earlier cell assign", async () => {
    const session = new CellSession();
    await session.run("let n = 0, sum = 0; const next = { get value() { return ++n }, valueOf() { return ++n } };");
    await session.run("function* count() { while (n < 10) { n += 2; yield n } }");
    expect(await session.value("while (n < 5) sum += next.value; [n, sum]")).to.deep.equal([5, 15]);
    expect(await session.value("for (const x of count()) sum += x - n; [n, sum]")).to.deep.equal([11, 15]);
  });

  it("shows every assignment at once", async () => {
    const session = new CellSession({ globals: { peek: () => session.names.n } });
    await session.run("declare function peek(): number; let n = 0; const seen = [];");
    expect(
      await session.value("let k = 0; for (let i = 0; i < 3; i++) { k++; n = i * 10; seen.push(peek()) } seen"),
    ).to.deep.equal([0, 10, 20]);
    expect(
      await session.value(
        "let m = 0; let was: any[] = []; for (let i = 0; i < 3; i++) { m += 1; was.push(spy()) } function spy() { return m } was",
      ),
    ).to.deep.equal([1, 2, 3]);
  });
});
