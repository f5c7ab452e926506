import { expect } from "chai";
import { importedModules } from "../../../lib/kernel/language/cell-file.ts";
import { messageReader } from "../../../lib/kernel/language/json-rpc.ts";
import { linesOf } from "../../../lib/kernel/language/positions.ts";
import { declaredNames } from "../../../lib/kernel/language/questions.ts";

describe("the language's parts", () => {
  it("reads messages however they are cut", () => {
    const bodies = [{ id: 1, result: "\u{1F600} \r\n\r\n" }, { id: 2 }, { id: 3, result: "x".repeat(5000) }];
    const bytes = Buffer.concat(
      bodies.map((body) => {
        const text = JSON.stringify(body);
        return Buffer.from(`Content-Type: x\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
      }),
    );
    for (const size of [1, 2, 7, 100, 4096, bytes.length]) {
      const found: unknown[] = [];
      const read = messageReader((message) => found.push(message));
      for (let start = 0; start < bytes.length; start += size) {
        read(bytes.subarray(start, start + size));
      }
      expect(found, `${size} bytes at a time`).to.deep.equal(bodies);
    }
  });

  it("refuses a message without a length", () => {
    expect(() => messageReader(() => {})(Buffer.from("Hello\r\n\r\n{}"))).to.throw('its head "Hello" has no length');
  });

  it("turns offsets into positions and back", () => {
    const text = "ab\ncd\r\n\re\u{1F600}";
    const lines = linesOf(text);
    for (let offset = 0; offset <= text.length; offset++) {
      if (text.slice(offset - 1, offset + 1) !== "\r\n") {
        expect(lines.offset(lines.position(offset))).to.equal(offset);
      }
    }
    expect(lines.position(4)).to.deep.equal({ line: 1, character: 1 });
    expect(lines.position(text.length)).to.deep.equal({ line: 3, character: 3 });
    expect(lines.offset({ line: 99, character: 0 })).to.equal(text.length);
  });

  it("lists the modules that code imports", () => {
    const code = [
      "import a from \"a\"; import * as b from 'b'",
      'import { c,\n  d } from "./c.ts";',
      'import "e"; export * from "f"; const g = await import("g");',
      'type H = typeof import("h"); notimport("i"); const from = "j";',
    ].join("\n");
    expect(importedModules(code)).to.deep.equal(["a", "b", "./c.ts", "e", "f", "g", "h"]);
  });

  it("finds the names that code declares, whether or not it parses", () => {
    const code = [
      "const a = 1; let  b; async function c() {} class d extends e {",
      "const { f, g: h } = i, [j] = k; for (const l of m) {",
      "import n, { o as p } from 'q'; import * as r from 's'; import 't'",
      "x.const y; type u = v; interface w {",
    ].join("\n");
    const found = [...declaredNames(code)];
    expect(found).to.include.members(["a", "b", "c", "d", "f", "h", "l", "n", "p", "r", "u", "w"]);
    for (const name of ["e", "i", "m", "q", "s", "t", "v", "x", "y"]) {
      expect(found).not.to.include(name);
    }
  });
});
