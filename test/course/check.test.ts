import { inspect } from "node:util";
import { expect } from "chai";
import { check, ExerciseError, hint } from "../../lib/course/index.ts";
import { errorOf, printedBy } from "../support/printed.ts";

const passes = () => {};
const fails = () => expect(2, "the sum").to.equal(3);

describe("the check of an exercise", () => {
  it("prints every check that holds", async () => {
    const printed = await printedBy(() => check("sum", { "adds up": passes, "is quick": passes }));
    expect(printed).to.deep.equal(["sum: 2 of 2 checks passed\n  ✓ adds up\n  ✓ is quick"]);
  });

  it("throws one error that lists all checks, with what is wrong", async () => {
    const error = await errorOf(() => check("sum", { "adds up": fails, "is quick": passes }));
    expect(error).to.be.instanceOf(ExerciseError);
    expect(error.message).to.equal(
      "sum: 1 of 2 checks passed\n  ✗ adds up: the sum: expected 2 to equal 3\n  ✓ is quick",
    );
  });

  it("waits for a check that takes time", async () => {
    const late = () => new Promise<void>((_, reject) => setTimeout(() => reject(new Error("too late")), 5));
    const error = await errorOf(() => check("slow", { "comes in time": late }));
    expect(error.message).to.contain("✗ comes in time: too late");
  });

  it("recognises an answer that has not been begun", async () => {
    const stub = () => {
      throw new Error("Not implemented");
    };
    const error = await errorOf(() => check("sum", { "adds up": stub }));
    expect(error.message).to.contain("not implemented yet");
  });

  it("shows no call stack, since none of its frames is the learner's", async () => {
    const error = await errorOf(() => check("sum", { "adds up": fails }));
    expect(error.stack).to.equal(`ExerciseError: ${error.message}`);
    expect(inspect(error)).to.equal(error.message);
  });

  it("refuses to pass an exercise that checks nothing", async () => {
    const error = await errorOf(() => check("sum", {}));
    expect(error.message).to.equal('Cannot check "sum": there is nothing to check; name at least one');
  });
});

describe("the hints of an exercise", () => {
  const hints = ["Look at the definition.", "Divide by the sum."];

  it("come one by one, and end by saying where the solution is", async () => {
    const failure = await errorOf(() => check("softmax", { "adds up": fails }, hints));
    expect(failure.message).to.contain('Run hint("softmax")');
    const printed = await printedBy(() => {
      hint("softmax");
      hint("softmax");
      hint("softmax");
    });
    expect(printed.slice(0, 2)).to.deep.equal([
      "Hint 1 of 2: Look at the definition.",
      "Hint 2 of 2: Divide by the sum.",
    ]);
    expect(printed[2]).to.contain("no further hint");
  });

  it("do not start again when the check is run again", async () => {
    await errorOf(() => check("again", { "adds up": fails }, hints));
    await printedBy(() => hint("again"));
    await errorOf(() => check("again", { "adds up": fails }, hints));
    expect(await printedBy(() => hint("again"))).to.deep.equal(["Hint 2 of 2: Divide by the sum."]);
  });

  it("are not offered once all have been seen", async () => {
    await errorOf(() => check("seen", { "adds up": fails }, ["Only this."]));
    await printedBy(() => hint("seen"));
    const error = await errorOf(() => check("seen", { "adds up": fails }, ["Only this."]));
    expect(error.message).not.to.contain("Stuck?");
  });

  it("name the exercises that have some when the name is unknown", async () => {
    const error = await errorOf(() => hint("sofmax"));
    expect(error.message).to.match(/^Cannot give a hint for "sofmax": no check of that name has run; .*"softmax"/);
  });
});
