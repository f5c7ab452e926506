import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(command: string, ...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`node_modules/${command}`, ...parameters], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

describe("the source", () => {
  it("has the right types", () => {
    const { status, output } = run("typescript/bin/tsc", "-p", ".");
    expect(status, output).to.equal(0);
  }).timeout(60_000);

  it("is formatted, and free of what the linter warns of", () => {
    const { status, output } = run("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".");
    expect(status, output).to.equal(0);
  }).timeout(60_000);
});
