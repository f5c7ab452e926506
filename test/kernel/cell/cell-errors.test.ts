import { expect } from "chai";
import { syntaxError, typeError } from "../../../lib/kernel/cell/cell-errors.ts";
import { codeFrame } from "../../../lib/kernel/cell/code-frame.ts";
import { plainMessage } from "../../../lib/kernel/cell/names.ts";

describe("A code frame", () => {
  const lines = (code: string, text: string) => {
    const start = code.indexOf(text);
    return codeFrame(code, start, start + text.length);
  };

  it("shows the lines around and marks the place", () => {
    expect(lines("const a = 1;\nconst x: string = a;\nx.trim();", "x:")).to.deep.equal([
      "  1 | const a = 1;",
      "> 2 | const x: string = a;",
      "    |       ^^",
      "  3 | x.trim();",
    ]);
  });

  it("shows two lines on either side, with numbers as wide as the widest", () => {
    const code = Array.from({ length: 12 }, (_, index) => `line${index + 1}`).join("\n");
    expect(lines(code, "line9")).to.deep.equal([
      "   7 | line7",
      "   8 | line8",
      ">  9 | line9",
      "     | ^^^^^",
      "  10 | line10",
      "  11 | line11",
    ]);
  });

  it("keeps tabs under tabs and counts an emoji as two columns", () => {
    expect(lines("\tconst s = '\u{1F600}', bad;", "bad")).to.deep.equal([
      "> 1 | \tconst s = '\u{1F600}', bad;",
      "    | \t                ^^^",
    ]);
    expect(lines("f('\u{1F600}\u{1F600}')", "'\u{1F600}\u{1F600}'")[1]).to.equal("    |   ^^^^^^");
  });

  it("marks several lines, without their indentation", () => {
    expect(lines("f({\n  a: 1,\n\n  b: 2,\n})", "{\n  a: 1,\n\n  b: 2,\n}")).to.deep.equal([
      "> 1 | f({",
      "    |   ^",
      "> 2 |   a: 1,",
      "    |   ^^^^^",
      "> 3 |",
      "> 4 |   b: 2,",
      "    |   ^^^^^",
      "> 5 | })",
      "    | ^",
    ]);
  });

  it("shows the end of the text for an empty range there", () => {
    expect(codeFrame("f(", 2, 2)).to.deep.equal(["> 1 | f(", "    |   ^"]);
    expect(codeFrame("", 0, 0)).to.deep.equal(["> 1 |", "    | ^"]);
  });

  it("cuts long lines around the place", () => {
    const frame = lines(`${"a + ".repeat(200)}bad${" + b".repeat(200)}`, "bad");
    expect(frame[0]?.length).to.be.lessThan(170);
    const at = frame[0]?.indexOf("bad") ?? 0;
    expect(frame[1]?.indexOf("^^^")).to.equal(at);
    expect(frame[0]).to.match(/^> 1 \| \.\.\..*\.\.\.$/);
  });
});

describe("The errors of a cell that does not run", () => {
  it("show a syntax fault with its place", () => {
    expect(
      syntaxError({ number: 3, code: "let x = ;" }, { message: "Unexpected token", start: 8, end: 9 }),
    ).to.deep.equal({
      ename: "SyntaxError",
      evalue: "Unexpected token",
      traceback: [
        "Cell In[3], line 1, column 9",
        "",
        "> 1 | let x = ;",
        "    |         ^",
        "",
        "SyntaxError: Unexpected token",
      ],
    });
  });

  it("show a type fault of a file with the file's name and code", () => {
    const file = { name: "src/low.ts", code: "// 1\nconst low: number = 'a';" };
    const { traceback } = typeError({ number: 3, code: "low" }, [
      { code: 2322, message: "m", start: 11, end: 14, file },
    ]);
    expect(traceback).to.include("src/low.ts, line 2, column 7").and.to.include("> 2 | const low: number = 'a';");
  });

  it("show a type fault with its number", () => {
    const message = "Type 'string' is not assignable to type 'number'.";
    expect(
      typeError({ number: 12, code: "\nlet x: number = 'a'" }, [{ code: 2322, message, start: 5, end: 6 }]),
    ).to.deep.equal({
      ename: "TypeScriptError",
      evalue: `TS2322: ${message}`,
      traceback: [
        "Cell In[12], line 2, column 5",
        "",
        "  1 |",
        "> 2 | let x: number = 'a'",
        "    |     ^",
        "",
        `TS2322: ${message}`,
      ],
    });
  });

  it("show the first five of many, in order of their places", () => {
    const faults = Array.from({ length: 7 }, (_, index) => ({
      code: 1000 + index,
      message: "m",
      start: 6 - index,
      end: 7,
    }));
    const { evalue, traceback } = typeError({ number: 1, code: "abcdefg" }, faults);
    expect(evalue).to.equal("TS1006: m (and 6 more)");
    expect(traceback.filter((line) => line.startsWith("TS"))).to.deep.equal(
      [1006, 1005, 1004, 1003, 1002].map((code) => `TS${code}: m`),
    );
    expect(traceback.at(-1)).to.equal("and 2 more");
  });
});

describe("A message of V8 about a name", () => {
  const rows: readonly (readonly [message: string, plain: string])[] = [
    ["(0 , $.f) is not a function", "f is not a function"],
    ["(0 , $1.f) is not a function", "f is not a function"],
    ["$.xs is not iterable", "xs is not iterable"],
    ["$local_xs is not iterable", "xs is not iterable"],
    ["$.C is not a constructor", "C is not a constructor"],
    ["$.a.b is not a function", "a.b is not a function"],
    ["(intermediate value).$.f is not a function", "(intermediate value).$.f is not a function"],
    [
      "Cannot destructure property 'a' of '$.o' as it is undefined.",
      "Cannot destructure property 'a' of 'o' as it is undefined.",
    ],
    ["Cannot read properties of undefined (reading 'x')", "Cannot read properties of undefined (reading 'x')"],
    ["costs $.50 a piece", "costs $.50 a piece"],
    ["jq$.x is not a function", "jq$.x is not a function"],
    ["$.f", "$.f"],
  ];
  for (const [message, plain] of rows) {
    it(`says ${plain}`, () => expect(plainMessage(message)).to.equal(plain));
  }
});
