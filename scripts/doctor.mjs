// Plain JavaScript that even an old Node can read, so that it can say that it is too old.
import { installCommand } from "./setup/install-command.mjs";
import { isAtLeast, oldestNode } from "./setup/node-version.mjs";

if (isAtLeast(process.versions.node, oldestNode)) {
  const { main } = await import("./doctor/main.mjs");
  process.exitCode = await main(process.argv.slice(2));
} else {
  console.log(
    `Problem: Node ${process.versions.node} is too old: ${oldestNode} or newer is needed\n` +
      `  try: ${installCommand("node", process)}`,
  );
  process.exitCode = 1;
}
