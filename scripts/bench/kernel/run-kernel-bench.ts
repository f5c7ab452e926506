import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { repositoryRoot } from "../../setup/context.mjs";
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
import { type KernelName, kernelNames, type Row } from "./row.ts";
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
  const chosen = pick("measure", values.only, Object.keys(measurements));
  const { contestants, absent } = await findContestants(root, pick("start", values.kernels, kernelNames));
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
    machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
  };
  console.log(values.markdown ? markdownReport(rows, setting) : textReport(rows, setting));
  if (values.json !== undefined) {
    const goals = rows.map((row) => ({ ...row, goal: row.goal?.text, holds: row.goal?.holds(row.figures) }));
    writeFileSync(values.json, `${JSON.stringify({ ...setting, quick: values.quick, rows: goals }, null, 2)}\n`);
  }
  return failed.length === 0 && missedGoals(rows).length === 0 ? 0 : 1;
}

/** Reads a list such as `tslab,deno`, of which every part must be one of the names. */
function pick<Name extends KernelName | string>(
  doing: string,
  list: string | undefined,
  names: readonly Name[],
): Name[] {
  if (list === undefined) return [...names];
  return list.split(",").map((part) => {
    const name = names.find((candidate) => candidate === part);
    if (name === undefined) throw new Error(`Cannot ${doing} "${part}": it is none of ${names.join(", ")}`);
    return name;
  });
}
