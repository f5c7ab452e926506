import { kernelspec } from "./kernelspec.mjs";
import { library } from "./library.mjs";
import { nativeBinding } from "./native-binding.mjs";
import { nodePackages } from "./node-packages.mjs";
import { packageLink } from "./package-link.mjs";
import { pythonEnvironment } from "./python-environment.mjs";

/**
 * The set-up in its order: each step may use what the ones before it made.
 *
 * @type {readonly import("./context.mjs").Step[]}
 */
export const steps = [nodePackages, packageLink, library, pythonEnvironment, nativeBinding, kernelspec];
