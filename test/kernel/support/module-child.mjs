// A process that runs cells with the module hooks and nothing else of the runtime: one JSON line in, one out.
import { createInterface } from "node:readline";
import vm from "node:vm";

/** @param {string} path */
const built = (path) => import(new URL(`../../../dist/kernel/${path}`, import.meta.url).href);
/** @type {typeof import("../../../lib/kernel/cell/outline-cell.ts")} */
const { outlineCell } = await built("cell/outline-cell.js");
/** @type {typeof import("../../../lib/kernel/cell/compile-cell.ts")} */
const { compileCell } = await built("cell/compile-cell.js");
/** @type {typeof import("../../../lib/kernel/runtime/modules/install-module-hooks.ts")} */
const { installModuleHooks } = await built("runtime/modules/install-module-hooks.js");

const [folder = "", packageRoot = ""] = process.argv.slice(2);
const modules = installModuleHooks({ folder, packageRoot });
/** @type {Record<string, unknown>} */
const names = {};
/** @type {Set<string>} */
const known = new Set();
let number = 0;

/** @param {string} code */
async function run(code) {
  const result = outlineCell(code);
  if ("fault" in result) return { error: { name: "SyntaxError", message: result.fault.message } };
  number++;
  const { script } = compileCell({ number, code }, result.outline, known);
  const filename = `${folder}/cell-${number}`;
  const start = new vm.Script(script, { filename }).runInThisContext();
  const assigned = (/** @type {string[]} */ ...more) => {
    for (const name of more) known.add(name);
  };
  try {
    const value = await start(names, { ...modules.scope, assigned });
    return { value: JSON.stringify(value) };
  } catch (error) {
    if (!(error instanceof Error)) return { error: { name: "thrown", message: String(error) } };
    const file = /\((file:[^)]+?\.ts[^):]*)/.exec(error.stack ?? "")?.[1];
    const mapped = file === undefined ? undefined : modules.mapOf(file);
    return { error: { name: error.name, message: error.message, stack: error.stack, mapped } };
  }
}

for await (const line of createInterface(process.stdin))
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(line)))}\n`);
