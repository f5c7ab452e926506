import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readText } from "./read-text.mjs";

const name = "llmlab_jupyter";
const version = "0.1.0";
const metadata = `${name}-${version}.dist-info`;

/** The folder, in llmlab's, of all that is Python about the kernel. */
export const pythonFolder = join("lib", "kernel", "python");

/** What the module leaves in a folder of packages. */
export const moduleFolders = [name, metadata];

/**
 * Lists the files of the Python module that teaches papermill TypeScript, as pip would install them: papermill finds
 * the module through the entry point in its metadata, and pip can list and remove it.
 *
 * @param {string} root the folder of llmlab
 * @returns {Record<string, string>} texts by paths relative to the folder of packages
 */
export function moduleFiles(root) {
  const source = join(root, pythonFolder, name);
  const modules = readdirSync(source).filter((file) => file.endsWith(".py"));
  /** @type {Record<string, string>} */
  const files = Object.fromEntries(
    modules.sort().map((file) => [`${name}/${file}`, readText(join(source, file)) ?? ""]),
  );
  files[`${metadata}/METADATA`] =
    `Metadata-Version: 2.1\nName: ${name.replace("_", "-")}\nVersion: ${version}\nSummary: TypeScript parameters for papermill, from llmlab\n`;
  // papermill 2 has no group for translators of parameters. It loads its engines before it translates, so ours is one:
  // the plain engine under a second name, whose module registers the translator on the way.
  files[`${metadata}/entry_points.txt`] = `[papermill.engine]\nllmlab = ${name}.engine:Engine\n`;
  files[`${metadata}/INSTALLER`] = "llmlab\n";
  const record = [...Object.keys(files), `${metadata}/RECORD`].map((path) => `${path},,\n`);
  files[`${metadata}/RECORD`] = record.join("");
  return files;
}
