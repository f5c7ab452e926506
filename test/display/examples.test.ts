import { expect } from "chai";
import { figureSteps, lines, points, tokenPieces } from "../../lib/display/index.ts";

/** Outside a kernel, `show` prints these words. */
async function wordsOf(item: ReturnType<typeof tokenPieces>): Promise<unknown> {
  return (await item.bundle()).data["text/plain"];
}

describe("the examples of the displays' docstrings", () => {
  it("show pieces", async () => {
    const item = tokenPieces(
      [
        { name: "words", pieces: ["The", "teacher"] },
        {
          name: "GPT-2",
          pieces: [
            { text: "The", id: 464 },
            { text: " teacher", id: 4701 },
          ],
        },
      ],
      { title: "One text, cut twice" },
    );
    expect(await wordsOf(item)).to.equal(
      "One text, cut twice\nwords (2): The|teacher\nGPT-2 (2): The|␣teacher\n  ids: 464|4701",
    );
  });

  it("show a figure with steps, and points", async () => {
    const losses = [2.3, 1.4, 1.1, 0.9];
    const steps = figureSteps({
      title: "The loss falls",
      label: "after step",
      steps: [2, 3, 4].map((count) => ({
        name: String(count),
        figure: lines({
          series: [{ name: "training", x: [1, 2, 3, 4].slice(0, count), y: losses.slice(0, count) }],
          title: "The loss falls",
          xTitle: "step",
          yTitle: "loss",
        }),
      })),
    });
    expect(await wordsOf(steps)).to.match(/after step 4: .* training falls from 2\.3 to 0\.9\.$/);
    const words = points({
      title: "Words in a plane",
      points: [
        [0.9, 0.1],
        [0.8, 0.3],
        [-0.7, 0.2],
      ],
      labels: ["teacher", "student", "book"],
      groups: ["people", "people", "things"],
      links: [[0, 1]],
    });
    expect(await wordsOf(words)).to.contain("Nearest: teacher and student.");
  }).timeout(60_000);
});
