import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { type Cell, nameOfCell } from "../notebook.ts";
import type { Rule } from "./problem.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const OWN_PLACES = [ROOT, `${homedir()}/`].filter((path) => path.length > 2);

/** A folder in which people keep their things, as the beginning of a path and not within a web address. */
const FOREIGN_PATH =
  /(?<![\w.:/-])(?:\/(?:home|Users|root|tmp|private|mnt|media|opt)\/[\w.-]+|[A-Z]:\\(?:Users|Temp)\\[\w.-]+)/;

/** Neither text nor code nor output tells where on a machine the notebook was written. */
export const machinePathRule: Rule = (notebook) =>
  notebook.cells.flatMap((cell, index) => {
    const text = textsOf(cell).join("\n");
    const found = OWN_PLACES.find((path) => text.includes(path)) ?? FOREIGN_PATH.exec(text)?.[0];
    return found === undefined
      ? []
      : [`${nameOfCell(notebook, index)} holds the path ${found} of a machine; remove it, and run npm run notebooks`];
  });

function textsOf(cell: Cell): string[] {
  if (cell.cell_type !== "code") return [cell.source];
  const outputs = cell.outputs.flatMap((output) => {
    if (output.output_type === "stream") return [output.text];
    if (output.output_type === "error") return [output.evalue, ...output.traceback];
    // A picture is no text, though its base64 may look like a path.
    return Object.entries(output.data).map(([mime, content]) =>
      mime.startsWith("image/") ? "" : JSON.stringify(content),
    );
  });
  return [cell.source, ...outputs];
}
