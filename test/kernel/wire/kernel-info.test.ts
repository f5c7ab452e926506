import { expect } from "chai";
import { kernelInfo, versionIn } from "../../../lib/kernel/wire/kernel-info.ts";

describe("what the kernel says of itself", () => {
  const info = kernelInfo("1.2.3", "7.0.2");

  it("names the protocol, itself and TypeScript", () => {
    expect(info).to.include({ status: "ok", protocol_version: "5.5", implementation: "llmlab" });
    expect(info.language_info).to.deep.include({
      name: "typescript",
      version: "7.0.2",
      file_extension: ".ts",
      codemirror_mode: "typescript",
      pygments_lexer: "typescript",
    });
    expect(info.banner).to.contain("7.0.2").and.to.contain(process.versions.node);
  });

  it("promises no feature that it lacks", () => {
    expect(info.debugger).to.equal(false);
    expect(info.supported_features).to.deep.equal([]);
  });

  it("reads versions from package.json, and does not fail without", () => {
    expect(versionIn(new URL("../../../package.json", import.meta.url))).to.match(/^\d+\.\d+\.\d+/);
    expect(versionIn("/nowhere/package.json")).to.equal("unknown");
  });
});
