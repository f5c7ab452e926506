import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { environmentProgram, pythonVariables, testFolder } from "../../../setup/virtual-environment.mjs";
import { objectOf } from "../client/message.ts";
import type { Contestant } from "../kernels.ts";
import { exactly, type Figure, type Goal, type KernelName, type Row } from "../row.ts";
import type { Measurement } from "./measurement.ts";

/** How many of the twelve tests of jupyter_kernel_test a kernel passes, and whether it welcomes subscribers. */
export const measureConformance: Measurement = async ({ contestants, root }) => {
  const passed: Partial<Record<KernelName, Figure>> = {};
  const welcome: Partial<Record<KernelName, Figure>> = {};
  for (const contestant of contestants) {
    const names = await passedBy(contestant, root);
    passed[contestant.name] = names.filter((name) => name !== welcomeTest).length;
    welcome[contestant.name] = names.includes(welcomeTest) ? "yes" : "no";
  }
  const rows: Row[] = [
    { what: "jupyter_kernel_test, passed of 12", unit: "", figures: passed, goal: allButThePager },
    { what: "iopub_welcome", unit: "", figures: welcome, goal: exactly("yes") },
  ];
  return rows;
};

/** The suite itself has the pager as optional, and a notebook has no use for one. */
const allButThePager: Goal = {
  text: "12, or 11 without a pager",
  holds: ({ llmlab }) => (typeof llmlab === "number" ? llmlab >= 11 : undefined),
};

const welcomeTest = "test_recv_iopub_welcome_msg";

async function passedBy(contestant: Contestant, root: string): Promise<string[]> {
  const share = join(root, ".llmlab", "bench", "share");
  const kernel = `bench-${contestant.name}`;
  const folder = join(share, "kernels", kernel);
  mkdirSync(folder, { recursive: true });
  const { argv, env, interruptMode } = contestant;
  const spec = { argv, env, interrupt_mode: interruptMode, display_name: kernel, language: "any" };
  writeFileSync(join(folder, "kernel.json"), JSON.stringify(spec));
  try {
    const python = environmentProgram({ root, platform: process.platform }, "python", testFolder({ root }));
    const script = join(root, "test", "kernel", "conformance", "llmlab_kernel_tests.py");
    const { stdout } = await promisify(execFile)(python, [script, kernel, contestant.samples], {
      cwd: join(root, ".llmlab", "bench", "notebooks"),
      env: { ...pythonVariables(process.env), JUPYTER_PATH: share },
      timeout: 600_000,
    });
    const names = objectOf(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).passed;
    return Array.isArray(names) ? names.map(String) : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
