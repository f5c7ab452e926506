import { tmpdir } from "node:os";
import { expect } from "chai";
import { plotlyContent } from "../../lib/display/figure.ts";
import { runTestPython } from "../support/python.ts";
import { figures } from "./figures.ts";

/** Reads figures and prints what plotly's Python package, which knows three dimensions and frames, says of each. */
const program = `
import json, sys
import plotly.graph_objects as go

def judge(figure):
    try:
        go.Figure(figure)
        return "ok"
    except ValueError as error:
        return str(error).splitlines()[0]

print(json.dumps({name: judge(figure) for name, figure in json.load(sys.stdin).items()}))
`;

describe("plotly's own schema", function () {
  this.timeout(60_000);

  it("knows every property of our figures, of their scenes and of their frames", () => {
    const wrong = { data: [{ type: "scatter3d", colour: "red" }], layout: {} };
    const input = Object.fromEntries(Object.entries(figures).map(([name, item]) => [name, plotlyContent(item)]));
    const { status, stdout, stderr } = runTestPython(["-c", program], {
      cwd: tmpdir(),
      input: JSON.stringify({ ...input, wrong }),
    });
    expect(status, stderr).to.equal(0);
    const { wrong: refused, ...verdicts } = JSON.parse(stdout);
    expect(refused).to.contain("Invalid property specified");
    expect(verdicts).to.deep.equal(Object.fromEntries(Object.keys(figures).map((name) => [name, "ok"])));
  });
});
