import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** How a cell ended in the child: its value as JSON, or its error. */
export interface ChildRun {
  readonly value?: string;
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly stack?: string;
    /** The map of the first local TypeScript file in the stack. */
    readonly mapped?: { readonly map: string; readonly source: string };
  };
}

const packageRoot = fileURLToPath(new URL("../../..", import.meta.url));

/** A notebook's folder with files in it, and a process that runs cells there with the module hooks. */
export class ModuleSession {
  readonly folder: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  constructor(options: { readonly node?: string } = {}) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "llmlab-modules-")));
    const script = fileURLToPath(new URL("module-child.mjs", import.meta.url));
    const args = ["--no-warnings", script, this.folder, packageRoot];
    this.#child = spawn(options.node ?? process.execPath, args, { cwd: this.folder });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    this.#child.stderr.on("data", (text) => {
      this.#errors += text;
    });
  }

  /** Writes a file of the folder. */
  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  async run(code: string): Promise<ChildRun> {
    this.#child.stdin.write(`${JSON.stringify(code)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`The child ended: ${this.#errors}`);
    return JSON.parse(value);
  }

  /** Runs cells that must not fail and gives the value of the last one. */
  async value(...cells: string[]): Promise<unknown> {
    let value: string | undefined;
    for (const code of cells) {
      const run = await this.run(code);
      if (run.error) throw new Error(`${run.error.name}: ${run.error.message}\n${run.error.stack}`);
      value = run.value;
    }
    return value === undefined ? undefined : JSON.parse(value);
  }

  /** Runs a cell that must fail and gives its error. */
  async error(code: string): Promise<NonNullable<ChildRun["error"]>> {
    const { error } = await this.run(code);
    if (!error) throw new Error(`Did not fail: ${code}`);
    return error;
  }

  close(): void {
    this.#child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
