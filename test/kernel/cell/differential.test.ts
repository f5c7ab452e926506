import { expect } from "chai";
import { CellSession, plainly } from "../support/cell-session.ts";
import { randomProgram } from "../support/random-program.ts";

/**
 * Programs made at random, run whole in a plain function, in one cell, and cut into cells at random: what they log, what
 * they throw and what their variables are in the end has to be the same.
 */
describe("A random program", () => {
  const programs = 150;

  it(`does in cells what it does in a function (${programs} seeds)`, async () => {
    for (let seed = 1; seed <= programs; seed++) {
      const { statements, names, cuts } = randomProgram(seed);
      const result = `({ ${names.join(", ")} })`;
      const whole = statements.join("\n");
      const plain = await observe((wrapped) => plainly(wrapped, "0"), `${whole}\n;logged.push(${result})`);
      expect(plain.thrown, whole).not.to.equal("SyntaxError");
      const one = new CellSession();
      const inOne = await observe((code) => one.value(code), `${whole}\n;logged.push(${result})`);
      expect(inOne, `seed ${seed} in one cell:\n${whole}`).to.deep.equal(plain);
      const session = new CellSession();
      const cells = cut(statements, cuts);
      const inCells = await observe((code) => session.value(...cells, code), `logged.push(${result})`);
      expect(inCells, `seed ${seed} in cells:\n${cells.join("\n// cell\n")}`).to.deep.equal(plain);
    }
  }).timeout(120_000);
});

function cut(statements: readonly string[], cuts: ReadonlySet<number>): string[] {
  const cells: string[][] = [[]];
  for (const [index, statement] of statements.entries()) {
    if (cuts.has(index)) cells.push([]);
    cells.at(-1)?.push(statement);
  }
  return cells.map((cell) => cell.join("\n"));
}

/** What a program logs, its final variables included, and the message that it ends with. */
async function observe(run: (code: string) => Promise<unknown>, code: string) {
  const logged: unknown[] = [];
  Object.assign(globalThis, { logged });
  let thrown: string | undefined;
  try {
    await run(code);
  } catch (error) {
    thrown = error instanceof Error ? error.name : String(error);
  }
  return { logged: JSON.parse(JSON.stringify(logged)), thrown };
}
