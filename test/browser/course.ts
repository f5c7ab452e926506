import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const token = "browser-test";

/** Finds Chromium, which the browser tests drive: `LLMLAB_CHROMIUM`, or where Linux and macOS put it. */
function findChromium(): string | undefined {
  const places = [
    process.env.LLMLAB_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ];
  return places.find((place) => place !== undefined && existsSync(place));
}

/** Finds Chromium for a test; without it, skips the test with a word, and in CI fails. */
export function requireChromium(test: Mocha.Context): string {
  const chromium = findChromium();
  if (chromium !== undefined) return chromium;
  if (process.env.CI) throw new Error("Cannot test JupyterLab: Chromium is absent; apt-get install chromium");
  console.log("      Chromium is absent, so JupyterLab is not tested (apt-get install chromium)");
  return test.skip();
}

/** Starts Chromium without a window, and without its own traffic. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}

/** A course that runs: JupyterLab, as `npm start` opens it, on a workspace of its own. */
export interface RunningCourse {
  /** The address of a notebook. Each call gets a JupyterLab without the tabs of another. */
  addressOf(notebook: string): string;
  /** Writes a notebook of code cells into the workspace. */
  write(notebook: string, cells: readonly string[]): void;
  stop(): Promise<void>;
}

/** Runs `npm start -- --no-browser --port N` until JupyterLab answers. */
export async function startCourse(): Promise<RunningCourse> {
  const workspace = mkdtempSync(join(root, ".llmlab", "browser-test-"));
  const port = await freePort();
  const args = ["start", "--", "--no-browser", "--port", String(port), `--IdentityProvider.token=${token}`];
  const npm = spawn("npm", args, {
    cwd: root,
    env: { ...process.env, LLMLAB_WORKSPACE: relative(root, workspace) },
    detached: true,
  });
  try {
    await untilOutput(npm, "is running at");
  } catch (error) {
    rmSync(workspace, { recursive: true, force: true });
    throw error;
  }
  return {
    addressOf(notebook) {
      return `http://127.0.0.1:${port}/lab/workspaces/${randomUUID()}/tree/${notebook}?token=${token}`;
    },
    write(notebook, cells) {
      writeFileSync(join(workspace, notebook), notebookOf(cells));
    },
    async stop() {
      const ended = once(npm, "exit");
      // The whole group: npm does not hand signals on to what it runs.
      if (npm.pid !== undefined) process.kill(-npm.pid, "SIGTERM");
      await ended;
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

/** Opens a notebook and waits until its kernel is ready: the status bar says so. */
export async function openNotebook(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByText("TypeScript (llmlab) | Idle").waitFor({ timeout: 60_000 });
}

/** Chooses a command from JupyterLab's menus. */
export async function choose(page: Page, menu: string, command: string): Promise<void> {
  await page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${menu}$`) }).click();
  await page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${command}$`) }).click();
}

function notebookOf(cells: readonly string[]): string {
  return JSON.stringify({
    cells: cells.map((source, index) => ({
      cell_type: "code",
      execution_count: null,
      id: `cell-${index}`,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { display_name: "TypeScript (llmlab)", language: "typescript", name: "llmlab" } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

async function untilOutput(child: ChildProcess, words: string): Promise<void> {
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(words)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.on("exit", (code) =>
      reject(new Error(`npm start ended with code ${code} before JupyterLab ran:\n${output}`)),
    );
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("No free port was found");
  return address.port;
}
