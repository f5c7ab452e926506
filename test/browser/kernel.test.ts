import { expect } from "chai";
import type { Browser, Locator, Page } from "playwright-core";
import { choose, launchChromium, openNotebook, type RunningCourse, requireChromium, startCourse } from "./course.ts";

/** The cells of the notebook that the tests work in, by what they are for. */
const cells = {
  words:
    'interface Word { text: string }\nconst words: Word[] = ["teacher", "book"].map((text) => ({ text }));\nwords.length',
  complete: "words",
  inspect: "/** Counts the letters of a word. */\nfunction letters(word: Word): number { return word.text.length; }",
  typeError: 'const wrong: number = "text";',
  endless: "let rounds = 0;\nawait null;\nwhile (true) rounds += 1;",
  afterwards: '["still", words.length, "words", rounds > 0 ? "and the rounds" : ""].join(" ")',
  ask: 'const name = prompt("Who are you?");\n["hello", name].join(" ")',
  progress:
    'import { progress } from "llmlab/display";\n' +
    'const bar = progress({ total: 10, label: "Walking" });\n' +
    "for (let i = 1; i <= 10; i++) { bar.update(i); await new Promise((resolve) => setTimeout(resolve, 150)); }\n" +
    'bar.finish("walked");',
};
type CellName = keyof typeof cells;

describe("the kernel in JupyterLab", function () {
  this.timeout(60_000);
  let course: RunningCourse;
  let browser: Browser;
  let page: Page;

  before(async function () {
    this.timeout(180_000);
    const chromium = requireChromium(this);
    course = await startCourse();
    course.write("kernel.ipynb", Object.values(cells));
    browser = await launchChromium(chromium);
    page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
    await openNotebook(page, course.addressOf("kernel.ipynb"));
  });

  after(async () => {
    await browser?.close();
    await course?.stop();
  });

  const cellOf = (name: CellName): Locator => page.locator(".jp-CodeCell").nth(Object.keys(cells).indexOf(name));
  const outputOf = (name: CellName): Locator => cellOf(name).locator(".jp-OutputArea-output");
  const numberOf = (name: CellName): Locator => cellOf(name).locator(".jp-InputPrompt");

  async function run(name: CellName): Promise<void> {
    await cellOf(name).locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
  }

  /** Puts the cursor at the end of a cell, types, and takes what was typed back afterwards. */
  async function typing(name: CellName, text: string, look: () => Promise<void>): Promise<void> {
    await cellOf(name).locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(text);
    try {
      await look();
    } finally {
      await page.keyboard.press("Escape");
      for (const _ of text) await page.keyboard.press("Backspace");
    }
  }

  it("runs a cell, numbers it and shows its value", async () => {
    await run("words");
    await outputOf("words").getByText("2", { exact: true }).waitFor();
    expect(await numberOf("words").innerText()).to.equal("[1]:");
  });

  it("has its cells coloured as TypeScript", async () => {
    const colourOf = (text: string) =>
      cellOf("words")
        .locator(".cm-line span", { hasText: new RegExp(`^${text}$`) })
        .first()
        .evaluate((span) => getComputedStyle(span).color);
    expect(await colourOf("interface"), "interface, which is a word of TypeScript alone").to.equal(
      await colourOf("const"),
    );
    expect(await colourOf("interface")).not.to.equal(await colourOf("words"));
  });

  it("completes the members of a variable of another cell", async () => {
    const offered = (text: string) => page.locator(".jp-Completer-item", { hasText: text }).first();
    await typing("complete", "[0].te", async () => {
      await page.keyboard.press("Tab");
      await offered("text").waitFor();
    });
    await typing("complete", ".fi", async () => {
      await page.keyboard.press("Tab");
      await offered("filter").waitFor();
      await page.keyboard.press("Enter");
      await cellOf("complete")
        .locator(".cm-line", { hasText: /^words\.fil/ })
        .waitFor();
    });
  });

  it("explains the name at the cursor", async () => {
    await run("inspect");
    await numberOf("inspect")
      .getByText(/\[\d+\]/)
      .waitFor();
    await cellOf("inspect").locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await typing("inspect", "\nletters", async () => {
      await page.keyboard.press("Shift+Tab");
      const tooltip = page.locator(".jp-Tooltip");
      await tooltip.getByText("letters(word: Word): number").waitFor();
      await tooltip.getByText("Counts the letters of a word.").waitFor();
    });
  });

  it("shows a type error with its line, and runs nothing", async () => {
    await run("typeError");
    const error = outputOf("typeError").filter({ hasText: "TS2322" });
    await error.waitFor();
    expect(await error.innerText())
      .to.include("line 1")
      .and.include("not assignable to type 'number'");
  });

  it("is interrupted in an endless loop, and keeps what it had", async () => {
    await run("endless");
    await page.getByText("TypeScript (llmlab) | Busy").waitFor();
    await choose(page, "Kernel", "Interrupt Kernel");
    await outputOf("endless").getByText("KeyboardInterrupt").first().waitFor({ timeout: 5_000 });
    await run("afterwards");
    await outputOf("afterwards").getByText("still 2 words and the rounds").waitFor();
  });

  it("asks in a box below the cell", async () => {
    await run("ask");
    const box = page.locator(".jp-Stdin-input");
    await box.fill("Ada");
    await box.press("Enter");
    await outputOf("ask").getByText("hello Ada").waitFor();
  });

  it("shows progress in one output that changes", async () => {
    await run("progress");
    await outputOf("progress")
      .getByText(/Walking/)
      .waitFor({ timeout: 20_000 });
    await outputOf("progress").getByText("walked").waitFor({ timeout: 20_000 });
    expect(await outputOf("progress").count()).to.equal(1);
  });

  it("forgets everything when it is restarted, and counts from 1", async () => {
    await choose(page, "Kernel", "Restart Kernel…");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await page.getByText("TypeScript (llmlab) | Idle").waitFor();
    await run("afterwards");
    await outputOf("afterwards").getByText("Cannot find name 'words'").first().waitFor();
    expect(await numberOf("afterwards").innerText()).to.equal("[1]:");
  });
});
