import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repositoryRoot } from "../../setup/context.mjs";
import { chooseNames } from "../choose-names.ts";
import { machineText } from "../machine-text.ts";
import { type Growth, growthAxes, measureGrowth } from "./measure-growth.ts";
import { measurePeak } from "./measure-peak.ts";
import { type Effort, measureTask, sideNames } from "./measure-row.ts";
import { measureShakespeare, SHAKESPEARE_STEPS, type ShakespeareResult } from "./measure-shakespeare.ts";
import { missed, type Report, reportText } from "./report.ts";
import { type RowResult, resultOf } from "./result.ts";
import { type RowPlan, rowPlans } from "./rows.ts";
import { type Starter, withSides } from "./sides.ts";
import { findTorch } from "./torch-environment.ts";

/** The load of the last minute from which on the ratios say little. */
const BUSY = 0.5;

const axes = Object.keys(growthAxes).filter((axis): axis is Growth["axis"] => axis in growthAxes);
const growthNames = axes.map((axis) => `growth-${axis}`);
/** What --only can choose. */
export const partNames: readonly string[] = [...rowPlans.map(({ name }) => name), ...growthNames, "shakespeare"];

const USAGE = `npm run bench -- train [--quick] [--markdown] [--json FILE] [--only LIST] [--python PROGRAM]

Measures our training and decoding beside PyTorch's, eager and with torch.compile, in turns on the same threads. PyTorch
comes from pip, once, into .llmlab/bench/torch. Nothing else should run meanwhile: it takes about half an hour.
  --quick           few repetitions and 200 steps of Shakespeare, for a look at it
  --markdown        print Markdown tables for the README
  --json FILE       write all measurements to a file
  --only LIST       some of ${partNames.join(",")}
  --python PROGRAM  a Python that has torch and numpy already`;

/** Runs the benchmark of training; the exit code is 1 when a goal does not hold or could not be measured. */
export async function runTrainBench(args: readonly string[], root = repositoryRoot): Promise<number> {
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
  const [load = 0] = loadavg();
  if (load > BUSY) {
    console.error(
      `The machine is busy (a load of ${load.toFixed(1)}): PyTorch's threads wait for each other, and suffer more`,
    );
  }
  const torch = await findTorch(root, values.python).catch((error: unknown) => {
    console.error(`PyTorch is left out: ${messageOf(error)}`);
    return undefined;
  });
  const folder = mkdtempSync(join(tmpdir(), "llmlab-bench-"));
  const common = { torch, threads: availableParallelism() };
  const failed: string[] = [];
  try {
    const report = await measure(chosen, { common, folder, quick: values.quick, root, failed });
    console.log(reportText(report, { markdown: values.markdown }));
    for (const line of missed(report)) console.error(line);
    if (values.json !== undefined) {
      writeFileSync(values.json, `${JSON.stringify({ ...report, quick: values.quick }, null, 2)}\n`);
    }
    return failed.length === 0 && missed(report).length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(chosen: readonly string[], run: Run): Promise<Report> {
  const { common, quick, root, failed } = run;
  const effort = { rounds: quick ? 3 : 9, roundTime: quick ? 300 : 1000, threads: common.threads };
  /** What was measured before a failure took minutes, and is still true. */
  async function attempt<Value>(name: string, work: (starter: Starter) => Promise<Value>): Promise<Value | undefined> {
    const start = performance.now();
    // Each part has a folder of its own: the compiled forms of another would hide what its first step costs.
    const folder = mkdtempSync(join(run.folder, "part-"));
    try {
      const value = await work({ ...common, folder });
      console.error(`measured ${name} in ${((performance.now() - start) / 1000).toFixed(0)} s`);
      return value;
    } catch (error) {
      failed.push(name);
      console.error(`Cannot measure ${name}: ${messageOf(error)}`);
      return undefined;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const version = await attempt("what PyTorch it is", torchVersion);
  const peak = await attempt("the peak", (starter) => measurePeak(starter, quick ? 3 : 10));
  const rows: RowResult[] = [];
  for (const plan of rowPlans.filter(({ name }) => chosen.includes(name))) {
    const result = await attempt(plan.name, (starter) => measureRow(plan, starter, effort));
    if (result !== undefined) rows.push(result);
  }
  const growths: Growth[] = [];
  const short = { ...effort, rounds: quick ? 2 : 4, roundTime: effort.roundTime / 2 };
  for (const axis of axes.filter((axis) => chosen.includes(`growth-${axis}`))) {
    const growth = await attempt(`growth by ${axis}`, (starter) => measureGrowth(axis, starter, short));
    if (growth !== undefined) growths.push(growth);
  }
  let shakespeare: ShakespeareResult | undefined;
  if (chosen.includes("shakespeare")) {
    const text = join(root, "..", "shared", "corpora", "tinyshakespeare.txt");
    shakespeare = await attempt("Shakespeare", (starter) =>
      measureShakespeare(text, starter, quick ? 200 : SHAKESPEARE_STEPS),
    );
    if (shakespeare === undefined && !failed.includes("Shakespeare")) {
      console.error("Shakespeare is left out: tinyshakespeare.txt is not there");
    }
  }
  return {
    machine: machineText(common.threads),
    ...(version !== undefined && { torch: version }),
    ...(peak !== undefined && { peak }),
    rows,
    growths,
    ...(shakespeare !== undefined && { shakespeare }),
  };
}

interface Run {
  readonly common: Omit<Starter, "folder">;
  readonly folder: string;
  readonly quick: boolean;
  readonly root: string;
  /** Takes the names of what could not be measured. */
  readonly failed: string[];
}

function measureRow(plan: RowPlan, starter: Starter, effort: Effort): Promise<RowResult> {
  return withSides(sideNames, starter, async (contestants) => {
    const { folder } = starter;
    return resultOf(plan, await measureTask(plan.task, contestants, { folder, effort, compared: plan.compared }));
  });
}

function torchVersion(starter: Starter): Promise<string | undefined> {
  return withSides(["eager"], starter, async ([contestant]) => {
    const answer = await contestant?.side.ask({ do: "version" });
    return answer === undefined ? undefined : String(answer.version);
  });
}

/** Reads a list such as `gpt-0.81m,lstm`. */
export function chooseParts(list: string | undefined): readonly string[] {
  return chooseNames("measure", list, partNames);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
