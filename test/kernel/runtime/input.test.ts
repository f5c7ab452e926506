import { expect } from "chai";
import { CellRunner } from "../support/cell-runner.ts";

describe("a question", function () {
  this.timeout(20_000);
  let cells: CellRunner;
  before(() => {
    cells = new CellRunner();
  });
  after(() => cells.close());

  it("is answered by the person at the front end", async () => {
    const outcome = await cells.run('prompt("Name?")', { answer: "Ada \u{1f600}\u2028" });
    expect(outcome).to.have.nested.property("result.data.text/plain").that.includes("Ada \u{1f600}");
    expect(cells.events.at(-1)).to.include({ type: "input", prompt: "Name?", password: false, id: cells.latest });
  });

  it("takes what is suggested for an empty answer", async () => {
    expect(await cells.run('prompt("Name?", "Bob")', { answer: "" })).to.have.nested.property(
      "result.data.text/plain",
      "'Bob'",
    );
  });

  it("may be one of yes and no", async () => {
    expect(await cells.run('confirm("Sure?")', { answer: "y" })).to.have.nested.property(
      "result.data.text/plain",
      "true",
    );
    expect(await cells.run('confirm("Sure?")', { answer: "no" })).to.have.nested.property(
      "result.data.text/plain",
      "false",
    );
  });

  it("may be for a password", async () => {
    await cells.run('globalThis[Symbol.for("llmlab.kernel")].input("Key:", { password: true })', { answer: "secret" });
    expect(cells.events.at(-1)).to.include({ type: "input", prompt: "Key:", password: true });
  });

  it("follows the one before", async () => {
    const outcome = await cells.run('[prompt("1"), prompt("2"), prompt("3")].join()', { answer: "x" });
    expect(outcome).to.have.nested.property("result.data.text/plain", "'x,x,x'");
  });

  it("fails where nobody can be asked", async () => {
    expect((await cells.error('prompt("Name?")', { allowInput: false })).evalue).to.match(/Cannot ask for input/);
  });

  it("fails in a timer after its cell", async () => {
    await cells.run('setTimeout(() => prompt("Name?"), 10)');
    const event = await cells.seen(({ type }) => type === "error");
    expect(event)
      .to.have.nested.property("error.evalue")
      .that.matches(/the cell that asks has ended/);
  });

  it("does not take the answer to one that was interrupted", async () => {
    expect(await cells.run('prompt("first")', { interruptAfter: 60 })).to.have.nested.property(
      "error.ename",
      "KeyboardInterrupt",
    );
    cells.runtime.answerInput("late");
    expect(await cells.run('prompt("second")', { answer: "right" })).to.have.nested.property(
      "result.data.text/plain",
      "'right'",
    );
  });

  it("takes a long answer whole", async () => {
    expect(await cells.run('prompt("long").length', { answer: "\u00e9".repeat(300_000) })).to.have.nested.property(
      "result.data.text/plain",
      "300000",
    );
  });
});
