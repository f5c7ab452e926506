import { readFileSync } from "node:fs";
import { expect } from "chai";
import { readNotebook, writeNotebook } from "../../../scripts/notebooks/notebook.ts";
import { code, notebook, text } from "../../notebooks/build.ts";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";
import { runTestPython } from "../../support/python.ts";

describe("papermill", function () {
  this.timeout(60_000);
  const folder = useSharedFolder();
  const papermill = (...args: string[]) => runTestPython(["-m", "papermill", ...args], { cwd: folder.path() });

  it("sets parameters in TypeScript, runs the notebook and writes its outputs", () => {
    const parameters = { id: "parameters", metadata: { tags: ["parameters"] } };
    const source = notebook(
      text("# Sums"),
      code("let count = 2;\nlet name = 'nobody';", parameters),
      code("if (name !== 'nobody') count++;\nname.toUpperCase() + ' ' + count", { id: "use" }),
    );
    writeNotebook(folder.path("in.ipynb"), source);
    const { status, stderr } = papermill(
      "in.ipynb",
      "out.ipynb",
      "-p",
      "count",
      "41",
      "-p",
      "name",
      'a "b"',
      "-k",
      "llmlab",
    );
    expect(status, stderr).to.equal(0);
    expect(stderr).to.not.match(/unknown parameter|does not support/);
    const { cells } = readNotebook(folder.path("out.ipynb"));
    expect(cells[2]?.source).to.equal('// Parameters\nlet count = 41;\nlet name = "a \\"b\\"";\n');
    const [result] = cells[3]?.cell_type === "code" ? cells[3].outputs : [];
    expect(result).to.have.nested.property("data.text/plain").that.includes('A "B" 42');
  });

  it("fails where a cell does, says where, and keeps what was done", () => {
    writeNotebook(
      folder.path("failing.ipynb"),
      notebook(code("console.log('so far');", { id: "one" }), code("const x: number = 'one';", { id: "two" })),
    );
    const { status, stderr } = papermill("failing.ipynb", "failed.ipynb");
    expect(status).to.equal(1);
    expect(stderr).to.include("PapermillExecutionError").and.include("TS2322").and.include("Cell In[2], line 1");
    expect(readFileSync(folder.path("failed.ipynb"), "utf8"))
      .to.include("so far")
      .and.include('"output_type": "error"');
  });
});
