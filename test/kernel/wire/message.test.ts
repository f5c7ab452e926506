import { expect } from "chai";
import { headerMaker } from "../../../lib/kernel/wire/header.ts";
import { decodeMessage, encodeMessage } from "../../../lib/kernel/wire/message.ts";
import { Signer } from "../../../lib/kernel/wire/signer.ts";

const connection = { key: "secret", signatureScheme: "hmac-sha256" };
const makeHeader = headerMaker("session");

function frames(content: object = { code: "1" }, buffers: readonly Uint8Array[] = []): Buffer[] {
  const message = {
    identities: [Buffer.from([0, 1, 255]), "b"],
    header: makeHeader("execute_request"),
    parentHeader: {},
    content: { ...content },
    buffers,
  };
  return encodeMessage(message, new Signer(connection)).map((frame) => Buffer.from(frame as Uint8Array));
}

const decode = (parts: readonly Buffer[]) => decodeMessage(parts, new Signer(connection));

/** The frames with one part replaced and the signature made anew. */
function withPart(index: number, text: string): Buffer[] {
  const parts = frames();
  parts[4 + index] = Buffer.from(text);
  parts[3] = Buffer.from(new Signer(connection).sign(parts.slice(4, 8)));
  return parts;
}

describe("the frames of a message", () => {
  it("carry everything there and back: identities, header, content in any script, buffers", () => {
    const content = { code: 'const s = "🙂 \\u2028 ä";' };
    const message = decode(frames(content, [Buffer.from([1, 2, 3]), Buffer.alloc(0)]));
    expect(message.identities.map((identity) => [...identity])).to.deep.equal([[0, 1, 255], [98]]);
    expect(message.header).to.include({ msg_type: "execute_request", session: "session", version: "5.5" });
    expect(message.content).to.deep.equal(content);
    expect(message.buffers.map((buffer) => [...buffer])).to.deep.equal([[1, 2, 3], []]);
  });

  it("have the order of the protocol: identities, delimiter, signature, four JSON parts", () => {
    const [, , delimiter, signature, ...parts] = frames();
    expect(String(delimiter)).to.equal("<IDS|MSG>");
    expect(String(signature)).to.match(/^[0-9a-f]{64}$/);
    expect(parts.map((part) => typeof JSON.parse(String(part)))).to.deep.equal([
      "object",
      "object",
      "object",
      "object",
    ]);
  });

  it("hold no half of a surrogate pair, which Python cannot write, and leave a backslash alone", () => {
    const content = { cut: "a\ud83d", twice: "\ud83d\udc00\udc00", literal: "\\ud83d", both: "\\\ud83d" };
    expect(decode(frames(content)).content).to.deep.equal({
      cut: "a\ufffd",
      twice: "\ud83d\udc00\ufffd",
      literal: "\\ud83d",
      both: "\\\ufffd",
    });
  });

  it("keep members of the header that the kernel does not know", () => {
    const header = { msg_id: "1", msg_type: "x", subshell_id: null, more: [1] };
    expect(decode(withPart(0, JSON.stringify(header))).header).to.deep.include({ subshell_id: null, more: [1] });
  });

  it("are refused without a delimiter", () => {
    expect(() => decode(frames().filter((_, index) => index !== 2))).to.throw("no <IDS|MSG> frame");
    expect(() => decode([])).to.throw("no <IDS|MSG> frame");
  });

  it("are refused when they are cut short, wherever", () => {
    const all = frames();
    for (let length = 3; length < all.length; length++) {
      expect(() => decode(all.slice(0, length)), `${length} frames`).to.throw("at least 5 are needed");
    }
  });

  it("are refused when a part was changed after it was signed", () => {
    const parts = frames();
    parts[7] = Buffer.from('{"code":"2"}');
    expect(() => decode(parts)).to.throw("signature is wrong");
  });

  it("are refused when a signed part is no JSON object", () => {
    for (const [index, part] of ["header", "parent header", "metadata", "content"].entries()) {
      expect(() => decode(withPart(index, "{")), part).to.throw(`its ${part} is not JSON`);
      expect(() => decode(withPart(index, "[1]")), part).to.throw(`its ${part} is not a JSON object`);
      expect(() => decode(withPart(index, "null")), part).to.throw(`its ${part} is not a JSON object`);
    }
  });

  it("are refused when the header does not say what the message is", () => {
    expect(() => decode(withPart(0, '{"msg_id":"1"}'))).to.throw('its "msg_type" is missing');
    expect(() => decode(withPart(0, '{"msg_type":"x"}'))).to.throw('its "msg_id" is missing');
    expect(() => decode(withPart(0, '{"msg_id":1,"msg_type":"x"}'))).to.throw('its "msg_id" is 1, not a string');
  });
});

describe("the headers of a kernel", () => {
  it("have an id each, one session and a date with a time zone", () => {
    const made = Array.from({ length: 100 }, () => makeHeader("status"));
    expect(new Set(made.map((header) => header.msg_id))).to.have.lengthOf(100);
    expect(new Set(made.map((header) => header.session))).to.have.lengthOf(1);
    expect(made[0]?.date).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });
});
