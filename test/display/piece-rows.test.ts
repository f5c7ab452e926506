import { expect } from "chai";
import { tokenPieces } from "../../lib/display/index.ts";

describe("the rows of pieces", () => {
  it("are no list of terms, whose names JupyterLab floats to the left of other rows", async () => {
    const rows = ["words", "letters", "bytes"].map((name) => ({ name, pieces: ["a", "b"] }));
    const { data } = await tokenPieces(rows).bundle();
    const html = String(data["text/html"]);
    expect(html).not.to.match(/<d[ltd]\b/);
    for (const { name } of rows) expect(html).to.contain(`>${name} (2)</div>`);
  });
});
