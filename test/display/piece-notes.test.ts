import { expect } from "chai";
import { tokenPieces } from "../../lib/display/index.ts";

describe("the note below a piece", () => {
  it("keeps the spaces between its words, and shows what else has no form", async () => {
    const notes = ["p 0.3", "\u200d", "\n", ""];
    const pieces = notes.map((note) => ({ text: "a", note }));
    const { data } = await tokenPieces([{ name: "one", pieces }]).bundle();
    expect(data["text/plain"]).to.equal("one (4): a|a|a|a\n  notes: p 0.3|⟨U+200D⟩|↵|-");
  });
});
