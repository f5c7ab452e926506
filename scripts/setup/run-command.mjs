import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { whenInterrupted } from "./interrupt.mjs";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [verbose] shows the output as it comes
 * @property {string} [log] a file that keeps the whole output
 */

/** A subprocess that ended badly, with what it said last. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {string} ending such as "ended with code 1"
   * @param {string} output
   */
  constructor(command, ending, output) {
    super(`Cannot run ${command}: it ${ending}`);
    this.name = "CommandFailed";
    this.output = output;
  }
}

/**
 * Runs a program to its end and returns what it printed. It is ended with us when we are interrupted.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ stdout: string }>}
 * @throws {CommandFailed} when it cannot start, or ends with another code than 0
 */
export function runCommand(command, args, { cwd, env, verbose = false, log } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    const forget = whenInterrupted(() => child.kill("SIGTERM"));
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      stdout += text;
      output += text;
      if (verbose) process.stdout.write(text);
    });
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      output += text;
      if (verbose) process.stderr.write(text);
    });
    /** @param {string} ending */
    const fail = (ending) => reject(new CommandFailed(command, ending, output));
    child.on("error", (error) => {
      forget();
      fail(`did not start (${error.message})`);
    });
    child.on("close", (code, signal) => {
      forget();
      if (log !== undefined) {
        mkdirSync(dirname(log), { recursive: true });
        writeFileSync(log, output);
      }
      if (code === 0) resolve({ stdout });
      else fail(signal === null ? `ended with code ${code}` : `was ended by ${signal}`);
    });
  });
}
