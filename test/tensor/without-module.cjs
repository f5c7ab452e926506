// Preloaded into a test's child process: makes the packages named in WITHOUT_MODULES look as if they were not there.
// Node's own way to load a package has no public name, and so no type.
/** @type {unknown} */
const nodeModule = require("node:module");
const Module = /** @type {{ _load: (...parameters: unknown[]) => unknown }} */ (nodeModule);

const missing = (process.env.WITHOUT_MODULES ?? "").split(",");
const load = Module._load;
Module._load = (request, ...rest) => {
  if (missing.includes(String(request))) {
    throw new Error(`Cannot find module '${request}'`);
  }
  return load(request, ...rest);
};
