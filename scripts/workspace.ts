import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type DeliveryDecision, decideDelivery } from "./delivery/decide-delivery.ts";
import { readDeliveryRecords, writeDeliveryRecords } from "./delivery/delivery-records.ts";
import { learnerEdition } from "./notebooks/learner-edition.ts";
import { readNotebook, serializeNotebook } from "./notebooks/notebook.ts";
import { hashText } from "./setup/hash.mjs";
import { writeFileWhole } from "./setup/write-file-whole.mjs";

/** What became of one notebook: `file` is what was written, or left alone, in the workspace. */
export interface Delivery {
  notebook: string;
  outcome: DeliveryDecision["outcome"];
  file: string;
}

export interface WorkspaceOptions {
  /** The folder of the source notebooks. */
  source: string;
  /** The learner's folder, made when absent. */
  workspace: string;
  /** Gives the text that the learner receives for a source file; default: its learner edition. */
  edition?: (path: string) => string;
}

/**
 * Brings the learner's workspace up to date without ever overwriting what the learner has changed.
 *
 * A notebook that is as delivered is replaced by a newer edition. One that differs in any byte from what was delivered
 * is the learner's (JupyterLab saves outputs and counts too): the newer edition comes beside it, once, as
 * `NAME.new-edition.ipynb`, and that file follows the same rule. A notebook that the learner deleted comes back, so
 * deleting is how to start over; a deleted new edition does not come back until there is a newer one. Nothing is ever
 * removed, and files of the learner's own are left alone.
 *
 * @throws Error when the source folder cannot be read, or a notebook has no learner edition
 *
 * @example
 * const deliveries = updateWorkspace({ source: "notebooks", workspace: "workspace" });
 * // [{ notebook: "07-attention.ipynb", outcome: "added", file: "07-attention.ipynb" }]
 */
export function updateWorkspace({ source, workspace, edition = learnerText }: WorkspaceOptions): Delivery[] {
  mkdirSync(workspace, { recursive: true });
  const records = readDeliveryRecords(workspace);
  const notebooks = readdirSync(source).filter((name) => name.endsWith(".ipynb"));
  return notebooks.sort().map((notebook) => {
    const text = edition(join(source, notebook));
    const { outcome, file, write, record } = decideDelivery({
      notebook,
      edition: hashText(text),
      record: records.get(notebook),
      hashOf: (name) => hashOfFile(join(workspace, name)),
    });
    // "wx" refuses to write over a file that has appeared since it was looked for.
    if (write === "new") writeFileSync(join(workspace, file), text, { flag: "wx" });
    else if (write === "over") writeFileWhole(join(workspace, file), text);
    // After each notebook, so that an interrupt makes at most one delivery look like the learner's.
    writeDeliveryRecords(workspace, records.set(notebook, record));
    return { notebook, outcome, file };
  });
}

/**
 * Says in one line what happened to a notebook, where there is something to say.
 *
 * @example
 * sayDelivery({ notebook: "07-attention.ipynb", outcome: "kept", file: "07-attention.ipynb" }); // undefined
 */
export function sayDelivery({ notebook, outcome, file }: Delivery): string | undefined {
  switch (outcome) {
    case "added":
    case "restored":
      return `${notebook}: ${outcome} in your workspace`;
    case "updated":
      return `${notebook}: replaced by its new edition (you had not changed it)`;
    case "beside":
      return `${notebook}: yours is left as it is; the new edition lies beside it as ${file}`;
    case "unchanged":
    case "kept":
      return undefined;
  }
}

function learnerText(path: string): string {
  return serializeNotebook(learnerEdition(readNotebook(path), basename(path)));
}

function hashOfFile(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  // A link or a folder of that name was not delivered by us, whatever it holds.
  return stats.isFile() ? hashText(readFileSync(path, "utf8")) : "not a file";
}
