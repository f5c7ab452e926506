import { kernelBuild } from "./kernel-build.mjs";
import { kernelspec } from "./kernelspec.mjs";
import { nativeBinding } from "./native-binding.mjs";
import { nodePackages } from "./node-packages.mjs";
import { packageLink } from "./package-link.mjs";
import { pythonEnvironment } from "./python-environment.mjs";
import { testEnvironment } from "./test-environment.mjs";

/**
 * The set-up in its order: each step may use what the ones before it made.
 *
 * @type {readonly import("./context.mjs").Step[]}
 */
export const steps = [nodePackages, packageLink, kernelBuild, pythonEnvironment, nativeBinding, kernelspec];

/**
 * What the tests need beyond that, and no learner does.
 *
 * @type {readonly import("./context.mjs").Step[]}
 */
export const testSteps = [...steps, testEnvironment];
