import { expect } from "chai";
import { writeNotebook } from "../../../scripts/notebooks/notebook.ts";
import { code, notebook, text } from "../../notebooks/build.ts";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";
import { runTestPython } from "../../support/python.ts";

describe("nbconvert --execute", function () {
  this.timeout(60_000);
  const folder = useSharedFolder();

  it("turns a notebook into a page with the code as TypeScript and the outputs of this run", () => {
    const source = notebook(
      text("# Sums"),
      code('const rows = [{ a: 1, b: "x" }];', { id: "one" }),
      code('import { table } from "llmlab/display";\ntable({ columns: ["n"], rows: [[41 + 1]], caption: "Answers" })'),
    );
    // nbconvert decides on the colours before it asks the kernel.
    source.metadata.language_info = { name: "typescript" };
    writeNotebook(folder.path("sums.ipynb"), source);
    const args = ["--to", "html", "--execute", "--stdout", "--template", "basic", "sums.ipynb"];
    const { status, stdout, stderr } = runTestPython(["-m", "nbconvert", ...args], { cwd: folder.path() });
    expect(status, stderr).to.equal(0);
    expect(stdout).to.include("<caption>Answers</caption>").and.include(">42</td>");
    expect(stdout).to.match(/class=" ?highlight hl-typescript/);
  });
});
