import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CellOutline } from "../../../lib/kernel/cell/cell.ts";
import { outlineCell } from "../../../lib/kernel/cell/outline-cell.ts";
import type { Diagnostic } from "../../../lib/kernel/language/language.ts";
import {
  type LanguageOptions,
  type RunningLanguage,
  startLanguage,
} from "../../../lib/kernel/language/start-language.ts";

/** The checkout: where packages are found that the notebook's folder does not have. */
export const packageRoot = join(import.meta.dirname, "..", "..", "..");

/** A notebook whose cells are checked and never run: every cell without type errors counts as having run to its end. */
export interface Notebook {
  readonly folder: string;
  readonly language: RunningLanguage;
  /** What the language has logged. */
  readonly log: string[];
  /** Checks a cell, and makes its names known where it has no errors, or where `assigned` says which it made. */
  run(code: string, assigned?: readonly string[]): Promise<readonly Diagnostic[]>;
  /** Runs a cell and words its errors: `TS2322 at "x": Type ...`, one each. */
  errors(code: string): Promise<string[]>;
  write(name: string, text: string): void;
  close(): Promise<void>;
}

export function openNotebook(options: Partial<LanguageOptions> = {}): Notebook {
  const folder = options.folder ?? realpathSync(mkdtempSync(join(tmpdir(), "llmlab-language-")));
  const log: string[] = [];
  const language = startLanguage({ folder, packageRoot, log: (line) => log.push(line), ...options });
  let number = 0;

  async function run(code: string, assigned?: readonly string[]): Promise<readonly Diagnostic[]> {
    const outline = outlineOf(code);
    const cell = { number: ++number, code };
    const found = await language.check(cell, outline);
    if (found.length === 0 || assigned !== undefined) {
      language.commit(cell, outline, new Set(assigned ?? outline.declarations.map(({ name }) => name)));
    }
    return found;
  }

  return {
    folder,
    language,
    log,
    run,
    async errors(code) {
      const found = await run(code);
      return found.map(
        ({ code: number, message, start, end }) => `TS${number} at "${code.slice(start, end)}": ${message}`,
      );
    },
    write: (name, text) => writeFileSync(join(folder, name), text),
    async close() {
      await language.close();
      if (options.folder === undefined) {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

export function outlineOf(code: string): CellOutline {
  const read = outlineCell(code);
  if ("fault" in read) {
    throw new Error(`Cannot read the cell "${code}": ${read.fault.message}`);
  }
  return read.outline;
}
