import { expect } from "chai";
import { type ArcsOptions, arcs } from "../../lib/display/index.ts";

const cuts: ArcsOptions = {
  letters: ["h", "i"],
  arcs: [
    { from: 0, to: 2, label: "hi<br>−1", look: "strong" },
    { from: 0, to: 1, label: "h" },
    { from: 1, to: 2, label: "i", look: "faint" },
  ],
  title: "Two ways to cut a word",
};

/** The points of a trace, without its gaps. */
function pointsOf(trace: unknown): [number, number][] {
  const { x, y } = trace as { x: (number | null)[]; y: (number | null)[] };
  return x.flatMap((across, at) => (across === null ? [] : [[across, y[at] ?? Number.NaN] as [number, number]]));
}

describe("arcs", () => {
  it("run from place to place, the longer the higher", () => {
    const { data } = arcs(cuts);
    const [faint, , usual, , strong] = data.map(pointsOf);
    expect(usual?.at(0)?.[0]).to.be.closeTo(0, 1e-6);
    expect(usual?.at(-1)?.[0]).to.be.closeTo(1, 1e-6);
    expect(faint?.at(0)?.[0]).to.be.closeTo(1, 1e-6);
    const top = (points: [number, number][] = []) => Math.max(...points.map(([, y]) => y));
    expect(top(usual)).to.be.closeTo(1, 1e-6);
    expect(top(strong)).to.be.greaterThan(1.3);
  });

  it("tell a strong arc from a faint one without colour too", () => {
    const [faint, , usual, , strong] = arcs(cuts).data.map(({ line }) => line as { width: number; dash: string });
    expect([faint?.dash, usual?.dash]).to.deep.equal(["dot", "solid"]);
    expect(strong?.width).to.be.greaterThan(2 * (usual?.width ?? 0));
  });

  it("have the same traces and axes whichever look they have, so that they can be steps of a slider", () => {
    const first = arcs(cuts);
    const other = arcs({ ...cuts, arcs: cuts.arcs.map((arc) => ({ ...arc, look: "usual" })), places: ["0", "", "−1"] });
    expect(other.data.map(({ mode }) => mode)).to.deep.equal(first.data.map(({ mode }) => mode));
    expect(other.layout).to.deep.equal(first.layout);
  });

  it("are described with their ends and labels", () => {
    expect(arcs({ ...cuts, places: ["0", "", "−1"] }).description).to.equal(
      'Arcs "Two ways to cut a word". The row: h i. Strong: hi −1 from 0 to 2. Arcs: h from 0 to 1. ' +
        "Faint: i from 1 to 2. Under the places: 0 0, 1 nothing, 2 −1.",
    );
  });

  it("are drawn, without arcs too", async () => {
    const { data } = await arcs({ ...cuts, arcs: [] }).bundle();
    expect(data["image/png"]).to.be.a("string");
  });

  it("name what is wrong", () => {
    expect(() => arcs({ ...cuts, letters: [] })).to.throw("Cannot draw arcs over nothing");
    expect(() => arcs({ ...cuts, places: ["0"] })).to.throw(
      "Cannot write 1 words under the places: 2 letters have 3 places around them",
    );
    expect(() => arcs({ ...cuts, arcs: [{ from: 1, to: 1 }] })).to.throw("Cannot draw an arc from 1 to 1");
    expect(() => arcs({ ...cuts, arcs: [{ from: 0, to: 3 }] })).to.throw("between the places 0 and 2");
    expect(() => arcs({ ...cuts, arcs: [{ from: Number.NaN, to: 1 }] })).to.throw("an end of arc 0");
  });
});
