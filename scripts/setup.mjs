// Plain JavaScript that even an old Node can read, so that it can say that it is too old.
import { installCommand } from "./setup/install-command.mjs";
import { isAtLeast, oldestNode } from "./setup/node-version.mjs";

if (isAtLeast(process.versions.node, oldestNode)) {
  const { handleInterrupts } = await import("./setup/interrupt.mjs");
  const { main } = await import("./setup/main.mjs");
  handleInterrupts(() => console.log("\nStopped; run it again to go on where it stopped"));
  process.exitCode = await main(process.argv.slice(2));
} else {
  console.error(
    `Cannot set llmlab up with Node ${process.versions.node}: it needs ${oldestNode} or newer; install it\n` +
      `  try: ${installCommand("node", process)}`,
  );
  process.exitCode = 1;
}
