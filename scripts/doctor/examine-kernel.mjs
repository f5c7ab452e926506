import { CommandFailed } from "../setup/run-command.mjs";
import { environmentProgram, pythonVariables } from "../setup/virtual-environment.mjs";

const program = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="llmlab", startup_timeout=60)
try:
    reply = client.execute_interactive("const one: number = 1;", timeout=60, allow_stdin=False)
    content = reply["content"]
    assert content["status"] == "ok", f"{content.get('ename')}: {content.get('evalue')}"
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
`;

/**
 * Proves that Jupyter can start the kernel and have it check and run a cell, which its files alone do not.
 *
 * @param {import("../setup/context.mjs").Context} context
 * @returns {Promise<import("./diagnose.mjs").Problem[]>}
 */
export async function examineKernel(context) {
  try {
    await context.run(environmentProgram(context, "python"), ["-c", program], { env: pythonVariables(context.env) });
    return [];
  } catch (error) {
    const output = error instanceof CommandFailed ? error.output.trim() : String(error);
    const message = `The kernel does not run a cell: ${output.split("\n").at(-1)}`;
    return [
      { severity: "error", message, remedy: "look at the kernel's log, llmlab/kernel.log in jupyter --data-dir" },
    ];
  }
}
