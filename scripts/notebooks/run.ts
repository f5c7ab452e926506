import { basename } from "node:path";
import { parseArgs } from "node:util";
import { findNotebooks } from "./course-notebooks.ts";
import { type Mode, processNotebook } from "./process-notebook.ts";

const USAGE = `npm run notebooks -- [names...] [--check | --learner]

Executes the course's notebooks, or the named ones (07, 07-attention, or a path), and writes their outputs.
  --check    write nothing: compare with the committed outputs
  --learner  write nothing: hold that every test fails in the learner edition`;

/** Runs the command with its arguments; the result is the exit status. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { check: { type: "boolean" }, learner: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.check && values.learner) throw new Error("Cannot do --check and --learner at once: choose one");
  const mode: Mode = values.check ? "check" : values.learner ? "learner" : "write";
  const paths = findNotebooks(positionals);
  if (paths.length === 0) throw new Error("Cannot run notebooks: notebooks/ has none; name one by its path");
  let failed = 0;
  for (const path of paths) {
    const start = Date.now();
    const problems = await processNotebook(path, mode);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${basename(path)} (${seconds} s)`);
    for (const problem of problems) console.log(problem.replace(/^/gm, "     "));
    if (problems.length > 0) failed++;
  }
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
