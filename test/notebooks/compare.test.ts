import { expect } from "chai";
import { differences } from "../../scripts/notebooks/compare.ts";
import type { CodeCell, Output } from "../../scripts/notebooks/notebook.ts";
import { code, notebook, shown, stderr, stdout, text } from "./build.ts";

const ignoring = { metadata: { tags: ["nbval-ignore-output"] } };

/** Compares two runs of a notebook with one code cell. */
function compare(committed: Output[], executed: Output[], rest: Partial<CodeCell> = {}): string[] {
  return differences(
    notebook(code("f();", { ...rest, outputs: committed })),
    notebook(code("f();", { ...rest, outputs: executed })),
  );
}

describe("two runs of a notebook", () => {
  it("are the same however the streams were cut", () => {
    expect(compare([stdout("a\nb\n")], [stdout("a"), stdout("\n"), stdout("b\n")])).to.deep.equal([]);
  });

  it("differ where a line of text changed, which is shown with its number", () => {
    expect(compare([stdout("a\nb\nc\n")], [stdout("a\nB\nc\n")])).to.deep.equal([
      'cell 1 (code, id "code"), output 1 (stdout) changed, line 2\n  - b\n  + B',
    ]);
  });

  it("differ where a last line break is gone", () => {
    expect(compare([stdout("a\n")], [stdout("a")])).to.have.lengthOf(1);
  });

  it("differ in ten lines at the most, with a count of the rest", () => {
    const long = Array.from({ length: 30 }, (_, line) => `line ${line}`).join("\n");
    expect(compare([stdout("short")], [stdout(long)])[0]).to.match(/\+ line 9\n {2}\+ \(20 more lines\)$/);
  });

  it("differ where a figure's description changed, and not where its picture did", () => {
    const figure = (description: string, png: string) => [shown({ "text/plain": description, "image/png": png })];
    expect(compare(figure("rises", "YQ=="), figure("falls", "YQ=="))[0]).to.include("- rises\n  + falls");
    expect(compare(figure("rises", "YQ=="), figure("rises", "Yg=="))).to.deep.equal([]);
  });

  it("differ where a MIME type, an output or their order changed", () => {
    const plain = shown({ "text/plain": "x" });
    const rich = shown({ "text/plain": "x", "image/png": "YQ==" });
    expect(compare([rich], [plain])[0]).to.include(
      "has other kinds of output\n  - display_data (image/png, text/plain)\n  + display_data (text/plain)",
    );
    expect(compare([stdout("x")], [])).to.have.lengthOf(1);
    expect(compare([stdout("x"), plain], [plain, stdout("x")])).to.have.lengthOf(1);
  });

  it("may differ in the text, not in the kinds of output, of a cell tagged nbval-ignore-output", () => {
    expect(compare([stdout("1 s")], [stdout("2 s")], ignoring)).to.deep.equal([]);
    expect(compare([stdout("1 s")], [shown({ "text/plain": "2 s" })], ignoring)).to.have.lengthOf(1);
  });

  it("are never in order with stderr or an error, even when both have it", () => {
    const error: Output = { output_type: "error", ename: "Error", evalue: "bad", traceback: [] };
    expect(compare([stderr("warning\n")], [stderr("warning\n")])).to.deep.equal([
      'cell 1 (code, id "code") wrote to stderr\n  + warning',
    ]);
    expect(compare([error], [error], ignoring)).to.deep.equal(['cell 1 (code, id "code") failed\n  + Error: bad']);
  });

  it("may show the same error where a cell is tagged raises-exception", () => {
    const raising = { metadata: { tags: ["raises-exception"] } };
    expect(compare([stderr("Error: bad\n")], [stderr("Error: bad\n")], raising)).to.deep.equal([]);
    expect(compare([stderr("Error: bad\n")], [stderr("Error: worse\n")], raising)).to.have.lengthOf(1);
  });

  it("differ where cells were added, changed or exchanged", () => {
    const [a, b] = [code("a", { id: "a" }), code("b", { id: "b" })];
    expect(differences(notebook(a), notebook(a, b))).to.deep.equal(["the notebook has 1 cells, the run 2"]);
    expect(differences(notebook(a, b), notebook(b, a))).to.have.lengthOf(2);
    expect(differences(notebook(a), notebook({ ...a, source: "c" }))[0]).to.include(
      "another source in the run\n  - a\n  + c",
    );
    expect(differences(notebook(text("x")), notebook({ ...code("x"), id: "text" }))[0]).to.include(
      "is a code cell in the run",
    );
  });
});
