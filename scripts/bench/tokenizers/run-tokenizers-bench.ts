import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repositoryRoot } from "../../setup/context.mjs";
import { chooseNames } from "../choose-names.ts";
import { machineText } from "../machine-text.ts";
import { prepareCorpora } from "./corpora.ts";
import { measurements } from "./measurements.ts";
import { findTokenizersPython, installNpmPeers } from "./peers.ts";
import { missed, reportText } from "./report.ts";
import type { Row } from "./row.ts";

const USAGE = `npm run bench -- tokenizers [--quick] [--markdown] [--json FILE] [--only LIST] [--python PROGRAM]

Measures our tokenizers beside Hugging Face's (Rust and npm), tiktoken, gpt-tokenizer and plain Python, in turns on the
same text. The peers come from npm and pip, once, into .llmlab/bench.
  --quick           few repetitions and 10 MB of stories, for a look at it
  --markdown        print a Markdown table for the README
  --json FILE       write all measurements to a file
  --only LIST       some of ${Object.keys(measurements).join(",")}
  --python PROGRAM  a Python that has what scripts/bench/tokenizers/requirements.txt says already`;

/** Runs the benchmark of the tokenizers; the exit code is 1 when a goal does not hold or could not be measured. */
export async function runTokenizersBench(args: readonly string[], root = repositoryRoot): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      json: { type: "string" },
      only: { type: "string" },
      python: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const chosen = chooseParts(values.only);
  const npmFolder = await orNothing(installNpmPeers(root));
  const python = await orNothing(findTokenizersPython(root, values.python));
  const folder = mkdtempSync(join(tmpdir(), "llmlab-bench-"));
  const rows: Row[] = [];
  const failed: string[] = [];
  try {
    const corpora = prepareCorpora(root, folder);
    const rounds = values.quick ? 3 : 7;
    for (const name of chosen) {
      const start = performance.now();
      try {
        const settings = { starter: { npmFolder, python }, corpora, folder, rounds, quick: values.quick };
        rows.push(...((await measurements[name]?.(settings)) ?? []));
        console.error(`measured ${name} in ${((performance.now() - start) / 1000).toFixed(0)} s`);
      } catch (error) {
        // What was measured before it is still true.
        failed.push(name);
        console.error(`Cannot measure ${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const machine = machineText(availableParallelism());
  console.log(reportText(rows, machine, { markdown: values.markdown }));
  for (const line of missed(rows)) console.error(line);
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ machine, quick: values.quick, rows }, null, 2)}\n`);
  }
  return failed.length === 0 && missed(rows).length === 0 ? 0 : 1;
}

/** Reads a list such as `train,encode`. */
export function chooseParts(list: string | undefined): readonly string[] {
  return chooseNames("measure", list, Object.keys(measurements));
}

/** Waits for a peer; says so where it is left out. */
async function orNothing<Value>(peer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await peer;
  } catch (error) {
    console.error(`Left out: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
