import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { HistoryStore, historyPath } from "./history/history-store.ts";
import { Kernel } from "./kernel.ts";
import { openLog } from "./log.ts";
import { watchParent } from "./parent.ts";
import { readConnectionFile } from "./wire/connection-file.ts";
import { kernelInfo, versionIn } from "./wire/kernel-info.ts";

const packageRoot = fileURLToPath(new URL("../../", import.meta.url));
const log = openLog();

/** So many milliseconds the children get to end before the kernel ends without them. */
const farewell = 2000;

async function main(): Promise<void> {
  const [connectionFile] = process.argv.slice(2);
  if (connectionFile === undefined) {
    process.stderr.write("Usage: node main.js CONNECTION_FILE\n");
    process.exitCode = 2;
    return;
  }
  const kernel = new Kernel({
    connection: readConnectionFile(connectionFile),
    info: kernelInfo(
      versionIn(new URL("../../package.json", import.meta.url)),
      versionIn(createRequire(import.meta.url).resolve("typescript/package.json")),
    ),
    // Loaded only when front ends can already reach the kernel.
    startEngine: async (sink, calm) => {
      const { startTypeScript } = await import("./typescript-engine.ts");
      return startTypeScript({ folder: process.cwd(), packageRoot, log }, sink, calm);
    },
    history: new HistoryStore(historyPath(), log),
    log,
    // Only a server names the session of a kernel.
    paced: process.env.JPY_SESSION_NAME !== undefined,
    onShutdown: () => void end("asked to end"),
  });
  let ending: Promise<void> | undefined;
  const end = (reason: string): Promise<void> => {
    ending ??= leave(kernel, reason);
    return ending;
  };
  // Interrupts come as messages. A Ctrl-C in a terminal reaches the whole group of processes, and is not meant for us.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => void end("SIGTERM"));
  process.on("uncaughtException", (error) => log(`a fault in the kernel: ${error.stack}`));
  process.on("unhandledRejection", (reason) => log(`a fault in the kernel: ${reason}`));
  watchParent(() => void end("the parent is gone"));
  await kernel.start();
  log(`started in ${process.cwd()} with Node.js ${process.versions.node}`);
}

async function leave(kernel: Kernel, reason: string): Promise<void> {
  log(`ending: ${reason}`);
  setTimeout(() => process.exit(0), farewell);
  await kernel.close();
  process.exit(0);
}

main().catch((error) => {
  log(`cannot start: ${error.stack}`);
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
