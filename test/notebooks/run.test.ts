import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const RUN = fileURLToPath(new URL("../../scripts/notebooks/run.ts", import.meta.url));

function notebooks(...args: string[]) {
  return spawnSync(process.execPath, ["--import=tsx", RUN, ...args], { encoding: "utf8" });
}

describe("npm run notebooks", function () {
  // Each command starts a Node of its own, on a machine that may be busy.
  this.timeout(60_000);

  it("explains itself", () => {
    const { status, stdout } = notebooks("--help");
    expect(status).to.equal(0);
    expect(stdout).to.include("--check").and.include("--learner");
  });

  const mistakes: [string, string[], string][] = [
    ["an unknown notebook", ["no-such"], 'Cannot find notebook "no-such"'],
    ["two modes", ["--check", "--learner"], "Cannot do --check and --learner at once"],
    ["an unknown option", ["--fast"], "--fast"],
  ];
  for (const [what, args, message] of mistakes) {
    it(`refuses ${what} in a line, without a stack`, () => {
      const { status, stderr } = notebooks(...args);
      expect(status).to.equal(2);
      expect(stderr).to.include(message).and.not.include("    at ");
    });
  }
});
