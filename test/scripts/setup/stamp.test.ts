import { expect } from "chai";
import { removeStamp, stampMatches, writeStamp } from "../../../scripts/setup/stamp.mjs";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("a stamp", () => {
  const folder = useTemporaryFolder();

  it("matches what it was made from, and nothing else", () => {
    writeStamp(folder.path("stamp"), { lock: "1", node: "20" });
    expect(stampMatches(folder.path("stamp"), { node: "20", lock: "1" })).to.equal(true);
    expect(stampMatches(folder.path("stamp"), { lock: "2", node: "20" })).to.equal(false);
    expect(stampMatches(folder.path("stamp"), { lock: "1" })).to.equal(false);
  });

  it("does not match when absent, removed or garbled", () => {
    expect(stampMatches(folder.path("stamp"), {})).to.equal(false);
    writeStamp(folder.path("stamp"), {});
    removeStamp(folder.path("stamp"));
    expect(stampMatches(folder.path("stamp"), {})).to.equal(false);
    writeFile(folder.path("stamp"), '{ "lock": "1');
    expect(stampMatches(folder.path("stamp"), { lock: "1" })).to.equal(false);
  });
});
