import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { repositoryRoot } from "../../setup/context.mjs";
import { chooseNames } from "../choose-names.ts";
import { machineText } from "../machine-text.ts";
import { findContestants } from "./kernels.ts";
import { measureBehaviour } from "./measure/behaviour.ts";
import { measureBusy } from "./measure/busy.ts";
import { measureConformance } from "./measure/conformance.ts";
import { measureFloods } from "./measure/floods.ts";
import { measureInterrupts } from "./measure/interrupts.ts";
import { measureLoops } from "./measure/loops.ts";
import type { Measurement } from "./measure/measurement.ts";
import { measureSmallCells } from "./measure/small-cells.ts";
import { measureStarting } from "./measure/starting.ts";
import { measureTensorCells } from "./measure/tensor-cells.ts";
import { markdownReport, missedGoals, type Setting, textReport } from "./report.ts";
import { kernelNames, type Row } from "./row.ts";
import { makeNotebookFolder } from "./sessions.ts";

const measurements: Readonly<Record<string, Measurement>> = {
  starting: measureStarting,
  cells: measureSmallCells,
  tensors: measureTensorCells,
  loops: measureLoops,
  interrupts: measureInterrupts,
  busy: measureBusy,
  floods: measureFloods,
  behaviour: measureBehaviour,
  conformance: measureConformance,
};

const USAGE = `npm run bench -- kernel [--quick] [--markdown] [--json FILE] [--kernels LIST] [--only LIST]

Measures our kernel beside tslab, Deno (fetched from npm once) and ipykernel, all in one run on this machine.
  --quick         fewer repetitions, for a look at it
  --markdown      print a Markdown table for lib/kernel/README.md
  --json FILE     write the figures and the single measurements to a file
  --kernels LIST  some of ${kernelNames.join(",")}
  --only LIST     some of ${Object.keys(measurements).join(",")}`;

/** Runs the benchmark of the kernel; the exit code is 1 when a goal does not hold or could not be measured. */
export async function runKernelBench(args: readonly string[], root = repositoryRoot): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      json: { type: "string" },
      kernels: { type: "string" },
      only: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const chosen = chooseNames("measure", values.only, Object.keys(measurements));
  const { contestants, absent } = await findContestants(root, chooseNames("start", values.kernels, kernelNames));
  for (const line of absent) console.error(line);
  const settings = { contestants, root, folder: makeNotebookFolder(root), quick: values.quick };
  const rows: Row[] = [];
  const failed: string[] = [];
  for (const name of chosen) {
    const start = performance.now();
    try {
      rows.push(...((await measurements[name]?.(settings)) ?? []));
      console.error(`measured ${name} in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    } catch (error) {
      // What was measured before it took minutes, and is still true.
      failed.push(name);
      console.error(`Cannot measure ${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  const setting: Setting = {
    versions: Object.fromEntries(contestants.map(({ name, version }) => [name, version])),
    machine: machineText(),
  };
  console.log(values.markdown ? markdownReport(rows, setting) : textReport(rows, setting));
  if (values.json !== undefined) {
    const goals = rows.map((row) => ({ ...row, goal: row.goal?.text, holds: row.goal?.holds(row.figures) }));
    writeFileSync(values.json, `${JSON.stringify({ ...setting, quick: values.quick, rows: goals }, null, 2)}\n`);
  }
  return failed.length === 0 && missedGoals(rows).length === 0 ? 0 : 1;
}
