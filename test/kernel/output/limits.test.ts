import { expect } from "chai";
import { cutText, limitBundle, limitError, textLimit } from "../../../lib/kernel/output/limits.ts";

describe("the limits of outputs", () => {
  it("leave a text alone that is not too long", () => {
    expect(cutText("abc", 3)).to.equal("abc");
    expect(cutText("ä".repeat(500_000))).to.have.lengthOf(500_000);
  });

  it("cut a long text and say so, in bytes of UTF-8", () => {
    expect(cutText("abcd", 3)).to.equal("abc\n[cut: this text has 4 bytes, and outputs end at 3]\n");
    const long = cutText("ä".repeat(500_001));
    expect(Buffer.byteLength(long)).to.be.within(textLimit, textLimit + 100);
    expect(long).to.contain("this text has 1,000,002 bytes");
  });

  it("never cut a character in two", () => {
    for (const limit of [4, 5, 6, 7]) {
      const kept = cutText("🙂🙂🙂", limit).split("\n")[0];
      expect(kept).to.equal("🙂");
    }
    expect(cutText("äöü", 3).split("\n")[0]).to.equal("ä");
  });

  it("keep a replacement character that was in the text", () => {
    expect(cutText("a\ufffd".repeat(2), 4).split("\n")[0]).to.equal("a\ufffd");
  });

  it("cut plain text, leave long markup out and say so, and keep pictures and data", () => {
    const picture = "A".repeat(2_000_000);
    const data = {
      "text/plain": "x",
      "text/html": "y".repeat(1_500_000),
      "image/png": picture,
      "application/json": { a: 1 },
    };
    expect(limitBundle({ data, metadata: { m: 1 } })).to.deep.equal({
      data: {
        "text/plain": "x\n[left out: text/html of 1,500,000 bytes]",
        "image/png": picture,
        "application/json": { a: 1 },
      },
      metadata: { m: 1 },
    });
    const plain = limitBundle({ data: { "text/plain": "z".repeat(3_000_000) }, metadata: {} }).data["text/plain"];
    expect(plain)
      .to.be.a("string")
      .with.length.within(textLimit, textLimit + 100);
  });

  it("cut the message and the traceback of an error", () => {
    const huge = "e".repeat(5_000_000);
    const error = limitError({ ename: "Error", evalue: huge, traceback: [huge, huge, "last"] });
    expect(JSON.stringify(error).length).to.be.lessThan(400_000);
    const small = { ename: "Error", evalue: "no", traceback: ["Error: no", "    at Cell In[1], line 1"] };
    expect(limitError(small)).to.deep.equal(small);
  });
});
