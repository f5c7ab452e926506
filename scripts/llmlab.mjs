#!/usr/bin/env node
// Plain JavaScript that even an old Node can read, so that it can say that it is too old.
import { isAtLeast, oldestNode } from "./setup/node-version.mjs";

if (isAtLeast(process.versions.node, oldestNode)) {
  const { main } = await import("./llmlab/main.mjs");
  process.exitCode = await main(process.argv.slice(2));
} else {
  console.error(`Cannot run llmlab with Node ${process.versions.node}: it needs ${oldestNode} or newer`);
  process.exitCode = 1;
}
