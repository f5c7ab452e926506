import { parseArgs } from "node:util";
import { createContext } from "../setup/context.mjs";
import { steps } from "../setup/steps.mjs";
import { diagnose } from "./diagnose.mjs";
import { formatDiagnosis } from "./format-diagnosis.mjs";

/**
 * Runs the doctor and prints what it finds.
 *
 * @param {readonly string[]} args the command line: nothing, or --json
 * @param {Partial<import("../setup/context.mjs").Context>} [overrides]
 * @returns {Promise<number>} the exit code: 0 when the course can run, else 1
 */
export async function main(args, overrides = {}) {
  const context = createContext(overrides);
  const { say } = context.reporter;
  /** @type {boolean} */
  let json;
  try {
    json = parseArgs({ args: [...args], options: { json: { type: "boolean" } } }).values.json ?? false;
  } catch (error) {
    say(`${error instanceof Error ? error.message : error}\n\nusage: npm run doctor -- [--json]`);
    return 1;
  }
  const diagnosis = await diagnose(context, steps);
  say(json ? JSON.stringify(diagnosis, null, 2) : formatDiagnosis(diagnosis));
  return diagnosis.ok ? 0 : 1;
}
