import { expect } from "chai";
import { Signer } from "../../../lib/kernel/wire/signer.ts";

const parts = (...texts: string[]) => texts.map((text) => Buffer.from(text));

describe("a signer", () => {
  const signer = () => new Signer({ key: "secret", signatureScheme: "hmac-sha256" });

  it("signs as HMAC-SHA256 over the parts one after another", () => {
    // printf '{"a":1}{}{}{}' | openssl dgst -sha256 -hmac secret
    const expected = "5439160579203ae5952244a353b0f81b6ca58a3fb44727217799b393ee79601c";
    expect(signer().sign(['{"a":1}', "{}", "{}", "{}"])).to.equal(expected);
    expect(signer().sign(parts('{"a":1}', "{}", "{}", "{}"))).to.equal(expected);
  });

  it("accepts what it signed itself", () => {
    expect(() => signer().accept(signer().sign(["a", "b"]), parts("a", "b"))).not.to.throw();
  });

  it("refuses a changed part, another key, and a signature of another length", () => {
    const signature = signer().sign(["a", "b"]);
    expect(() => signer().accept(signature, parts("a", "c"))).to.throw("signature is wrong");
    const other = new Signer({ key: "other", signatureScheme: "hmac-sha256" });
    expect(() => other.accept(signature, parts("a", "b"))).to.throw("signature is wrong");
    expect(() => signer().accept(signature.slice(1), parts("a", "b"))).to.throw("signature is wrong");
    expect(() => signer().accept("", parts("a", "b"))).to.throw("signature is wrong");
  });

  it("refuses the same message a second time, and still after thousands of others", () => {
    const one = signer();
    const signature = one.sign(["again"]);
    one.accept(signature, parts("again"));
    for (let index = 0; index < 5000; index++) {
      one.accept(one.sign([String(index)]), parts(String(index)));
    }
    expect(() => one.accept(signature, parts("again"))).to.throw("sent before");
  });

  it("neither signs nor checks without a key", () => {
    const open = new Signer({ key: "", signatureScheme: "hmac-sha256" });
    expect(open.sign(["a"])).to.equal("");
    expect(() => open.accept("", parts("a"))).not.to.throw();
    expect(() => open.accept("anything", parts("a"))).not.to.throw();
  });

  it("refuses another scheme", () => {
    expect(() => new Signer({ key: "k", signatureScheme: "hmac-md5" })).to.throw(
      'Cannot sign messages with "hmac-md5"',
    );
  });
});
