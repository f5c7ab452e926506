import { expect } from "chai";
import { isAtLeast } from "../../../scripts/setup/node-version.mjs";

describe("comparing versions", () => {
  const cases: [string, string, boolean][] = [
    ["20.19.0", "20.19.0", true],
    ["20.18.3", "20.19.0", false],
    ["22.0.0", "20.19.0", true],
    ["9.9.9", "20.19.0", false],
    ["3.9", "3.10", false],
    ["3.13.0rc1", "3.10", true],
    ["2.36", "2.27", true],
    ["20", "20.0.0", true],
  ];
  for (const [version, oldest, expected] of cases) {
    it(`holds ${version} ${expected ? "to be" : "not to be"} at least ${oldest}`, () => {
      expect(isAtLeast(version, oldest)).to.equal(expected);
    });
  }
});
