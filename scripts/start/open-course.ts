import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { courseNotebooks } from "../notebooks/course-notebooks.ts";
import { repositoryRoot } from "../setup/context.mjs";
import { writeFileWhole } from "../setup/write-file-whole.mjs";
import { sayDelivery, updateWorkspace } from "../workspace.ts";
import { planLab } from "./jupyter-lab.ts";
import { runAttached } from "./run-attached.ts";

/**
 * Opens JupyterLab: on the learner's workspace, brought up to date first, or with `--author` on the source notebooks.
 * Every other argument goes to JupyterLab, as in `npm start -- --no-browser --port 9000`. `LLMLAB_WORKSPACE` names
 * another folder of the checkout for the workspace: cells find the library in the folders above them.
 *
 * @returns JupyterLab's exit code
 */
export async function openCourse(args: readonly string[], root = repositoryRoot): Promise<number> {
  const source = join(root, "notebooks");
  if (!existsSync(source)) throw new Error(`Cannot open ${source}: there is no such folder; clone the repository anew`);
  const isAuthor = args.includes("--author");
  const folder = isAuthor ? source : join(root, process.env.LLMLAB_WORKSPACE ?? "workspace");
  if (!isAuthor) {
    for (const delivery of updateWorkspace({ source, workspace: folder })) {
      const line = sayDelivery(delivery);
      if (line !== undefined) console.log(line);
    }
  }
  const plan = planLab({
    root,
    folder,
    notebook: courseNotebooks(folder).map((path) => basename(path))[0],
    args: args.filter((arg) => arg !== "--author"),
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
  });
  if (!existsSync(plan.command)) {
    throw new Error(`Cannot start JupyterLab: ${plan.command} is absent; npm run setup installs it`);
  }
  for (const [path, text] of Object.entries(plan.files)) writeFileWhole(path, text);
  return runAttached(plan);
}
