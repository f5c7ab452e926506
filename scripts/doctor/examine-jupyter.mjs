import { environmentProgram, pythonVariables } from "../setup/virtual-environment.mjs";

/**
 * Proves that JupyterLab starts, which its files alone do not.
 *
 * @param {import("../setup/context.mjs").Context} context
 * @returns {Promise<import("./diagnose.mjs").Problem[]>}
 */
export async function examineJupyter(context) {
  try {
    const env = pythonVariables(context.env);
    await context.run(environmentProgram(context, "python"), ["-m", "jupyterlab", "--version"], { env });
    return [];
  } catch (error) {
    const message = `JupyterLab does not start: ${error instanceof Error ? error.message : error}`;
    return [{ severity: "error", message, remedy: "delete the folder .venv, then npm run setup" }];
  }
}
