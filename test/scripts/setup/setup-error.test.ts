import { expect } from "chai";
import { CommandFailed } from "../../../scripts/setup/run-command.mjs";
import { explain, formatSetupError, SetupError } from "../../../scripts/setup/setup-error.mjs";

function explained(output: string, about = { doing: "install the Node packages" }): SetupError {
  const error = explain(new CommandFailed("npm", "ended with code 1", output), about);
  if (!(error instanceof SetupError)) throw new Error("Expected a SetupError");
  return error;
}

describe("explaining a failed command", () => {
  const offline = {
    npm: "npm error code EAI_AGAIN\nnpm error request to the registry failed, reason: getaddrinfo EAI_AGAIN",
    pip: "WARNING: Retrying after connection broken by 'NewConnectionError(...): Temporary failure in name resolution'",
    proxy: "npm error code ECONNREFUSED",
  };
  for (const [name, output] of Object.entries(offline)) {
    it(`tells a missing network from other failures (${name})`, () => {
      expect(explained(output).message).to.equal(
        "Cannot install the Node packages: the package registry cannot be reached; connect to the network",
      );
    });
  }

  it("says how the command ended otherwise", () => {
    expect(explained("npm error EUSAGE").message).to.equal(
      "Cannot install the Node packages: the command ended with code 1; its last lines say why",
    );
  });

  it("leaves other errors as they are", () => {
    const bug = new TypeError("a bug");
    expect(explain(bug, { doing: "anything" })).to.equal(bug);
  });

  it("is laid out with the last lines of the log, the reason and what to try", () => {
    const output = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`).join("\n");
    const details = { output: `${output}\n`, remedies: ["npm run setup"], log: "/there/setup.log" };
    expect(formatSetupError("Library", new SetupError("Cannot do it", details), 2)).to.equal(
      [
        "Library: failed",
        "  | line 39",
        "  | line 40",
        "Cannot do it",
        "  try: npm run setup",
        "  the whole log: /there/setup.log",
      ].join("\n"),
    );
  });
});
