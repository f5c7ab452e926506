import { expect } from "chai";
import type { Browser, Locator, Page } from "playwright-core";
import { choose, launchChromium, openNotebook, type RunningCourse, requireChromium, startCourse } from "./course.ts";

/** From starting JupyterLab to the last cell, on two busy cores. */
const timeout = 180_000;

describe("a learner in JupyterLab", function () {
  this.timeout(timeout);
  let course: RunningCourse;
  let browser: Browser;
  let page: Page;

  before(async function () {
    const chromium = requireChromium(this);
    course = await startCourse();
    browser = await launchChromium(chromium);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await openNotebook(page, course.addressOf("07-attention.ipynb"));
  });

  after(async () => {
    await browser?.close();
    await course?.stop();
  });

  const section = (title: string) => page.getByRole("heading", { name: title, exact: true });
  const figures = () => page.locator(".jp-RenderedPlotly");

  /** Saves what the learner sees, as the picture in the README was. */
  async function savePicture(): Promise<void> {
    const path = process.env.LLMLAB_SCREENSHOT;
    if (path === undefined) return;
    await section("The map: who attends to whom").evaluate((heading) => heading.scrollIntoView());
    await page.mouse.move(0, 0);
    await page.screenshot({ path });
  }

  it("opens the learner edition with our kernel, undisturbed by messages", async () => {
    expect(await page.locator(".jp-KernelName").innerText()).to.equal("TypeScript (llmlab)");
    expect(await page.locator("h1", { hasText: "Attention" }).count()).to.equal(1);
    expect(await page.locator(".Toastify__toast").count()).to.equal(0);
  });

  it("runs all cells up to the first exercise that is not done", async () => {
    await choose(page, "Run", "Run All Cells");
    const errors = page.locator('[data-mime-type="application/vnd.jupyter.stderr"]');
    await errors.first().waitFor({ timeout });
    expect(await errors.count()).to.equal(1);
    // Not innerText: JupyterLab leaves what is out of sight without a layout, and so without one.
    expect(await errors.textContent()).to.match(
      /^ExerciseError: favourite: 0 of 3 checks passed[\s\S]*not implemented yet[\s\S]*Stuck\?/,
    );
  });

  it("shows the map of who attends to whom, which comes to life under the mouse", async () => {
    await section("The map: who attends to whom").scrollIntoViewIfNeeded();
    const map = figures().nth(1); // the first is the bar chart above it
    await map.scrollIntoViewIfNeeded();
    const size = await map.locator("img").evaluate((image) => ({
      width: image.clientWidth,
      natural: (image as HTMLImageElement).naturalWidth,
    }));
    expect(size).to.deep.equal({ width: 700, natural: 700 });
    await map.hover();
    await map.locator(".heatmaplayer image").waitFor({ timeout: 20_000 });
    await savePicture();
  });

  /** Replaces the text of a cell and runs it. */
  async function runInstead(cell: Locator, text: string): Promise<void> {
    await cell.scrollIntoViewIfNeeded();
    await cell.locator(".cm-content").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(text);
    await page.keyboard.press("Control+Enter");
  }

  it("is told that an answer is right", async () => {
    const answer =
      "function favouriteOf(map: number[][], words: string[], word: string): string {\n" +
      "  const row = map[words.indexOf(word)];\n" +
      "  return words[row.indexOf(Math.max(...row))];\n" +
      "}";
    await runInstead(page.locator(".jp-CodeCell", { hasText: "function favouriteOf" }), answer);
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.press("Shift+Enter");
    await page.getByText("favourite: 3 of 3 checks passed").waitFor({ timeout: 20_000 });
  });

  it("stops a long training at once, and keeps what it has learnt", async () => {
    const loss = "() => crossEntropy(logitsOf(model, trainingIds), trainingAnswers)";
    await runInstead(
      page.locator(".jp-CodeCell", { hasText: "Learning whom to look at" }),
      `await train({ parameters: parametersOf(model), loss: ${loss}, steps: 100000, label: "Long" });`,
    );
    await page.getByText(/\/100000 steps, loss .* left/).waitFor({ timeout: 20_000 });
    await choose(page, "Kernel", "Interrupt Kernel");
    await page.getByText(/Long: stopped after \d+ of 100000 steps/).waitFor({ timeout: 5_000 });
    await runInstead(page.locator(".jp-CodeCell.jp-mod-active"), "console.log('kept', await shareOnAnswers(model));");
    await page.getByText(/^kept 0\.9/).waitFor({ timeout: 20_000 });
  });

  it("shows the pieces of a text in boxes, and moves a figure by its slider and its button", async () => {
    course.write("steps.ipynb", [
      'import { figureSteps, lines, tokenPieces } from "llmlab/display";',
      'tokenPieces([{ name: "pieces", pieces: ["The", " teacher"] }])',
      'const titles = { xTitle: "step", yTitle: "loss" };\n' +
        "const steps = [2, 1, 0].map((last) => ({\n" +
        "  name: String(last),\n" +
        '  figure: lines({ series: [{ name: "a", x: [0, 1], y: [3, last] }], title: "Down to " + last, ...titles }),\n' +
        "}));\n" +
        'figureSteps({ title: "A fall", label: "loss", steps })',
    ]);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await openNotebook(page, course.addressOf("steps.ipynb"));
    await choose(page, "Run", "Run All Cells");
    await page.locator("bdi", { hasText: "␣teacher" }).waitFor({ timeout: 40_000 });
    const figure = page.locator(".jp-RenderedPlotly");
    await figure.locator("img").waitFor({ timeout: 40_000 });
    await figure.hover();
    await figure.locator(".slider-rail-touch-rect").click({ position: { x: 5, y: 5 }, timeout: 20_000 });
    await figure.getByText("Down to 2").waitFor({ timeout: 20_000 });
    await figure.getByText("loss: 2").waitFor({ timeout: 20_000 });
    await figure.getByText("▶ Play").click();
    await figure.getByText("Down to 1").waitFor({ timeout: 20_000 });
    await figure.getByText("Down to 0").waitFor({ timeout: 20_000 });
    await figure.getByText("loss: 0").waitFor({ timeout: 20_000 });
    await page.close();
  });
});
